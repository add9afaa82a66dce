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

    /// <summary>The first order of a group does not know of it until the second one comes.</summary>
    public void JoinGroup(in VenueOrderState order)
    {
        if (order.OcoGroup == 0) return;
        var first = tables.FindOrder(order.OcoGroup);
        if (tables.Orders[first].OcoGroup == 0) tables.Orders.Edit(first).OcoGroup = order.OcoGroup;
    }

    // A group that was executed while this order was on its way has no room for it any more.
    private VenueReason CheckGroup(in VenueArrivalState arrival)
    {
        var slot = tables.FindOrder(arrival.OcoGroup);
        if (slot < 0 || tables.Orders[slot].InstrumentId != arrival.InstrumentId) return VenueReason.InvalidTerms;
        ref readonly var first = ref tables.Orders[slot];
        return first.Filled > 0 || first.IsGroupExecuted != 0 ? VenueReason.GroupExecuted : VenueReason.None;
    }

    private static bool IsOnTick(long price, long tick) => price != FixedPoint.Absent && price % tick == 0;
}
