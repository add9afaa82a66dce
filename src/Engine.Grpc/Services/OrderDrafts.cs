using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Replay;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Services;

/// <summary>Orders of operators as the engine takes them. A number that its instrument cannot hold is refused, never
/// rounded.</summary>
internal sealed class OrderDrafts(StatusBoard board, ScopeNames names)
{
    /// <exception cref="global::Grpc.Core.RpcException">A field is missing or cannot be used.</exception>
    public CommandDraft Draft(Wire.SubmitOrderRequest request)
    {
        var id = names.Find(new Wire.Scope { Instrument = request.Instrument }, field: "").Id;
        ref readonly var instrument = ref board.Instruments.Definition(id);
        var type = (OrderType)request.Type;
        var isLimit = OrderTypeTable.HasLimit(type);
        var code = OrderTypeTable.CodeOf(type, (TimeInForce)request.TimeInForce);
        if (request.Side is not (Wire.Side.Buy or Wire.Side.Sell)) throw Refusal.Invalid("side", "give buy or sell");
        if (code == RiskCode.UnsupportedOrderType)
            throw Refusal.Invalid("type", "give market, limit, stop, stop-limit, trailing-stop, or one on the close");
        if (code != RiskCode.Accepted)
            throw Refusal.Invalid("time_in_force", $"{type} does not work so; docs/ORDERS.md lists what does");
        if (!isLimit && request.LimitPrice is not null)
        {
            throw Refusal.Invalid(
                "limit_price", "a market order has none, nor has a stop; leave it out, or give a type with a limit");
        }
        if (request is { HasHoldId: true, ReduceOnly: false })
            throw Refusal.Invalid("hold_id", "an order in spite of a hold only reduces: set reduce_only");

        return new CommandDraft(OperatorVerb.Submit, HoldScope.Instrument, id)
        {
            Order = new OrderPayload
            {
                Side = (Side)request.Side,
                Type = type,
                TimeInForce = (TimeInForce)request.TimeInForce,
                Quantity = ExactNumber.AboveZero(request.Quantity, instrument.SizeExponent, "quantity"),
                LimitPrice = isLimit
                    ? ExactNumber.AboveZero(request.LimitPrice, instrument.PriceExponent, "limit_price")
                    : FixedPoint.Absent,
            },
            Terms = TermsOf(request.Terms, instrument.PriceExponent),
            IsReduceOnly = request.ReduceOnly,
            HoldId = request.HasHoldId ? request.HoldId : 0,
        };
    }

    /// <exception cref="global::Grpc.Core.RpcException">A field is missing or cannot be used.</exception>
    public static CommandDraft Resolution(Wire.ResolveOrderRequest request)
    {
        if (request.OrderId <= 0) throw Refusal.Invalid("order_id", "give the id of an order");
        if (request.Status is not (Wire.OrderStatus.Filled or Wire.OrderStatus.Canceled or Wire.OrderStatus.Rejected))
            throw Refusal.Invalid("status", "give filled, canceled or rejected");
        if (string.IsNullOrWhiteSpace(request.Evidence)
            || request.Evidence.Length > CommandRecords.EvidenceCharactersMax
            || request.Evidence.Any(c => c is < ' ' or > '~'))
        {
            throw Refusal.Invalid(
                "evidence", $"say in 1 to {CommandRecords.EvidenceCharactersMax} characters of ASCII where it is seen");
        }
        var price = FixedPoint.Absent;
        if (request.Price is not null)
        {
            if (request.Status != Wire.OrderStatus.Filled)
                throw Refusal.Invalid("price", "only an order that was filled has one");
            price = ExactNumber.AboveZero(request.Price, FixedPoint.ExponentMax, "price");
        }
        return new CommandDraft(OperatorVerb.ResolveOrder, HoldScope.Account, 0)
        {
            OrderId = request.OrderId,
            Status = (OrderStatus)request.Status,
            Price = price,
            Evidence = request.Evidence,
        };
    }

    private static OrderTermsPayload TermsOf(Wire.OrderTerms? terms, int exponent)
    {
        if (terms is null) return default;
        if (terms.ParentOrderId != 0 || terms.Leg.Length != 0)
            throw Refusal.Invalid("terms", "parent_order_id and leg are the engine's own; leave them out");
        return new OrderTermsPayload
        {
            StopPrice = ExactOrNone(terms.StopPrice, exponent, "terms.stop_price"),
            TrailPrice = ExactOrNone(terms.Trail, exponent, "terms.trail"),
            TrailBps = terms.TrailBps,
            ExpireTimeNs = terms.ExpireTimeNs,
            OcoGroup = terms.OcoGroup,
            ProtectStopPrice = ExactOrNone(terms.ProtectStop, exponent, "terms.protect_stop"),
            ProtectTargetPrice = ExactOrNone(terms.ProtectTarget, exponent, "terms.protect_target"),
            ProtectTrailPrice = ExactOrNone(terms.ProtectTrail, exponent, "terms.protect_trail"),
            ProtectTrailBps = terms.ProtectTrailBps,
        };
    }

    private static long ExactOrNone(Wire.Decimal? number, int exponent, string field) =>
        number is null ? 0 : ExactNumber.AboveZero(number, exponent, field);
}
