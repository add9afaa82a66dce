using Engine.Core.Orders;
using Engine.Core.Strategies;
using Engine.Core.Time;

namespace Engine.Core.Pipeline.Logic;

/// <summary>Order ids and timers as the strategies' outbox may use them: each strategy its own.</summary>
internal sealed class StrategyPorts(OrderTable orders, TimerQueue timers) : IOrderIds, ITimerPort
{
    public long Mark => orders.NextOrderId;

    public long Reserve() => orders.TryReserve(out var id) ? id : 0;

    public void Rewind(long mark) => orders.ResetNextOrderId(mark);

    public long Schedule(int strategyId, long deadlineNs, long tag) =>
        timers.TrySchedule(deadlineNs, strategyId, tag, out var id) ? id : 0;

    public bool Cancel(int strategyId, long timerId) => timers.Cancel(timerId, strategyId);

    public void CancelAll(int strategyId) => timers.CancelAll(strategyId);
}
