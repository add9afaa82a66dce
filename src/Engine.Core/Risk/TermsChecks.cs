using Engine.Core.Events;

namespace Engine.Core.Risk;

/// <summary>Whether type, time in force and terms of an order fit together and can be meant. Pure.</summary>
internal static class TermsChecks
{
    /// <summary>A trail of more than half of the price guards nothing.</summary>
    public const int TrailBpsMax = 5_000;

    public static RiskCode Validity(in OrderPayload order, in RiskInputs inputs, ref RiskFigures figures)
    {
        var code = OrderTypeTable.CodeOf(order.Type, order.TimeInForce);
        if (code != RiskCode.Accepted)
            return figures.Deny(code, 0, (long)(code == RiskCode.UnsupportedOrderType
                ? (int)order.Type : (int)order.TimeInForce));

        code = CheckStop(in order, in inputs, ref figures);
        if (code == RiskCode.Accepted) code = CheckTrail(in order, in inputs, ref figures);
        if (code == RiskCode.Accepted) code = CheckEnd(in order, in inputs, ref figures);
        if (code != RiskCode.Accepted || !inputs.Terms.IsProtected) return code;
        return ProtectionChecks.Validity(in order, in inputs, ref figures);
    }

    /// <summary>
    /// The price that stops look at: the last trade, or where there was none the touch on which the order would trade.
    /// </summary>
    public static long TriggerPriceOf(Side side, in RiskInputs inputs) =>
        inputs.Last != FixedPoint.Absent ? inputs.Last : side == Side.Buy ? inputs.Ask : inputs.Bid;

    private static RiskCode CheckStop(in OrderPayload order, in RiskInputs inputs, ref RiskFigures figures)
    {
        var stop = inputs.Terms.StopPrice;
        var needsStop = order.Type is OrderType.Stop or OrderType.StopLimit;
        if (stop < 0 || (needsStop && stop == 0)) return figures.Deny(RiskCode.InvalidStopPrice, 1, stop);
        if (stop == 0) return RiskCode.Accepted;
        if (!OrderTypeTable.HasStop(order.Type)) return figures.Deny(RiskCode.InvalidStopPrice, 0, stop);
        if (inputs.TickSize > 1 && stop % inputs.TickSize != 0)
            return figures.Deny(RiskCode.OffTick, inputs.TickSize, stop);

        var price = TriggerPriceOf(order.Side, in inputs);
        return price != FixedPoint.Absent && StopTrigger.IsHit(order.Side, stop, price)
            ? figures.Deny(RiskCode.StopOnWrongSide, price, stop)
            : RiskCode.Accepted;
    }

    private static RiskCode CheckTrail(in OrderPayload order, in RiskInputs inputs, ref RiskFigures figures)
    {
        var price = inputs.Terms.TrailPrice;
        var bps = inputs.Terms.TrailBps;
        var isTrailing = order.Type == OrderType.TrailingStop;
        if (price < 0 || bps is < 0 or > TrailBpsMax) return figures.Deny(RiskCode.InvalidTrail, TrailBpsMax, bps);
        var given = (price > 0 ? 1 : 0) + (bps > 0 ? 1 : 0);
        if (given != (isTrailing ? 1 : 0)) return figures.Deny(RiskCode.InvalidTrail, isTrailing ? 1 : 0, given);
        return inputs.TickSize > 1 && price % inputs.TickSize != 0
            ? figures.Deny(RiskCode.OffTick, inputs.TickSize, price)
            : RiskCode.Accepted;
    }

    private static RiskCode CheckEnd(in OrderPayload order, in RiskInputs inputs, ref RiskFigures figures)
    {
        var expire = inputs.Terms.ExpireTimeNs;
        var isDated = order.TimeInForce == TimeInForce.GoodTillDate;
        if (isDated ? expire <= inputs.NowNs : expire != 0)
            return figures.Deny(RiskCode.InvalidExpireTime, isDated ? inputs.NowNs + 1 : 0, expire);
        if (OrderTypeTable.IsOnClose(order.Type) && inputs.SessionCloseNs is FixedPoint.Absent or long.MaxValue)
            return figures.Deny(RiskCode.NoSessionClose, 0, inputs.SessionCloseNs);
        return inputs.Terms.OcoGroup != 0 && !inputs.IsGroupKnown
            ? figures.Deny(RiskCode.InvalidGroup, 0, inputs.Terms.OcoGroup)
            : RiskCode.Accepted;
    }
}
