using System.Text;
using Engine.Core.Events;
using Engine.Core.Orders;

namespace Engine.Core.Pipeline.Logic;

/// <summary>
/// Start, configuration, holds and stop. Work over many orders is cut into portions that fit a group and goes on with
/// journaled Continuation inputs, so a crash in between only pauses it.
/// </summary>
internal sealed class LifecycleFlow
{
    private readonly LogicParts _parts;
    private readonly OrderFlow _orders;
    private readonly StrategyFlow _strategies;

    public LifecycleFlow(LogicParts parts, OrderFlow orders, StrategyFlow strategies)
    {
        _parts = parts;
        _orders = orders;
        _strategies = strategies;
    }

    /// <summary>A run begins. Whatever was sent and not acknowledged is Unknown from now on, sent or not.</summary>
    public void OnEngineStarted(GroupWriter group, in EngineEvent e)
    {
        ref var state = ref _parts.State;
        state.Mode = e.Lifecycle.Mode;
        state.StopMode = StopMode.None;
        if (state.Mode == EngineMode.Backtest)
        {
            // The venue belongs to the model and is rebuilt with it: nothing is unknown, nothing is to be reconciled.
            SetPhase(group, EnginePhase.Starting);
            return;
        }

        SetPhase(group, EnginePhase.Reconciling);
        _parts.Strategies.ResetStarted();
        _parts.Risk.ResetInFlight();
        state.IsMarketDataStarted = 0;
        state.IsReconciled = 0;
        MarkUnknown(group, e.TimestampNs);
    }

    public void OnConfigApplied(GroupWriter group, in EngineEvent e)
    {
        var text = new StringBuilder(e.Config.TextBytes);
        for (var i = 1; i < group.Count && group[i].IsContinuation; i++)
            text.Append(Encoding.ASCII.GetString(group[i].Text.Bytes).TrimEnd('\0'));
        _parts.State.ConfigSha256 = e.Config.Sha256;
        _parts.ApplyConfig(text.ToString());
    }

    public void OnMarketDataStarted(GroupWriter group, in EngineEvent e)
    {
        _parts.State.IsMarketDataStarted = 1;
        if (_parts.State.Mode == EngineMode.Backtest || _parts.State.IsReconciled != 0) BeginRunning(group, e.TimestampNs);
    }

    public void OnReconciled(GroupWriter group, long nowNs)
    {
        _parts.State.IsReconciled = 1;
        if (_parts.State.IsMarketDataStarted != 0) BeginRunning(group, nowNs);
    }

    /// <summary>What was on its way may have been lost with the connection: unknown until the venue is asked.</summary>
    public void OnVenueDisconnected(GroupWriter group, long nowNs)
    {
        _parts.State.IsReconciled = 0;
        if (_parts.State.Phase == EnginePhase.Running) SetPhase(group, EnginePhase.Reconciling);
        MarkUnknown(group, nowNs);
    }

    public void OnStopCommanded(GroupWriter group, in EngineEvent e)
    {
        ref var state = ref _parts.State;
        if (state.Phase is EnginePhase.Stopping or EnginePhase.Stopped && state.StopMode == e.Command.StopMode) return;

        state.StopMode = e.Command.StopMode;
        SetPhase(group, EnginePhase.Stopping);
        _strategies.OnStartOrStop(group, isStart: false, e.TimestampNs);
        if (state.StopMode != StopMode.Cancel) return;

        state.PendingWork |= PendingWork.CancelAll;
        state.SweepOrderId = 0;
        GoOn(group, e.TimestampNs);
    }

    public void OnCancelAllCommanded(GroupWriter group, in EngineEvent e)
    {
        _parts.State.PendingWork |= PendingWork.CancelAll;
        _parts.State.SweepOrderId = 0;
        GoOn(group, e.TimestampNs);
    }

    public void OnEngineStopped(GroupWriter group) => SetPhase(group, EnginePhase.Stopped);

    /// <summary>Does as much of the pending work as fits; what is left waits for the next Continuation.</summary>
    public void GoOn(GroupWriter group, long nowNs)
    {
        ref var state = ref _parts.State;
        if ((state.PendingWork & PendingWork.MarkUnknown) != 0 && SweepUnknown(group, nowNs))
        {
            state.PendingWork &= ~PendingWork.MarkUnknown;
            state.SweepOrderId = 0;
        }
        if ((state.PendingWork & PendingWork.MarkUnknown) != 0) return; // One sweep at a time: they share the position.

        if ((state.PendingWork & PendingWork.CancelAll) != 0 && SweepCancel(group, nowNs))
        {
            state.PendingWork &= ~PendingWork.CancelAll;
            state.SweepOrderId = 0;
        }
    }

    public void SetPhase(GroupWriter group, EnginePhase phase)
    {
        ref var state = ref _parts.State;
        if (state.Phase == phase) return;

        ref var record = ref group.Append(EventKind.PhaseChanged, instrumentId: -1, strategyId: 0).Lifecycle;
        record.Mode = state.Mode;
        record.FromPhase = state.Phase;
        record.ToPhase = phase;
        state.Phase = phase;
    }

    private void BeginRunning(GroupWriter group, long nowNs)
    {
        if (_parts.State.Phase is EnginePhase.Stopping or EnginePhase.Stopped) return;

        SetPhase(group, EnginePhase.Running);
        _strategies.OnStartOrStop(group, isStart: true, nowNs);
    }

    private void MarkUnknown(GroupWriter group, long nowNs)
    {
        ref var state = ref _parts.State;
        state.PendingWork &= ~(PendingWork.AskOrders | PendingWork.ResolveOrders); // Of a session that is over.
        state.PendingWork |= PendingWork.MarkUnknown;
        state.SweepOrderId = 0;
        GoOn(group, nowNs);
    }

    // True when the sweep is complete. A cancel or replacement that was lost would be waited for in vain, for ever.
    private bool SweepUnknown(GroupWriter group, long nowNs)
    {
        foreach (ref readonly var order in _parts.Orders.Working)
        {
            if (order.OrderId <= _parts.State.SweepOrderId) continue;
            if (group.Remaining <= StrategyFlow.ReservedRecords) return false;

            _parts.State.SweepOrderId = order.OrderId;
            if (order.Status is OrderStatus.PendingNew or OrderStatus.PendingCancel or OrderStatus.PendingReplace)
            {
                var input = OrderInput.Of(OrderMessage.BecomeUnknown, nowNs);
                _orders.Decide(group, EventKind.OrderBecameUnknown, order.OrderId, in input);
            }
        }
        return true;
    }

    private bool SweepCancel(GroupWriter group, long nowNs)
    {
        foreach (ref readonly var order in _parts.Orders.Working)
        {
            if (order.OrderId <= _parts.State.SweepOrderId) continue;
            if (group.Remaining <= StrategyFlow.ReservedRecords) return false;

            _parts.State.SweepOrderId = order.OrderId;
            if (!order.IsCancelPending) _orders.RequestCancel(group, order.OrderId, strategyId: 0, nowNs);
        }
        return true;
    }
}
