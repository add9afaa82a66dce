using System.Text;
using Engine.Core.Events;
using Engine.Core.Orders;
using Engine.Core.Risk;

namespace Engine.Core.Pipeline.Logic;

/// <summary>
/// Start, configuration, holds and stop. Work over many orders is cut into portions that fit a group and goes on with
/// journaled Continuation inputs, so a crash in between only pauses it.
/// </summary>
internal sealed class LifecycleFlow
{
    /// <summary>As many orders as records may be lost without a trace: see JournalRecovery.</summary>
    private const long IdsLostMax = 1L << 28;

    private static readonly AsciiText32 Who = AsciiText32.From("engine");
    private static readonly AsciiText32 CrashReason = AsciiText32.From("the run before had no end");

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

        // Sequences jump where a power loss may have taken records; the venue has the order ids that those gave.
        if (e.Lifecycle.PreviousSequence > 0 && e.Sequence > e.Lifecycle.PreviousSequence + 1)
            _parts.Orders.SkipIds(IdsLostMax);
        _parts.Arming.OnStarted(in e.Lifecycle);
        SetPhase(group, EnginePhase.Reconciling);
        _parts.Strategies.ResetStarted();
        _parts.Risk.ResetInFlight();
        _parts.Maintenance.ForgetUpcoming(e.TimestampNs);
        state.IsMarketDataStarted = 0;
        if (e.Lifecycle.WasUnclean != 0 && _parts.Orders.OpenCount > 0 && _parts.HoldsOnUncleanStart)
            HoldAfterCrash(group, e.TimestampNs);
        OnVenueLost(group, e.TimestampNs);
    }

    public void OnConfigApplied(GroupWriter group, in EngineEvent e)
    {
        var text = new StringBuilder(e.Config.TextBytes);
        for (var i = 1; i < group.Count && group[i].IsContinuation; i++)
            text.Append(Encoding.ASCII.GetString(group[i].Text.Bytes).TrimEnd('\0'));
        _parts.State.ConfigSha256 = e.Config.Sha256;
        _parts.ApplyConfig(text.ToString());
        Limits.OnConfigApplied(group, e.TimestampNs);
        Arming.OnConfigApplied(group, e.TimestampNs);
    }

    public void OnMarketDataStarted(GroupWriter group, in EngineEvent e)
    {
        _parts.State.IsMarketDataStarted = 1;
        if (_parts.State.Mode == EngineMode.Backtest
            || _parts.State.IsReconciled != 0) BeginRunning(group, e.TimestampNs);
    }

    public void OnReconciled(GroupWriter group, long nowNs)
    {
        _parts.State.IsReconciled = 1;
        if (_parts.State.IsMarketDataStarted != 0) BeginRunning(group, nowNs);
    }

    public void OnVenueDisconnected(GroupWriter group, long nowNs)
    {
        if (_parts.State.Phase == EnginePhase.Running) SetPhase(group, EnginePhase.Reconciling);
        OnVenueLost(group, nowNs);
    }

    /// <summary>True for the ways of stopping that this build knows.</summary>
    public static bool CanStop(StopMode mode, EngineMode engineMode) =>
        mode is StopMode.Drain or StopMode.Cancel or StopMode.Park
        || (mode == StopMode.Flatten && engineMode != EngineMode.Backtest);

    /// <summary>Set while the chain is wired.</summary>
    public HoldFlow Holds { get; set; } = null!;

    /// <summary>Set while the chain is wired.</summary>
    public LimitsFlow Limits { get; set; } = null!;

    /// <summary>Set while the chain is wired.</summary>
    public ArmingFlow Arming { get; set; } = null!;

    /// <summary>Set while the chain is wired: stop modes begin and end flattens.</summary>
    public FlattenFlow Flatten { get; set; } = null!;

    public void OnStopCommanded(GroupWriter group, in EngineEvent e)
    {
        ref var state = ref _parts.State;
        var mode = e.Command.StopMode;
        if (!CanStop(mode, state.Mode))
        {
            _parts.RefuseInput(group, (int)RiskCode.UnsupportedStopMode);
            return;
        }
        if (state.Phase == EnginePhase.Stopped || (state.Phase == EnginePhase.Stopping && state.StopMode == mode))
            return;

        var wasCanceling = state.StopMode == StopMode.Cancel;
        var wasFlattening = state.StopMode == StopMode.Flatten;
        state.StopMode = mode;
        SetPhase(group, EnginePhase.Stopping);
        _strategies.OnStartOrStop(group, isStart: false, e.TimestampNs);
        if (wasFlattening) Flatten.Abandon(group, e.TimestampNs);
        if (mode == StopMode.Flatten)
            Flatten.Begin(group, instrumentId: -1, e.TimestampNs, out _);
        else if (mode == StopMode.Cancel)
            OnCancelAllCommanded(group, in e);
        else if (wasCanceling)
            state.PendingWork &= ~PendingWork.CancelAll; // What is not canceled yet may stay.
    }

    public void OnCancelAllCommanded(GroupWriter group, in EngineEvent e)
    {
        ref var state = ref _parts.State;
        state.PendingWork |= PendingWork.CancelAll;
        if ((state.PendingWork & PendingWork.MarkUnknown) == 0) state.SweepOrderId = 0;
        GoOn(group, e.TimestampNs);
    }

    public void OnEngineStopped(GroupWriter group) => SetPhase(group, EnginePhase.Stopped);

    /// <summary>
    /// True if a Continuation would do something: cancels wait for room in the gateway, for a message and for a venue.
    /// </summary>
    public bool CanGoOn
    {
        get
        {
            var work = _parts.StateView.PendingWork;
            if ((work & PendingWork.MarkUnknown) != 0) return true;
            return IsReadyToCancel && _parts.Messages.Has(MessageClass.Cancel, _parts.StateView.EngineTimeNs);
        }
    }

    /// <summary>Engine time at which cancels can go on; the end of time if they wait for nothing but inputs.</summary>
    public long WakeNs => IsReadyToCancel ? _parts.Messages.ReadyNs(MessageClass.Cancel) : long.MaxValue;

    private bool IsReadyToCancel => (_parts.StateView.PendingWork & PendingWork.CancelAll) != 0 && _parts.IsVenueThere
        && _parts.HasRoomToCancel;

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

        if ((state.PendingWork & PendingWork.CancelAll) != 0 && _parts.IsVenueThere && SweepCancel(group, nowNs))
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

    // The settings of the run before say so: this run's are the next input.
    private void HoldAfterCrash(GroupWriter group, long nowNs)
    {
        var hold = new HoldPayload
        {
            Scope = HoldScope.Account,
            HoldKind = HoldKind.UncleanStart,
            Permission = Permission.Reducing,
            Who = Who,
            Why = CrashReason,
        };
        Holds.Place(group, in hold, nowNs);
    }

    // What was under way when the venue was lost may have arrived or not: only its answers will tell. Those to old
    // questions prove nothing any more.
    private void OnVenueLost(GroupWriter group, long nowNs)
    {
        ref var state = ref _parts.State;
        _parts.Reconciler.Abandon();
        _parts.ReconciliationSchedule.Suspend();
        state.IsReconciled = 0;
        state.OpenQueries = 0;
        state.PendingWork &= ~(PendingWork.AskAll | PendingWork.AskOrders | PendingWork.ResolveOrders);
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
            if (_parts.Risk.Account.InFlight >= _parts.Limits.InFlightMessages) return false; // It waits for room.
            if (!_parts.Messages.Has(MessageClass.Cancel, nowNs)) return false;

            // Whether a cancel of an Unknown order ever left is unknown as well: once more does no harm.
            _parts.State.SweepOrderId = order.OrderId;
            if (!order.IsCancelPending || order.Status == OrderStatus.Unknown) _orders
                .RequestCancel(group, order.OrderId, strategyId: 0, nowNs);
        }
        return true;
    }
}
