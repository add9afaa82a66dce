using Engine.Core.Events;

namespace Engine.Core.Risk;

/// <summary>Whether the stop and target that the engine shall hold for an order can be meant. Pure.</summary>
internal static class ProtectionChecks
{
    public static RiskCode Validity(in OrderPayload order, in RiskInputs inputs, ref RiskFigures figures)
    {
        ref readonly var terms = ref inputs.Terms;
        if (order.Class is OrderClass.Reducing or OrderClass.Protective or OrderClass.EmergencyExit)
            return figures.Deny(RiskCode.InvalidProtection, 0, (long)order.Class);
        if (terms.ProtectStopPrice < 0 || terms.ProtectTargetPrice < 0 || terms.ProtectTrailPrice < 0
            || terms.ProtectTrailBps is < 0 or > TermsChecks.TrailBpsMax
            || (terms.ProtectTrailPrice > 0 && terms.ProtectTrailBps > 0))
            return figures.Deny(RiskCode.InvalidProtection, TermsChecks.TrailBpsMax, terms.ProtectTrailBps);

        var offTick = OffTick(in terms, inputs.TickSize);
        if (offTick != 0) return figures.Deny(RiskCode.OffTick, inputs.TickSize, offTick);

        // A stop that stands beyond the price of the entry would close it at once, and so would such a target.
        var entry = EntryOf(in order, in inputs);
        var legs = order.Side == Side.Buy ? Side.Sell : Side.Buy;
        var isStopWrong = terms.ProtectStopPrice != 0 && StopTrigger.IsHit(legs, terms.ProtectStopPrice, entry);
        var isTargetWrong = terms.ProtectTargetPrice != 0
            && StopTrigger.IsHit(order.Side, terms.ProtectTargetPrice, entry);
        if (entry != FixedPoint.Absent && isStopWrong)
            return figures.Deny(RiskCode.InvalidProtection, entry, terms.ProtectStopPrice);
        if (entry != FixedPoint.Absent && isTargetWrong)
            return figures.Deny(RiskCode.InvalidProtection, entry, terms.ProtectTargetPrice);
        return inputs.HasProtectionRoom ? RiskCode.Accepted : figures.Deny(RiskCode.ProtectionsFull, 0, 0);
    }

    private static long OffTick(in OrderTermsPayload terms, long tick)
    {
        if (tick <= 1) return 0;
        if (terms.ProtectStopPrice % tick != 0) return terms.ProtectStopPrice;
        if (terms.ProtectTargetPrice % tick != 0) return terms.ProtectTargetPrice;
        return terms.ProtectTrailPrice % tick != 0 ? terms.ProtectTrailPrice : 0;
    }

    private static long EntryOf(in OrderPayload order, in RiskInputs inputs)
    {
        if (OrderTypeTable.HasLimit(order.Type)) return order.LimitPrice;
        return inputs.Terms.StopPrice != 0
            ? inputs.Terms.StopPrice
            : TermsChecks.TriggerPriceOf(order.Side, in inputs);
    }
}
