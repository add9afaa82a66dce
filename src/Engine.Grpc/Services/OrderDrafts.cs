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
                Quantity = Exact(request.Quantity, instrument.SizeExponent, "quantity"),
                LimitPrice = isLimit
                    ? Exact(request.LimitPrice, instrument.PriceExponent, "limit_price")
                    : FixedPoint.Absent,
            },
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
            price = Exact(request.Price, FixedPoint.ExponentMax, "price");
        }
        return new CommandDraft(OperatorVerb.ResolveOrder, HoldScope.Account, 0)
        {
            OrderId = request.OrderId,
            Status = (OrderStatus)request.Status,
            Price = price,
            Evidence = request.Evidence,
        };
    }

    private static long Exact(Wire.Decimal? number, int exponent, string field)
    {
        if (number is null || number.Mantissa <= 0) throw Refusal.Invalid(field, "give a number above 0");
        if (number.Exponent is < 0 or > FixedPoint.ExponentMax)
            throw Refusal.Invalid(field, $"give an exponent from 0 to {FixedPoint.ExponentMax}");

        var scaled = (Int128)number.Mantissa * FixedPoint.PowerOfTen(exponent);
        var divisor = FixedPoint.PowerOfTen(number.Exponent);
        if (scaled % divisor != 0)
            throw Refusal.Invalid(field, $"the instrument has {exponent} decimals here, and nothing is rounded");
        return scaled / divisor <= long.MaxValue
            ? (long)(scaled / divisor)
            : throw Refusal.Invalid(field, "the number is too large");
    }
}
