using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Replay;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Services;

/// <summary>Orders of operators as the engine takes them. A number that its instrument cannot hold is refused, never
/// rounded.</summary>
internal sealed class OrderDrafts(StatusBoard board, ScopeNames names)
{
    private const string Has = "the instrument has";

    /// <exception cref="global::Grpc.Core.RpcException">A field is missing or cannot be used.</exception>
    public CommandDraft Draft(Wire.SubmitOrderRequest request)
    {
        var id = names.Find(new Wire.Scope { Instrument = request.Instrument }, field: "").Id;
        ref readonly var instrument = ref board.Instruments.Definition(id);
        var isLimit = request.Type == Wire.OrderType.Limit;
        if (request.Side is not (Wire.Side.Buy or Wire.Side.Sell)) throw Refusal.Invalid("side", "give buy or sell");
        if (!isLimit && request.Type != Wire.OrderType.Market) throw Refusal.Invalid("type", "give market or limit");
        if (request.TimeInForce is not (Wire.TimeInForce.Day or Wire.TimeInForce.ImmediateOrCancel))
            throw Refusal.Invalid("time_in_force", "give day or immediate-or-cancel");
        if (!isLimit && request.LimitPrice is not null)
            throw Refusal.Invalid("limit_price", "a market order has none; leave it out, or give a limit order");
        if (request is { HasHoldId: true, ReduceOnly: false })
            throw Refusal.Invalid("hold_id", "an order in spite of a hold only reduces: set reduce_only");

        return new CommandDraft(OperatorVerb.Submit, HoldScope.Instrument, id)
        {
            Order = new OrderPayload
            {
                Side = (Side)request.Side,
                Type = (OrderType)request.Type,
                TimeInForce = (TimeInForce)request.TimeInForce,
                Quantity = ExactNumber.Of(request.Quantity, instrument.SizeExponent, "quantity", Has),
                LimitPrice = isLimit
                    ? ExactNumber.Of(request.LimitPrice, instrument.PriceExponent, "limit_price", Has)
                    : FixedPoint.Absent,
            },
            IsReduceOnly = request.ReduceOnly,
            HoldId = request.HasHoldId ? request.HoldId : 0,
        };
    }
}
