using Engine.Core.Events;

namespace Engine.Core.Gateway;

/// <summary>
/// What the terms of an order mean at the simulated venue: whether they hold, when it ends, its group.
/// </summary>
internal sealed class VenueTerms(VenueTables tables, VenueCalendar calendar)
{
    /// <summary>Type, time in force and prices of a new order.</summary>
    public VenueReason Check(in VenueArrivalState arrival, long tick)
    {
        var type = arrival.Type;
        if (OrderTypeTable.HasLimit(type) && !IsOnTick(arrival.LimitPrice, tick)) return VenueReason.InvalidPrice;
        if (type is OrderType.None || OrderTypeTable.CodeOf(type, arrival.TimeInForce) != RiskCode.Accepted)
            return VenueReason.InvalidTerms;

        var needsStop = type is OrderType.Stop or OrderType.StopLimit;
        if (needsStop && arrival.StopPrice <= 0) return VenueReason.InvalidPrice;
        if (arrival.StopPrice % tick != 0 || arrival.TrailPrice % tick != 0) return VenueReason.InvalidPrice;

        var isTrailing = type == OrderType.TrailingStop;
        if (isTrailing && arrival.TrailPrice > 0 == arrival.TrailBps > 0) return VenueReason.InvalidTerms;

        var isLate = arrival.TimeInForce == TimeInForce.GoodTillDate && arrival.ExpireTimeNs <= arrival.EffectiveTimeNs;
        var isEndless = OrderTypeTable.IsOnClose(type) && ExpiryOf(in arrival) == long.MaxValue;
        if (isLate || isEndless) return VenueReason.InvalidTerms;
        return arrival.OcoGroup == 0 ? VenueReason.None : CheckGroup(in arrival);
    }

    /// <summary>Prices of a replacement. What has become a market order has no price that could be replaced.</summary>
    public static VenueReason CheckReplace(in VenueOrderState order, in VenueArrivalState arrival, long tick)
    {
        var hasPrice = OrderTypeTable.HasLimit(order.Type)
            ? IsOnTick(arrival.LimitPrice, tick)
            : order.IsWaiting && arrival.LimitPrice == FixedPoint.Absent;
        var hasStop = arrival.StopPrice == 0
            || (OrderTypeTable.HasStop(order.Type) && arrival.StopPrice > 0 && arrival.StopPrice % tick == 0);
        return hasPrice && hasStop ? VenueReason.None : VenueReason.InvalidPrice;
    }

    /// <summary>When the order ends by itself; <see cref="long.MaxValue"/> if it does not.</summary>
    public long ExpiryOf(in VenueArrivalState arrival) => arrival.TimeInForce switch
    {
        TimeInForce.GoodTillCanceled => long.MaxValue,
        TimeInForce.GoodTillDate => arrival.ExpireTimeNs,
        _ => calendar.NextCloseNs(arrival.InstrumentId, arrival.EffectiveTimeNs),
    };

    /// <summary>
    /// Who names a member joins its group. The first order does not know of its group until the second one comes.
    /// </summary>
    public void JoinGroup(ref VenueOrderState order)
    {
        if (order.OcoGroup == 0) return;
        var named = tables.FindOrder(order.OcoGroup);
        if (tables.Orders[named].OcoGroup != 0) order.OcoGroup = tables.Orders[named].OcoGroup;
        else tables.Orders.Edit(named).OcoGroup = order.OcoGroup;
    }

    // A group that was executed while this order was on its way has no room for it any more.
    private VenueReason CheckGroup(in VenueArrivalState arrival)
    {
        var slot = tables.FindOrder(arrival.OcoGroup);
        if (slot < 0 || tables.Orders[slot].InstrumentId != arrival.InstrumentId) return VenueReason.InvalidTerms;

        ref readonly var named = ref tables.Orders[slot];
        if (IsExecuted(in named) || named.Reason == VenueReason.GroupExecuted) return VenueReason.GroupExecuted;
        if (named.Status == OrderStatus.Rejected) return VenueReason.InvalidTerms; // It never was of a group.
        var first = tables.FindOrder(named.OcoGroup);
        return first >= 0 && IsExecuted(in tables.Orders[first]) ? VenueReason.GroupExecuted : VenueReason.None;
    }

    private static bool IsExecuted(in VenueOrderState order) => order.Filled > 0 || order.IsGroupExecuted != 0;

    private static bool IsOnTick(long price, long tick) => price != FixedPoint.Absent && price % tick == 0;
}
