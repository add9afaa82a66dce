using Engine.Core.Events;
using Engine.Core.State;

namespace Engine.Core.Orders;

/// <summary>
/// All orders the engine remembers: the working ones, and terminal ones until their slot is needed. The slot of an
/// order is its id modulo the capacity; an id whose slot holds a working order is skipped, so a working order is never
/// lost.
/// </summary>
public sealed class OrderTable
{
    private readonly StateTable<OrderState> _orders;
    private readonly StateTable<OrderCountersState> _counters;
    private readonly WorkingOrderList _working;
    private readonly WorkingOrderList _workingByInstrument;
    private readonly WorkingOrderList _workingByStrategy;
    private readonly WorkingOrderList _unknown; // In the order of becoming so.
    private readonly OrderState _absent;
    private readonly int _slotMask;

    public OrderTable(StateRegistry registry, EngineLimits limits)
    {
        if (!int.IsPow2(limits.OrdersRetained))
        {
            throw new ArgumentException(
                $"OrdersRetained is {limits.OrdersRetained}; a power of two is needed.", nameof(limits));
        }

        var slots = limits.OrdersRetained;
        _slotMask = slots - 1;
        _orders = registry.Add<OrderState>(StateParts.Orders, version: 1, slots);
        _counters = registry.Add<OrderCountersState>(StateParts.OrderCounters, version: 1, capacity: 1);
        _working = new WorkingOrderList(slots, buckets: 1);
        _workingByInstrument = new WorkingOrderList(slots, limits.InstrumentsMax);
        _workingByStrategy = new WorkingOrderList(slots, limits.StrategiesMax + 1);
        _unknown = new WorkingOrderList(slots, buckets: 1);
        View = new OrdersView(this);
        registry.OnRestored(RebuildLists);
    }

    public OrdersView View { get; }

    public int Capacity => _orders.Capacity;

    /// <summary>Working orders.</summary>
    public int OpenCount => _working.CountOf(0);

    /// <summary>Working orders whose outcome is not known.</summary>
    public int UnknownCount => _unknown.CountOf(0);

    /// <summary>Since when the oldest of them is so; 0 if there is none.</summary>
    public long OldestUnknownSinceNs => UnknownCount == 0 ? 0 : _orders[_unknown.HeadOf(0)].UnknownSinceNs;

    /// <summary>The next id to be considered; the one that is given may be higher.</summary>
    public long NextOrderId => _counters[0].LastOrderId + 1;

    /// <summary>Epoch of the newest venue session.</summary>
    public int SessionEpoch => _counters[0].SessionEpoch;

    public WorkingOrders Working => new(_orders, _working, bucket: 0);

    /// <summary>Gives the next id whose slot is free. False if every slot holds a working order.</summary>
    /// <remarks>
    /// The refusal to report is <see cref="RiskCode.OrderTableFull"/>. Probes each slot once at most.
    /// </remarks>
    public bool TryReserve(out long orderId)
    {
        orderId = _counters[0].LastOrderId;
        if (OpenCount == Capacity) return false;

        for (var probe = 0; probe < Capacity; probe++)
        {
            orderId++;
            if (_orders[SlotOf(orderId)].IsWorking) continue;

            _counters.Edit(0).LastOrderId = orderId;
            return true;
        }
        return false;
    }

