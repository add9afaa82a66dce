using System.Diagnostics;
using Engine.Core.State;

namespace Engine.Core.Gateway;

/// <summary>
/// All state of the simulated venue with the few operations that keep it consistent: working-order queues, seeded
/// random numbers, and the derived time of the next expiry.
/// </summary>
internal sealed class VenueTables
{
    public readonly VenueOptions Options;
    public readonly StateTable<VenueMarketState> Markets;
    public readonly StateTable<VenueOrderState> Orders;
    public readonly StateTable<VenueArrivalState> Arrivals;
    public readonly StateTable<VenueExecutionState> Executions;
    public readonly StateTable<VenueSessionState> Sessions;
    public readonly StateTable<VenueCountersState> Counters;

    private readonly long _orderMask;
    private int _atNextExpiry; // Working orders that expire at NextExpiryNs.
    private int _expiring;     // Working orders that expire at all.

    public VenueTables(StateRegistry registry, VenueOptions options)
    {
        Options = options;
        Markets = registry.Add<VenueMarketState>(StateParts.VenueMarkets, 1, options.InstrumentsMax);
        Orders = registry.Add<VenueOrderState>(StateParts.VenueOrders, 1, options.OrdersRetained);
        Counters = registry.Add<VenueCountersState>(StateParts.VenueCounters, 1, 1);
        Executions = registry.Add<VenueExecutionState>(StateParts.VenueExecutions, 1, options.ExecutionsRetained);
        Arrivals = registry.Add<VenueArrivalState>(StateParts.VenueArrivals, 1, options.ArrivalsMax);
        Sessions = registry.Add<VenueSessionState>(StateParts.VenueSessions, 1, options.SessionsRetained);
        _orderMask = options.OrdersRetained - 1;
        registry.OnRestored(FindNextExpiry);
    }

    public ref readonly VenueCountersState Counts => ref Counters[0];

    /// <summary>When the next working order expires; <see cref="long.MaxValue"/> if none does.</summary>
    public long NextExpiryNs { get; private set; } = long.MaxValue;

    public bool HasArrivals => Counts.ArrivalsIn != Counts.ArrivalsOut;

    public ref readonly VenueArrivalState NextArrival => ref Arrivals[(int)(Counts.ArrivalsOut % Arrivals.Capacity)];

    /// <summary>When something happens at the venue without any new record.</summary>
    public long NextOwnEventNs => HasArrivals ? Math.Min(NextArrival.EffectiveTimeNs, NextExpiryNs) : NextExpiryNs;

    public int SlotOf(long orderId) => (int)(orderId & _orderMask);

    /// <summary>Slot of a remembered order, or -1.</summary>
    public int FindOrder(long orderId)
    {
        var slot = SlotOf(orderId);
        return orderId > 0 && Orders[slot].OrderId == orderId ? slot : -1;
    }

    /// <summary>
    /// True with the probability given; draws only if there is a choice, so a rate of zero costs nothing.
    /// </summary>
    public bool Chance(int partsPerMillion) =>
        partsPerMillion > 0 && NextRandom() % 1_000_000 < (ulong)partsPerMillion;

    // SplitMix64: one addition of state, mixed by two multiplications.
    public ulong NextRandom()
    {
        ref var counters = ref Counters.Edit(0);
        if (counters.IsSeeded == 0)
        {
            counters.Random = (ulong)Options.Seed;
            counters.IsSeeded = 1;
        }
        counters.Random += 0x9E3779B97F4A7C15;
        var mixed = counters.Random;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>Appends a working order to the queue of its instrument and to the list of all.</summary>
    public void Enlist(int slot)
    {
        ref var order = ref Orders.Edit(slot);
        ref var market = ref Markets.Edit(order.InstrumentId);
        ref var counters = ref Counters.Edit(0);
        order.Previous = market.LastOrder;
        order.Next = 0;
        if (market.LastOrder != 0) Orders.Edit(market.LastOrder - 1).Next = slot + 1;
        else market.FirstOrder = slot + 1;
        market.LastOrder = slot + 1;
        market.Watch += VenueMarketState.OneOrder;
        if (order.IsWaiting) market.WaitingOrders++;

        order.PreviousLive = counters.LastLive;
        order.NextLive = 0;
        if (counters.LastLive != 0) Orders.Edit(counters.LastLive - 1).NextLive = slot + 1;
        else counters.FirstLive = slot + 1;
        counters.LastLive = slot + 1;
        counters.LiveOrders++;
        NoteExpiry(order.ExpireTimeNs);
    }

    /// <summary>Takes an order that is no longer working out of both lists.</summary>
    public void Delist(int slot)
    {
        ref var order = ref Orders.Edit(slot);
        ref var market = ref Markets.Edit(order.InstrumentId);
        ref var counters = ref Counters.Edit(0);
        if (order.Previous != 0) Orders.Edit(order.Previous - 1).Next = order.Next;
        else market.FirstOrder = order.Next;
        if (order.Next != 0) Orders.Edit(order.Next - 1).Previous = order.Previous;
        else market.LastOrder = order.Previous;
        market.Watch -= VenueMarketState.OneOrder;
        if (order.IsWaiting) market.WaitingOrders--;

        if (order.PreviousLive != 0) Orders.Edit(order.PreviousLive - 1).NextLive = order.NextLive;
        else counters.FirstLive = order.NextLive;
        if (order.NextLive != 0) Orders.Edit(order.NextLive - 1).PreviousLive = order.PreviousLive;
        else counters.LastLive = order.PreviousLive;
        counters.LiveOrders--;
        order.Next = order.Previous = order.NextLive = order.PreviousLive = 0;
        Debug.Assert(market.Watch >= 0 && counters.LiveOrders >= 0);
        ForgetExpiry(order.ExpireTimeNs);
    }

    /// <summary>Sends a working order to the end of the queue of its instrument.</summary>
    public void Requeue(int slot)
    {
        Delist(slot);
        Enlist(slot);
    }

    private void NoteExpiry(long expireTimeNs)
    {
        if (expireTimeNs == long.MaxValue) return;

        _expiring++;
        if (expireTimeNs > NextExpiryNs) return;
        _atNextExpiry = expireTimeNs == NextExpiryNs ? _atNextExpiry + 1 : 1;
        NextExpiryNs = expireTimeNs;
    }

    private void ForgetExpiry(long expireTimeNs)
    {
        if (expireTimeNs == long.MaxValue) return;

        _expiring--;
        if (expireTimeNs == NextExpiryNs && --_atNextExpiry == 0) FindNextExpiry();
    }

    private void FindNextExpiry()
    {
        NextExpiryNs = long.MaxValue;
        _atNextExpiry = 0;
        _expiring = 0;
        for (var next = Counts.FirstLive; next != 0; next = Orders[next - 1].NextLive)
            NoteExpiry(Orders[next - 1].ExpireTimeNs);
    }
}
