using Engine.Core.Events;
using Engine.Core.State;

namespace Engine.Core.Orders;

/// <summary>
/// Terms of the orders that have any, in the slots of the order table: they live as long as the order is remembered.
/// </summary>
public sealed class OrderTermsTable
{
    private readonly StateTable<OrderTermsState> _terms;
    private readonly OrderTermsState _absent;
    private readonly int _slotMask;

    public OrderTermsTable(StateRegistry registry, EngineLimits limits)
    {
        _terms = registry.Add<OrderTermsState>(StateParts.OrderTerms, version: 1, limits.OrdersRetained);
        _slotMask = limits.OrdersRetained - 1; // A power of two: the order table has seen to that.
        View = new OrderTermsView(this);
    }

    public OrderTermsView View { get; }

    /// <summary>A reference to all-zero terms if the order has none.</summary>
    public ref readonly OrderTermsState Find(long orderId, out bool found)
    {
        ref readonly var terms = ref _terms[SlotOf(orderId)];
        found = orderId > 0 && terms.OrderId == orderId;
        return ref found ? ref terms : ref _absent;
    }

    /// <summary>Remembers the terms of an order that was just taken in.</summary>
    public void Set(in OrderTermsPayload terms)
    {
        ref var state = ref _terms.Edit(SlotOf(terms.OrderId));
        state = default;
        state.OrderId = terms.OrderId;
        state.StopPrice = terms.StopPrice;
        state.TrailPrice = terms.TrailPrice;
        state.ExpireTimeNs = terms.ExpireTimeNs;
        state.OcoGroup = terms.OcoGroup;
        state.ParentOrderId = terms.ParentOrderId;
        state.ProtectStopPrice = terms.ProtectStopPrice;
        state.ProtectTargetPrice = terms.ProtectTargetPrice;
        state.ProtectTrailPrice = terms.ProtectTrailPrice;
        state.TrailBps = terms.TrailBps;
        state.ProtectTrailBps = terms.ProtectTrailBps;
        state.Leg = terms.Leg;
    }

    /// <summary>A replacement with another stop was requested.</summary>
    public void BeginReplace(long orderId, long stopPrice)
    {
        Find(orderId, out var isFound);
        if (isFound) _terms.Edit(SlotOf(orderId)).PendingStopPrice = stopPrice;
    }

    /// <summary>The replacement was answered.</summary>
    public void EndReplace(long orderId, bool isReplaced)
    {
        if (Find(orderId, out _).PendingStopPrice == 0) return;

        ref var state = ref _terms.Edit(SlotOf(orderId));
        if (isReplaced) state.StopPrice = state.PendingStopPrice;
        state.PendingStopPrice = 0;
    }

    private int SlotOf(long orderId) => (int)orderId & _slotMask;
}
