using Engine.Core.Events;

namespace Engine.Core.Gateway;

/// <summary>
/// Intents on their way and what happens when they take effect. They keep their order: the effective time of one is
/// never before that of the one before.
/// </summary>
internal sealed class VenueArrivals(
    VenueTables tables, VenueResponses responses, VenueFills fills, VenueTerms terms)
{
    public void Enqueue(in EngineEvent intent, in OrderTermsPayload terms)
    {
        ref var counters = ref tables.Counters.Edit(0);
        if (counters.ArrivalsIn - counters.ArrivalsOut >= tables.Arrivals.Capacity)
        {
            // Risk counts an intent until it is sent, not until it arrives: a venue that is flooded says so.
            var refused = new VenueArrivalState { EffectiveTimeNs = counters.NowNs };
            Describe(ref refused, in intent, in terms);
            Refuse(RefusalOf(intent.Kind), in refused, VenueReason.TooManyOrders);
            return;
        }

        var effective = counters.NowNs + tables.Options.LatencyNs; // Time has just moved to that of the intent.
        if (tables.Options.LatencyJitterNs > 0)
            effective += (long)(tables.NextRandom() % ((ulong)tables.Options.LatencyJitterNs + 1));
        counters.LastEffectiveNs = Math.Max(effective, counters.LastEffectiveNs);

        ref var arrival = ref tables.Arrivals.Edit((int)(counters.ArrivalsIn % tables.Arrivals.Capacity));
        counters.ArrivalsIn++;
        arrival.EffectiveTimeNs = counters.LastEffectiveNs;
        Describe(ref arrival, in intent, in terms);
    }

    private static void Describe(
        ref VenueArrivalState arrival, in EngineEvent intent, in OrderTermsPayload terms)
    {
        arrival.OrderId = intent.Order.OrderId;
        arrival.LimitPrice = intent.Order.LimitPrice;
        arrival.Quantity = intent.Order.Quantity;
        arrival.BrokerOrderId = intent.Order.BrokerOrderId;
        arrival.SessionEpoch = intent.Order.SessionEpoch;
        arrival.InstrumentId = intent.InstrumentId;
        arrival.Kind = intent.Kind;
        arrival.StrategyId = intent.StrategyId;
        arrival.Side = intent.Order.Side;
        arrival.Type = intent.Order.Type;
        arrival.TimeInForce = intent.Order.TimeInForce;
        arrival.Class = intent.Order.Class;
        arrival.StopPrice = terms.StopPrice;
        arrival.TrailPrice = terms.TrailPrice;
        arrival.TrailBps = terms.TrailBps;
        arrival.ExpireTimeNs = terms.ExpireTimeNs;
        arrival.OcoGroup = terms.OcoGroup;
    }

    /// <summary>Lets the oldest intent take effect.</summary>
    public void TakeEffect()
    {
        var arrival = tables.NextArrival;
        ref var counters = ref tables.Counters.Edit(0);
        tables.Arrivals.Edit((int)(counters.ArrivalsOut % tables.Arrivals.Capacity)) = default;
        counters.ArrivalsOut++;
        switch (arrival.Kind)
        {
            case EventKind.OrderRequested:
                TakeOrder(in arrival);
                break;
            case EventKind.CancelRequested:
                TakeCancel(in arrival);
                break;
            case EventKind.ReplaceRequested:
                TakeReplace(in arrival);
                break;
        }
    }

    private void TakeOrder(in VenueArrivalState arrival)
    {
        var slot = tables.SlotOf(arrival.OrderId);
        ref readonly var held = ref tables.Orders[slot];
        if (arrival.OrderId <= 0)
        {
            Refuse(EventKind.OrderRejected, in arrival, VenueReason.UnknownOrder);
        }
        else if (held.OrderId == arrival.OrderId)
        {
            tables.Orders.Edit(slot).WasRepeated = 1;
            tables.Counters.Edit(0).RepeatedOrders++;
            Refuse(EventKind.OrderRejected, in arrival, VenueReason.DuplicateOrder);
        }
        else if (held.OrderId > arrival.OrderId)
        {
            // Too old to be remembered: that it never came cannot be excluded any more.
            tables.Counters.Edit(0).RepeatedOrders++;
            Refuse(EventKind.OrderRejected, in arrival, VenueReason.DuplicateOrder);
        }
        else if (held.IsLive || tables.Counts.LiveOrders >= tables.Options.OpenOrdersMax)
        {
            Refuse(EventKind.OrderRejected, in arrival, VenueReason.TooManyOrders);
        }
        else
        {
            Remember(slot, in arrival);
        }
    }

    private void Remember(int slot, in VenueArrivalState arrival)
    {
        ref var order = ref tables.Orders.Edit(slot);
        order = default;
        order.OrderId = arrival.OrderId;
        order.LimitPrice = arrival.LimitPrice;
        order.Quantity = arrival.Quantity;
        order.EffectiveTimeNs = arrival.EffectiveTimeNs;
        order.BrokerOrderId = arrival.BrokerOrderId;
        order.SessionEpoch = arrival.SessionEpoch;
        order.InstrumentId = arrival.InstrumentId;
        order.StrategyId = arrival.StrategyId;
        order.Side = arrival.Side;
        order.Type = arrival.Type;
        order.TimeInForce = arrival.TimeInForce;
        order.StopPrice = arrival.StopPrice;
        order.TrailPrice = arrival.TrailPrice;
        order.TrailBps = arrival.TrailBps;
        order.OcoGroup = arrival.OcoGroup;
        order.SeenPrint = order.SeenMid = FixedPoint.Absent;
        ref var counters = ref tables.Counters.Edit(0);
        counters.HighestOrderId = Math.Max(counters.HighestOrderId, arrival.OrderId);

        order.Reason = Check(in arrival);
        if (order.Reason == VenueReason.None && tables.Chance(tables.Options.RejectPpm))
            order.Reason = VenueReason.RandomReject;
        order.Status = order.Reason == VenueReason.None ? OrderStatus.Accepted : OrderStatus.Rejected;
        if (order.Status == OrderStatus.Accepted)
        {
            order.ExpireTimeNs = terms.ExpiryOf(in arrival);
            tables.Enlist(slot);
            terms.JoinGroup(ref order);
        }
        responses.ReportOrder(
            order.Status == OrderStatus.Accepted ? EventKind.OrderAccepted : EventKind.OrderRejected,
            in order, arrival.EffectiveTimeNs, order.Reason);
    }

    private VenueReason Check(in VenueArrivalState arrival)
    {
        if ((uint)arrival.InstrumentId >= (uint)tables.Markets.Capacity) return VenueReason.UnknownInstrument;
        ref readonly var market = ref tables.Markets[arrival.InstrumentId];
        if (market.IsDefined == 0) return VenueReason.UnknownInstrument;
        if (arrival.Quantity <= 0 || arrival.Quantity % market.LotSize != 0) return VenueReason.InvalidQuantity;
        if (arrival.Side is not (Side.Buy or Side.Sell)) return VenueReason.InvalidQuantity;
        if (!fills.TryCommission(arrival.Quantity, market.SizeExponent, out _)) return VenueReason.InvalidQuantity;

        return terms.Check(in arrival, market.TickSize);
    }

    private void TakeCancel(in VenueArrivalState arrival)
    {
        var slot = FindOrder(in arrival);
        if (slot < 0)
        {
            Refuse(EventKind.CancelRejected, in arrival, VenueReason.UnknownOrder);
            return;
        }
        ref var order = ref tables.Orders.Edit(slot);
        if (!order.IsLive)
        {
            responses.ReportOrder(EventKind.CancelRejected, in order, arrival.EffectiveTimeNs, VenueReason.TooLate);
            return;
        }
        order.Status = OrderStatus.Canceled;
        order.Reason = VenueReason.Requested;
        tables.Delist(slot);
        responses.ReportOrder(EventKind.OrderCanceled, in order, arrival.EffectiveTimeNs, VenueReason.Requested);
    }

    // A negative broker id is minus the id under which the order is known here: the engine has adopted it.
    private int FindOrder(in VenueArrivalState arrival) =>
        tables.FindOrder(arrival.BrokerOrderId < 0 ? -(long)arrival.BrokerOrderId : arrival.OrderId);

    private void TakeReplace(in VenueArrivalState arrival)
    {
        var slot = FindOrder(in arrival);
        if (slot < 0)
        {
            Refuse(EventKind.ReplaceRejected, in arrival, VenueReason.UnknownOrder);
            return;
        }
        ref var order = ref tables.Orders.Edit(slot);
        var reason = CheckReplace(in order, in arrival);
        if (reason != VenueReason.None)
        {
            responses.ReportOrder(EventKind.ReplaceRejected, in order, arrival.EffectiveTimeNs, reason);
            return;
        }

        // As on real books: less quantity keeps the place in the queue, another price or more quantity loses it.
        var isNewPrice = order.LimitPrice != arrival.LimitPrice;
        var losesPlace = isNewPrice || arrival.Quantity > order.Quantity;
        order.LimitPrice = arrival.LimitPrice;
        order.Quantity = arrival.Quantity;
        if (arrival.StopPrice != 0) order.StopPrice = arrival.StopPrice;
        if (isNewPrice) order.IsResting = 0;
        if (losesPlace) tables.Requeue(slot);
        responses.ReportOrder(EventKind.OrderReplaced, in order, arrival.EffectiveTimeNs, VenueReason.None);
    }

    private VenueReason CheckReplace(in VenueOrderState order, in VenueArrivalState arrival)
    {
        if (!order.IsLive) return VenueReason.TooLate;
        ref readonly var market = ref tables.Markets[order.InstrumentId];
        if (arrival.Quantity <= order.Filled || arrival.Quantity % market.LotSize != 0)
            return VenueReason.InvalidQuantity;
        if (!fills.TryCommission(arrival.Quantity, market.SizeExponent, out _)) return VenueReason.InvalidQuantity;
        return VenueTerms.CheckReplace(in order, in arrival, market.TickSize);
    }

    private void Refuse(EventKind kind, in VenueArrivalState arrival, VenueReason reason) =>
        responses.RefuseArrival(kind, in arrival, arrival.EffectiveTimeNs, reason);

    private static EventKind RefusalOf(EventKind intent) => intent switch
    {
        EventKind.CancelRequested => EventKind.CancelRejected,
        EventKind.ReplaceRequested => EventKind.ReplaceRejected,
        _ => EventKind.OrderRejected,
    };
}
