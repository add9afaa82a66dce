using Engine.Core.State;

namespace Engine.Core.Orders;

/// <summary>
/// Orders at the venue that this engine did not send. They are watched and counted, never touched: no flow that
/// cancels, stops, flattens or reconciles looks here. There are few, so a scan finds them.
/// </summary>
public sealed class ForeignOrderBook
{
    private readonly StateTable<ForeignOrderState> _orders;
    private int _count; // Derived.

    public ForeignOrderBook(StateRegistry registry, EngineLimits limits)
    {
        _orders = registry.Add<ForeignOrderState>(StateParts.ForeignOrders, version: 1, limits.ForeignOrdersMax);
        View = new ForeignOrdersView(this);
        registry.OnRestored(Recount);
    }

    public ForeignOrdersView View { get; }

    public int Count => _count;

    public int Capacity => _orders.Capacity;

    /// <summary>What is in a slot; all zero if nothing is.</summary>
    public ref readonly ForeignOrderState AtSlot(int slot) => ref _orders[slot];

    /// <summary>The slot of an order, or -1.</summary>
    public int SlotOf(long venueOrderId)
    {
        if (_count == 0 || venueOrderId == 0) return -1;
        for (var slot = 0; slot < Capacity; slot++)
            if (_orders[slot].VenueOrderId == venueOrderId) return slot;
        return -1;
    }

    /// <summary>Takes in what is newest of an order; false if there is no room for another one.</summary>
    public bool TryPut(in ForeignOrderState order, out ForeignOrderState before)
    {
        var slot = SlotOf(order.VenueOrderId);
        before = slot < 0 ? default : _orders[slot];
        if (slot < 0)
        {
            if (_count == Capacity) return false;
            slot = 0;
            while (_orders[slot].VenueOrderId != 0) slot++;
            _count++;
        }
        ref var entry = ref _orders.Edit(slot);
        var firstSeenNs = before.VenueOrderId == 0 ? order.LastSeenNs : before.FirstSeenNs;
        entry = order;
        entry.FirstSeenNs = firstSeenNs;
        return true;
    }

    public ForeignOrderState Remove(int slot)
    {
        var order = _orders[slot];
        _orders.Edit(slot) = default;
        _count--;
        return order;
    }

    private void Recount()
    {
        _count = 0;
        for (var slot = 0; slot < Capacity; slot++)
            if (_orders[slot].VenueOrderId != 0) _count++;
    }
}
