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
    private readonly EngineEvent _noTerms;
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

    /// <summary>The terms of the emission at an index; all zero if it has none.</summary>
    public ref readonly OrderTermsPayload TermsOf(int index) =>
        ref _emissions[index].HasTerms ? ref _emissions[index + 1].OrderTerms : ref _noTerms.OrderTerms;

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
        var terms = ticket.ToTerms();
        if (IsRefused(terms.IsGiven ? 2 : 1)) return 0;
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
        if (terms.IsGiven) AddTerms(strategyId, ticket.InstrumentId, in terms);
        return orderId;
    }

    internal bool AddCancel(int strategyId, long orderId)
    {
        if (IsRefused()) return false;
        Add(EventKind.CancelRequested, strategyId, -1).Order.OrderId = orderId;
        return true;
    }

    internal bool AddReplace(int strategyId, long orderId, long limitPrice, long quantity, long stopPrice)
    {
        if (IsRefused(stopPrice != 0 ? 2 : 1)) return false;
        ref var order = ref Add(EventKind.ReplaceRequested, strategyId, -1).Order;
        order.OrderId = orderId;
        order.LimitPrice = limitPrice;
        order.Quantity = quantity;
        if (stopPrice != 0) AddTerms(strategyId, -1, new OrderTermsPayload { StopPrice = stopPrice });
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

    private void AddTerms(int strategyId, int instrumentId, in OrderTermsPayload terms)
    {
        _emissions[Count - 1].Flags |= EventFlags.HasTerms;
        Add(EventKind.OrderTerms, strategyId, instrumentId).OrderTerms = terms;
    }

    private bool IsRefused(int records = 1)
    {
        if (Left >= records) return false;
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