    /// <summary>Takes back the ids from here on, which were reserved and never used.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Ahead of the counter, or one of these ids was used.</exception>
    public void ResetNextOrderId(long nextOrderId)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nextOrderId, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(nextOrderId, NextOrderId);
        for (var id = nextOrderId; id < NextOrderId; id++)
        {
            if (_orders[SlotOf(id)].OrderId == id)
                throw new ArgumentOutOfRangeException(nameof(nextOrderId), $"Order {id} is in the table.");
        }
        if (nextOrderId != NextOrderId) _counters.Edit(0).LastOrderId = nextOrderId - 1;
    }

    /// <summary>Ids that may have been given and forgotten are never given again.</summary>
    public void SkipIds(long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        _counters.Edit(0).LastOrderId += count;
    }

    /// <summary>Takes in an order that risk has allowed, as PendingNew.</summary>
    /// <exception cref="InvalidOperationException">
    /// The id was not reserved, or is older than a working order.
    /// </exception>
    public ref readonly OrderState Add(in OrderPayload order, int instrumentId, int strategyId, long nowNs)
    {
        var slot = SlotOf(order.OrderId);
        RequireFresh(order.OrderId, slot);
        if ((uint)instrumentId >= (uint)_workingByInstrument.BucketCount)
            throw new ArgumentOutOfRangeException(nameof(instrumentId));
        if ((uint)strategyId >= (uint)_workingByStrategy.BucketCount)
            throw new ArgumentOutOfRangeException(nameof(strategyId));

        ref var state = ref _orders.Edit(slot);
        state = default;
        state.OrderId = order.OrderId;
        state.LimitPrice = order.LimitPrice;
        state.Quantity = order.Quantity;
        state.CreatedTimeNs = nowNs;
        state.LastChangeTimeNs = nowNs;
        state.Tag = order.Tag;
        state.InstrumentId = instrumentId;
        state.BrokerOrderId = order.BrokerOrderId;
        state.SessionEpoch = order.SessionEpoch;
        state.StrategyId = (ushort)strategyId;
        state.Side = order.Side;
        state.Type = order.Type;
        state.TimeInForce = order.TimeInForce;
        state.Class = order.Class;
        state.Status = OrderStatus.PendingNew;
        Link(slot, in state);
        return ref state;
    }

    /// <summary>
    /// Takes in an order that somebody else has sent. The venue knows it by an id of its own, which is minus the broker
    /// id here: those that this engine gives are positive.
    /// </summary>
    public ref readonly OrderState Adopt(in OrderPayload order, int instrumentId, long nowNs)
    {
        Add(in order, instrumentId, strategyId: 0, nowNs);
        ref var state = ref _orders.Edit(SlotOf(order.OrderId));
        state.Flags = OrderFlags.Sent | OrderFlags.Acknowledged | OrderFlags.Adopted;
        state.Status = OrderStatus.Accepted;
        return ref state;
    }

    /// <summary>A reference to an all-zero order if there is none.</summary>
    public ref readonly OrderState Find(long orderId, out bool found)
    {
        ref readonly var order = ref _orders[SlotOf(orderId)];
        found = orderId > 0 && order.OrderId == orderId;
        return ref found ? ref order : ref _absent;
    }

    /// <summary>
    /// Applies a message to an order and keeps the lists. <paramref name="before"/> is the order as it was: risk takes
    /// the difference. An order that is not here gives <see cref="RiskCode.UnknownOrder"/>.
    /// </summary>
    public OrderChange Apply(long orderId, in OrderInput input, out OrderState before)
    {
        before = Find(orderId, out var found);
        if (!found) return new(RiskCode.UnknownOrder, OrderStatus.None, OrderStatus.None, OrderAnomaly.None, false);

        var slot = SlotOf(orderId);
        var after = before;
        var change = OrderStateMachine.Apply(ref after, in input);
        if (!change.IsApplied) return change;

        _orders.Edit(slot) = after;
        if (before.IsWorking && !after.IsWorking) Unlink(slot, in after);
        else if (!before.IsWorking && after.IsWorking) Relink(slot, in after);
        if (before.Status != OrderStatus.Unknown && after.Status == OrderStatus.Unknown) _unknown.Append(0, slot);
        else if (before.Status == OrderStatus.Unknown && after.Status != OrderStatus.Unknown) _unknown.Remove(0, slot);
        return change;
    }

    /// <summary>
    /// The order to which the venue gave this id of its own: by it the venue may name an order whose id it does not
    /// know; negative for an adopted order. Looks through all slots. 0 if there is none.
    /// </summary>
    public long FindByBrokerId(int brokerOrderId)
    {
        if (brokerOrderId == 0) return 0;
        for (var slot = 0; slot < Capacity; slot++)
            if (_orders[slot].BrokerOrderId == brokerOrderId) return _orders[slot].OrderId;
        return 0;
    }

    /// <summary>Marks a working order to be canceled; false if it is marked already, or over.</summary>
    public bool WantCancel(long orderId)
    {
        ref readonly var order = ref Find(orderId, out var found);
        if (!found || !order.IsWorking || order.IsCancelWanted) return false;

        _orders.Edit(SlotOf(orderId)).Flags |= OrderFlags.CancelWanted;
        return true;
    }

    /// <summary>An order that was just taken in has terms of its own.</summary>
    public void NoteTerms(long orderId) => _orders.Edit(SlotOf(orderId)).Flags |= OrderFlags.HasTerms;

    /// <summary>Takes the mark away: the cancel was requested, or cannot be.</summary>
    public void ForgetCancel(long orderId)
    {
        ref readonly var order = ref Find(orderId, out var found);
        if (found && order.IsCancelWanted) _orders.Edit(SlotOf(orderId)).Flags &= ~OrderFlags.CancelWanted;
    }

    /// <summary>A venue session began: ids from now on are at least <paramref name="nextValidId"/>.</summary>
    public void OnVenueConnected(int nextValidId, int sessionEpoch)
    {
        ref var counters = ref _counters.Edit(0);
        counters.NextValidId = Math.Max(nextValidId, 0);
        counters.SessionEpoch = sessionEpoch;
        counters.VenueConnections++;
    }

    /// <summary>
    /// The id that the broker sees, never reused: the larger of what the venue said and our own high-water mark + 1.
    /// 0 if there is none left; the order is then refused with <see cref="RiskCode.Overflow"/>.
    /// </summary>
    public int NextBrokerOrderId()
    {
        ref readonly var counters = ref _counters[0];
        var next = Math.Max(counters.NextValidId, counters.BrokerHighWater + 1L);
        if (next > int.MaxValue) return 0;

        _counters.Edit(0).BrokerHighWater = (int)next;
        return (int)next;
    }

    internal ref readonly OrderState AtSlot(int slot) => ref _orders[slot];

    internal WorkingOrders WorkingOfInstrument(int instrumentId) => new(_orders, _workingByInstrument, instrumentId);

    internal WorkingOrders WorkingOfStrategy(int strategyId) => new(_orders, _workingByStrategy, strategyId);

    internal WorkingOrders WorkingOf(int strategyId, int instrumentId) =>
        new(_orders, _workingByInstrument, instrumentId, strategyId);

    internal int OpenCountOfInstrument(int instrumentId) => _workingByInstrument.CountOf(instrumentId);

    internal int OpenCountOfStrategy(int strategyId) => _workingByStrategy.CountOf(strategyId);

    private int SlotOf(long orderId) => (int)orderId & _slotMask;

    private void RequireFresh(long orderId, int slot)
    {
        if (orderId < 1 || orderId > _counters[0].LastOrderId)
            throw new InvalidOperationException($"Order id {orderId} was not reserved.");
        if (_orders[slot].IsWorking || _orders[slot].OrderId >= orderId)
            throw new InvalidOperationException($"Order {orderId}: its slot holds order {_orders[slot].OrderId}.");

        var newest = _working.TailOf(0);
        if (newest >= 0 && _orders[newest].OrderId > orderId)
            throw new InvalidOperationException($"Order {orderId} comes after order {_orders[newest].OrderId}.");
    }

    private void Link(int slot, in OrderState order)
    {
        _working.Append(0, slot);
        _workingByInstrument.Append(order.InstrumentId, slot);
        _workingByStrategy.Append(order.StrategyId, slot);
    }

    private void Unlink(int slot, in OrderState order)
    {
        _working.Remove(0, slot);
        _workingByInstrument.Remove(order.InstrumentId, slot);
        _workingByStrategy.Remove(order.StrategyId, slot);
    }

    // The rest of an order may work again when the venue takes an execution back: to its place in the order of ids.
    private void Relink(int slot, in OrderState order)
    {
        Insert(_working, 0, slot);
        Insert(_workingByInstrument, order.InstrumentId, slot);
        Insert(_workingByStrategy, order.StrategyId, slot);
    }

    private void Insert(WorkingOrderList list, int bucket, int slot)
    {
        var previous = list.TailOf(bucket);
        while (previous >= 0 && _orders[previous].OrderId > _orders[slot].OrderId) previous = list.PreviousOf(previous);
        list.InsertAfter(bucket, previous, slot);
    }

    // Ids ascend, so the order of adding is the order of ids.
    private void RebuildLists()
    {
        _unknown.Clear();
        _working.Clear();
        _workingByInstrument.Clear();
        _workingByStrategy.Clear();

        var slots = new List<int>();
        for (var slot = 0; slot < Capacity; slot++)
            if (_orders[slot].IsWorking) slots.Add(slot);
        slots.Sort((left, right) => _orders[left].OrderId.CompareTo(_orders[right].OrderId));
        foreach (var slot in slots) Link(slot, in _orders[slot]);

        // At one time several become Unknown in the order of their ids.
        slots.RemoveAll(slot => _orders[slot].Status != OrderStatus.Unknown);
        slots.Sort((left, right) =>
            (_orders[left].UnknownSinceNs, _orders[left].OrderId).CompareTo(
                (_orders[right].UnknownSinceNs, _orders[right].OrderId)));
        foreach (var slot in slots) _unknown.Append(0, slot);
    }
}
