using Engine.Core.Events;

namespace Engine.Core.Strategies;

/// <summary>
/// Holds what one callback emits until it has returned, so that a callback that throws leaves nothing behind.
/// One outbox serves all strategies: callbacks never nest.
/// </summary>
public sealed class StrategyOutbox
{
    private readonly IOrderIds _orderIds;
    private readonly ITimerPort _timers;
    private readonly EngineEvent[] _emissions;
    private int _budget;
    private long _orderIdMark;

    public StrategyOutbox(int capacity, IOrderIds orderIds, ITimerPort timers)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _emissions = new EngineEvent[capacity];
        _orderIds = orderIds;
        _timers = timers;
    }

    public int Count { get; private set; }

    /// <summary>What the callback tried to emit beyond its budget.</summary>
    public int RefusedCount { get; private set; }

    public long NowNs { get; private set; }

    public long EventTimeNs { get; private set; }

    internal int Left => _budget - Count;

    /// <summary>One emission: kind, strategy, instrument and payload are filled in, nothing else.</summary>
    public ref readonly EngineEvent this[int index] => ref _emissions[index];

    /// <summary>Opens the outbox for one callback.</summary>
    /// <param name="budget">Emissions it may make; 0 where nothing may be emitted.</param>
    public void Begin(long nowNs, long eventTimeNs, int budget)
    {
        NowNs = nowNs;
        EventTimeNs = eventTimeNs;
        Count = 0;
        RefusedCount = 0;
        _budget = Math.Min(budget, _emissions.Length);
        _orderIdMark = _orderIds.Mark;
    }

    /// <summary>Forgets what the callback emitted, the order ids included.</summary>
    public void Rewind()
    {
        Count = 0;
        _orderIds.Rewind(_orderIdMark);
    }

    internal long AddOrder(int strategyId, in OrderTicket ticket)
    {
        if (IsRefused()) return 0;
        var orderId = _orderIds.Reserve();
        if (orderId == 0)
        {
            RefusedCount++;
            return 0;
        }

        ref var order = ref Add(EventKind.OrderRequested, strategyId, ticket.InstrumentId).Order;
        order.OrderId = orderId;
        order.Side = ticket.Side;
        order.Type = ticket.Type;
        order.TimeInForce = ticket.TimeInForce;
        order.Quantity = ticket.Quantity;
        order.LimitPrice = ticket.LimitPrice;
        order.Tag = ticket.Tag;
        order.SourceEventTimeNs = EventTimeNs;
        return orderId;
    }

    internal bool AddCancel(int strategyId, long orderId)
    {
        if (IsRefused()) return false;
        Add(EventKind.CancelRequested, strategyId, -1).Order.OrderId = orderId;
        return true;
    }

    internal bool AddReplace(int strategyId, long orderId, long limitPrice, long quantity)
    {
        if (IsRefused()) return false;
        ref var order = ref Add(EventKind.ReplaceRequested, strategyId, -1).Order;
        order.OrderId = orderId;
        order.LimitPrice = limitPrice;
        order.Quantity = quantity;
        return true;
    }

    internal bool AddSignal(
        int strategyId, int instrumentId, long value, long code, long referencePrice, long targetQuantity)
    {
        if (IsRefused()) return false;
        Add(EventKind.Signal, strategyId, instrumentId).Signal = new SignalPayload
        {
            Value = value,
            Code = code,
            ReferencePrice = referencePrice,
            TargetQuantity = targetQuantity,
        };
        return true;
    }

    // Never within the group being decided: a timer that renews itself in the past would keep it from ending.
    internal long SetTimer(int strategyId, long deadlineNs, long tag) =>
        _timers.Schedule(strategyId, Math.Max(deadlineNs, NowNs + 1), tag);

    internal bool CancelTimer(int strategyId, long timerId) => _timers.Cancel(strategyId, timerId);

    internal void CancelTimers(int strategyId) => _timers.CancelAll(strategyId);

    private bool IsRefused()
    {
        if (Left > 0) return false;
        RefusedCount++;
        return true;
    }

    private ref EngineEvent Add(EventKind kind, int strategyId, int instrumentId)
    {
        ref var emission = ref _emissions[Count++];
        emission = default;
        emission.Kind = kind;
        emission.StrategyId = (ushort)strategyId;
        emission.InstrumentId = instrumentId;
        return ref emission;
    }
}
