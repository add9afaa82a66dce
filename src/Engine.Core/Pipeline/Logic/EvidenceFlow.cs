using Engine.Core.Events;
using Engine.Core.Orders;

namespace Engine.Core.Pipeline.Logic;

/// <summary>
/// What operators know and the venue does not say: how an Unknown order ended, which order an execution belongs to. An
/// order is filled by executions alone; for those that never came the operator states a price, and they are booked in
/// his name until executions of the venue take their place.
/// </summary>
internal sealed class EvidenceFlow
{
    private readonly LogicParts _parts;
    private readonly OrderFlow _orders;
    private readonly ExecutionFlow _executions;

    public EvidenceFlow(LogicParts parts, OrderFlow orders, ExecutionFlow executions)
    {
        _parts = parts;
        _orders = orders;
        _executions = executions;
    }

    public CommandCode Resolve(
        GroupWriter group, in EngineEvent input, in CommandIdentityPayload identity, ref CommandAnswerPayload answer)
    {
        ref readonly var asked = ref input.OrderEvidence;
        var code = Judge(in asked, out var missing, out var price);
        answer.OrderId = asked.OrderId;
        if (code != CommandCode.Done) return code;

        answer.OrdersAffected = 1;
        if (missing > 0 && !Book(group, in asked, missing, price, in identity, input.TimestampNs))
            return CommandCode.MalformedCommand;

        ref readonly var order = ref _parts.Orders.Find(asked.OrderId, out _);
        if (order.Status != OrderStatus.Unknown) return CommandCode.Done; // Filled by what was booked.

        var message = asked.Status switch
        {
            OrderStatus.Filled => OrderMessage.ReportedFilled,
            OrderStatus.Canceled => OrderMessage.ReportedCanceled,
            _ => OrderMessage.ReportedRejected,
        };
        _orders.Decide(group, EventKind.OrderResolved, asked.OrderId, OrderInput.Of(message, input.TimestampNs) with
        {
            CumulativeQuantity = order.CumulativeQuantity,
        });
        return CommandCode.Done;
    }

    /// <summary>What a resolution would be answered with now.</summary>
    /// <param name="missing">Quantity for which no execution has come.</param>
    /// <param name="price">Its price, in the exponent of the instrument.</param>
    public CommandCode Judge(in OrderEvidencePayload asked, out long missing, out long price)
    {
        missing = 0;
        price = FixedPoint.Absent;
        ref readonly var order = ref _parts.Orders.Find(asked.OrderId, out var isFound);
        if (!isFound) return CommandCode.UnknownOrder;
        if (asked.Status is not (OrderStatus.Filled or OrderStatus.Canceled or OrderStatus.Rejected))
            return CommandCode.MalformedCommand;
        if (order.Status == asked.Status) return CommandCode.AlreadyInForce;
        if (order.Status != OrderStatus.Unknown) return CommandCode.OrderNotUnknown;
        if (asked.Status == OrderStatus.Rejected && order.IsAcknowledged) return CommandCode.EvidenceContradicted;
        if (asked.Status == OrderStatus.Canceled || asked.Status == OrderStatus.Rejected) return CommandCode.Done;

        missing = Math.Max(0, order.Quantity - order.CumulativeQuantity);
        if (missing == 0) return CommandCode.Done;
        if (asked.Price == FixedPoint.Absent) return CommandCode.PriceNeeded;

        // Finer than the instrument has is no price of it, and nothing is rounded.
        var exponent = _parts.Market.View.Instrument(order.InstrumentId).PriceExponent;
        var unit = FixedPoint.PowerOfTen(FixedPoint.ExponentMax - exponent);
        price = asked.Price / unit;
        return asked.Price % unit == 0 ? CommandCode.Done : CommandCode.MalformedCommand;
    }

    public CommandCode Attribute(GroupWriter group, in EngineEvent input, ref CommandAnswerPayload answer)
    {
        ref readonly var asked = ref input.OrderEvidence;
        answer.OrderId = asked.OrderId;
        var code = JudgeAttribution(in asked, out var number, out var detail);
        answer.Detail = (int)detail;
        if (code != CommandCode.Done) return code;

        var result = _executions.Attribute(group, number, asked.OrderId, input.TimestampNs);
        answer.Detail = (int)result;
        answer.OrdersAffected = result == RiskCode.Accepted ? 1 : 0;
        return result == RiskCode.Accepted ? CommandCode.Done : CommandCode.OrderDenied;
    }

    /// <summary>What an attribution would be answered with now.</summary>
    /// <param name="detail">Why the order cannot have had the execution.</param>
    public CommandCode JudgeAttribution(in OrderEvidencePayload asked, out long number, out RiskCode detail)
    {
        detail = RiskCode.Accepted;
        if (!_parts.ExecutionIds.TryFind(in asked.ExecutionId, out number)) return CommandCode.UnknownExecution;
        ref readonly var entry = ref _parts.Portfolio.Executions.Find(number, out var isKept);
        if (!isKept) return CommandCode.UnknownExecution;
        if (!entry.IsUnattributed)
            return entry.OrderId == asked.OrderId ? CommandCode.AlreadyInForce : CommandCode.UnknownExecution;

        ref readonly var order = ref _parts.Orders.Find(asked.OrderId, out var isFound);
        if (!isFound) return CommandCode.UnknownOrder;
        if (order.InstrumentId != entry.InstrumentId) detail = RiskCode.UnknownInstrument;
        else if (order.Side != entry.Side) detail = RiskCode.InvalidSide;
        return detail == RiskCode.Accepted ? CommandCode.Done : CommandCode.OrderDenied;
    }

    // The id follows from the key of the command, so that the same command books the same execution.
    private bool Book(
        GroupWriter group, in OrderEvidencePayload asked, long quantity, long price, in CommandIdentityPayload identity,
        long nowNs)
    {
        ref readonly var order = ref _parts.Orders.Find(asked.OrderId, out _);
        var booked = new ExecutionPayload
        {
            OrderId = asked.OrderId,
            Price = price,
            Quantity = quantity,
            BrokerOrderId = order.BrokerOrderId,
            Side = order.Side,
        };
        Span<byte> id = booked.ExecutionId;
        "OP-"u8.CopyTo(id);
        WriteHex(id[3..19], identity.KeyHigh);
        WriteHex(id[19..27], identity.KeyLow >> 32);
        if (_parts.ExecutionIds.Contains(in booked.ExecutionId)) return false; // The key was used before, long ago.
        return _executions.TryBook(group, in booked, order.InstrumentId, nowNs);
    }

    private static void WriteHex(Span<byte> text, ulong value)
    {
        for (var i = text.Length - 1; i >= 0; i--, value >>= 4) text[i] = "0123456789abcdef"u8[(int)(value & 15)];
    }
}
