using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Replay;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Services;

/// <summary>Adoptions of what the venue holds, as the engine takes them.</summary>
internal sealed class AdoptionDrafts(StatusBoard board, ScopeNames names)
{
    /// <exception cref="global::Grpc.Core.RpcException">A field is missing or cannot be used.</exception>
    public CommandDraft Draft(Wire.AdoptPositionRequest request)
    {
        var id = names.Find(new Wire.Scope { Instrument = request.Instrument }, field: "").Id;
        ref readonly var instrument = ref board.Instruments.Definition(id);
        var isCash = request.VenueCase == Wire.AdoptPositionRequest.VenueOneofCase.VenueCash;
        if (!isCash && request.VenueCase != Wire.AdoptPositionRequest.VenueOneofCase.VenueQuantity)
            throw Refusal.Invalid("venue", "give venue_quantity or venue_cash, as the report of differences shows it");
        if (isCash && request.CostPrice is not null)
            throw Refusal.Invalid("cost_price", "cash has none; leave it out");

        return new CommandDraft(OperatorVerb.AdoptPosition, HoldScope.Instrument, id)
        {
            Adoption = new AdoptCommandPayload
            {
                IsCash = isCash ? (byte)1 : (byte)0,
                VenueFigure = isCash
                    ? ExactNumber.Signed(request.VenueCash, FixedPoint.MoneyExponent, "venue_cash")
                    : ExactNumber.Signed(request.VenueQuantity, instrument.SizeExponent, "venue_quantity"),
                CostPrice = request.CostPrice is null
                    ? FixedPoint.Absent
                    : ExactNumber.AboveZero(request.CostPrice, instrument.PriceExponent, "cost_price"),
            },
        };
    }
}
