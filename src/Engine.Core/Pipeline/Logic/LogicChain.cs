using System.Diagnostics;
using Engine.Core.Config;
using Engine.Core.Events;
using Engine.Core.Journal;
using Engine.Core.Risk;
using Engine.Core.Sequencing;
using Engine.Core.State;
using Engine.Core.Strategies;

namespace Engine.Core.Pipeline.Logic;

/// <summary>
/// The deterministic core: takes one input at a time and appends what it decides to the input's group. The same chain
/// runs live, in a backtest, in the follower, at recovery and in a replay; it knows no clock, no thread and no file.
/// Input order, time and configuration are all it depends on, and all of them are in the journal.
/// </summary>
public sealed class LogicChain
{
    private readonly LogicParts _parts;
    private readonly MarketFlow _market;
    private readonly OrderFlow _orders;
    private readonly ExecutionFlow _executions;
    private readonly ForeignOrderFlow _foreign;
    private readonly StrategyFlow _strategies;
    private readonly LifecycleFlow _lifecycle;
    private readonly CommandFlow _commands;
    private readonly CancelFlow _cancels;
    private readonly FlattenFlow _flatten;
    private readonly CommandPreviews _previews;
    private readonly ReconciliationFlow _reconciliation;
    private readonly AccountDayFlow _accountDay;
    private readonly MaintenanceFlow _maintenance;
    private readonly BreakerFlow _breakers;
    private readonly EdgeFlow _edge;
    private LogicCursor _cursor;

    /// <param name="config">Configuration of the run that the chain begins in.</param>
    /// <exception cref="ConfigException">A setting is missing or cannot be used.</exception>
    public LogicChain(StateRegistry registry, EngineLimits capacities, CanonicalConfig config, IStrategyCatalog catalog)
    {
        _parts = new LogicParts(registry, capacities, config, catalog);
        _edge = new EdgeFlow(_parts);
        _orders = new OrderFlow(_parts);
        _executions = new ExecutionFlow(_parts, _orders);
        _strategies = new StrategyFlow(_parts, _orders);
        _lifecycle = new LifecycleFlow(_parts, _orders, _strategies);
        _cancels = new CancelFlow(_parts, _orders);
        var holds = new HoldFlow(_parts, _cancels);
        _foreign = new ForeignOrderFlow(_parts, _orders, _executions, holds);
        _orders.Foreign = _foreign;
        _reconciliation = new ReconciliationFlow(_parts, _orders, _lifecycle, holds, _foreign);
        _flatten = new FlattenFlow(_parts, _orders, _cancels, _reconciliation);
        _reconciliation.Flatten = _flatten;
        _lifecycle.Flatten = _flatten;
        _lifecycle.Holds = holds;
        var trips = new BreakerTrips(_parts, holds, _cancels, _flatten);
        _breakers = new BreakerFlow(_parts, trips);
        _market = new MarketFlow(
            _parts, _strategies, _breakers, new ProtectionFlow(_parts, _orders));
        _orders.Breakers = _breakers;
        _reconciliation.Breakers = _breakers;
        var breakers = new BreakerCommands(_parts, trips);
        var limits = new LimitsFlow(_parts, holds);
        _lifecycle.Limits = limits;
        _accountDay = new AccountDayFlow(_parts);
        _maintenance = new MaintenanceFlow(_parts, _cancels);
        var arming = new ArmingFlow(_parts, holds);
        _lifecycle.Arming = arming;
        var ladder = new LadderFlow(_parts);
        var evidence = new EvidenceFlow(_parts, _orders, _executions);
        var actions = new CommandActions(
            _parts, _orders, _lifecycle, holds, _cancels, _flatten, _reconciliation, limits, breakers, arming, ladder,
            evidence, _foreign, _edge, _accountDay);
        _previews = new CommandPreviews(
            _parts, _cancels, limits, breakers, arming, ladder, evidence, _foreign, _accountDay);
        _commands = new CommandFlow(_parts, _lifecycle, holds, actions);
    }

    public EngineLimits Limits => _parts.Limits;

    /// <summary>The configuration in force, canonical.</summary>
    public string ConfigText => _parts.ConfigText;

    public LogicView View => _parts.View;

    public LogicCursor Cursor => _cursor;

    /// <summary>Digest of the state now, as the next state hash would show it.</summary>
    public ulong StateDigest => _parts.Registry.FoldDigest();

    public long EngineTimeNs => _parts.StateView.EngineTimeNs;

    /// <summary>
    /// True while work is left that the next input, a Continuation, must go on with. Work that waits for the gateway or
    /// the venue does not count: other inputs have to come first.
    /// </summary>
    public bool NeedsContinuation =>
        _parts.StateView.PendingWork != PendingWork.None
        && ((_parts.StateView.PendingWork & PendingWork.Timers) != 0
            || _lifecycle.CanGoOn || _cancels.CanGoOn || _flatten.CanGoOn || _reconciliation.CanGoOn);

    /// <summary>Engine time of the first timer; <see cref="long.MaxValue"/> if there is none.</summary>
    public long NextTimerNs => _parts.Timers.NextDeadlineNs;

    /// <summary>
    /// Engine time at which an input is needed, whatever happens; <see cref="long.MaxValue"/> if none is.
    /// </summary>
    public long NextWakeNs
    {
        get
        {
            var wakeNs = Math.Min(NextTimerNs, Math.Min(_parts.AccountDays.NextRollNs, _parts.Maintenance.NextEdgeNs));
            wakeNs = Math.Min(wakeNs, Math.Min(_breakers.WakeNs, _parts.ReconciliationSchedule.WakeNs));
            if (_parts.IsFlattening && _flatten.CanTrade) wakeNs = Math.Min(wakeNs, _parts.ControlView.FlattenWakeNs);
            if (_parts.StateView.PendingWork == PendingWork.None) return wakeNs;
            return Math.Min(
                Math.Min(wakeNs, _cancels.WakeNs), Math.Min(_lifecycle.WakeNs, _reconciliation.WakeNs));
        }
    }

    /// <summary>Positions are being closed.</summary>
    public bool IsFlattening => _parts.IsFlattening;

    public int OpenOrderCount => _parts.Orders.OpenCount;

    public bool IsMarketDataStarted => _parts.StateView.IsMarketDataStarted != 0;

    /// <summary>
    /// For a replay that asks what other settings would have decided: what is put in force instead of a journaled
    /// configuration. Null wherever a journal is written or proved.
    /// </summary>
    public Func<string, string>? ConfigRewrite
    {
        get => _parts.ConfigRewrite;
        set => _parts.ConfigRewrite = value;
    }

    /// <summary>The same as <see cref="StateDigest"/>, recomputed from all bytes.</summary>
    public ulong ComputeStateDigest() => _parts.Registry.ComputeDigest();

    /// <summary>The dense id of a source's instrument, or -1.</summary>
    public int ResolveInstrument(int laneId, int localId) => _parts.LaneInstruments.Resolve(laneId, localId);

    /// <summary>
    /// Handles the input in the group (its head and continuation records) and appends the decisions. The account day
    /// rolls and timers fire that are due at or before the time of the input, before anything else.
    /// </summary>
    public void Process(GroupWriter group)
    {
        ref var input = ref group[0];
        Debug.Assert(input.TimestampNs >= EngineTimeNs, "Engine time never steps back.");
        _parts.State.EngineTimeNs = input.TimestampNs;

        if (_parts.AccountDays.NextRollNs <= input.TimestampNs) _accountDay.Roll(group, input.TimestampNs);

        // A start comes before what fell due while the engine was away: that would still run in the phase of the run
        // before, and might send orders that nobody has reconciled.
        if (_parts.Maintenance.NextEdgeNs <= input.TimestampNs && input.Kind != EventKind.EngineStarted)
            _maintenance.Advance(group, input.TimestampNs);
        if (_parts.Timers.NextDeadlineNs <= input.TimestampNs && input.Kind != EventKind.EngineStarted)
            _strategies.FireTimers(group, input.TimestampNs);

        switch (input.Kind)
        {
            case EventKind.Quote:
                _market.OnQuote(group, ref input);
                break;
            case EventKind.Trade:
                _market.OnTrade(group, ref input);
                break;
            case EventKind.Bar:
                _market.OnBar(group, ref input);
                break;
            case EventKind.Execution:
                _executions.OnExecution(group, in input);
                break;
            default:
                ProcessRare(group, ref input);
                break;
        }
        _breakers.AfterInput(group, input.TimestampNs);
        if (_parts.IsFlattening) AdvanceFlatten(group, in input);
        if (input.TimestampNs >= _parts.ReconciliationSchedule.WakeNs)
            _reconciliation.OnWake(group, input.TimestampNs);
        if (_cursor.RecordsSinceStateHash + group.Count >= Limits.StateHashIntervalRecords)
            group.Append(EventKind.StateHash, instrumentId: -1, strategyId: 0);
        group.End();
    }

    // Market data is only looked at when a next try is due: it comes in bursts.
    private void AdvanceFlatten(GroupWriter group, in EngineEvent input)
    {
        var isMarket = input.Kind is EventKind.Quote or EventKind.Trade or EventKind.Bar;
        if (!isMarket || input.TimestampNs >= _parts.ControlView.FlattenWakeNs)
            _flatten.Advance(group, input.TimestampNs);
    }

    /// <summary>
    /// Computes the checksums of the finished group and moves the cursor behind it. A state hash at its end gets its
    /// figures here: the digest of all records before it, and the digest of the state after the group.
    /// </summary>
    /// <param name="ring">The ring that the group lies in.</param>
    /// <param name="seed">Seed of the segment that the group goes to; replay uses 0.</param>
    public void Seal(GroupWriter group, RingBuffer<EngineEvent> ring, uint seed)
    {
        ArgumentNullException.ThrowIfNull(ring);
        var digest = _cursor.RecordsDigest;
        var hasHash = group[group.Count - 1].Kind == EventKind.StateHash;
        SealRun(ring, group.FirstPosition, hasHash ? group.Count - 1 : group.Count, seed, ref digest);
        if (hasHash)
        {
            ref var hash = ref group[group.Count - 1].StateHash;
            hash.RecordsDigest = digest;
            hash.StateDigest = _parts.Registry.FoldDigest();
            hash.RecordCount = _cursor.RecordCount + group.Count;
            SealRun(ring, group.FirstPosition + group.Count - 1, 1, seed, ref digest);
        }
        _cursor = _cursor with
        {
            LastSequence = group.LastSequence,
            RecordCount = _cursor.RecordCount + group.Count,
            RecordsDigest = digest,
            RecordsSinceStateHash = hasHash ? 0 : _cursor.RecordsSinceStateHash + group.Count,
        };
    }

    /// <summary>
    /// Moves the cursor behind a finished group whose checksums are computed later, side by side with those of its
    /// neighbours. False for a group with a state hash, which needs the digest of everything before it: close and
    /// checksum that, then <see cref="Seal"/> this one.
    /// </summary>
    public bool TryClose(GroupWriter group)
    {
        if (group[group.Count - 1].Kind == EventKind.StateHash) return false;
        _cursor = _cursor with
        {
            LastSequence = group.LastSequence,
            RecordCount = _cursor.RecordCount + group.Count,
            RecordsSinceStateHash = _cursor.RecordsSinceStateHash + group.Count,
        };
        return true;
    }

    /// <summary>
    /// Computes the checksums of closed groups that go to one segment. Each closed group once, in order.
    /// </summary>
    public void SealClosed(RingBuffer<EngineEvent> ring, long first, int count, uint seed)
    {
        ArgumentNullException.ThrowIfNull(ring);
        var digest = _cursor.RecordsDigest;
        SealRun(ring, first, count, seed, ref digest);
        _cursor = _cursor with { RecordsDigest = digest };
    }

    /// <summary>What a command would be answered with now; changes nothing.</summary>
    /// <param name="records">Head, identity and text.</param>
    public CommandAnswerPayload Preview(ReadOnlySpan<EngineEvent> records) => _previews.Preview(records);

    /// <summary>The plan of a change of limits, as it would be applied now; changes nothing.</summary>
    /// <param name="records">Head, identity and text of the command.</param>
    public LimitsPlan PlanLimits(ReadOnlySpan<EngineEvent> records) => _previews.PlanLimits(records);

    /// <summary>Goes on from a snapshot: the tables were restored, this is the rest.</summary>
    public void Restore(LogicCursor cursor)
    {
        _cursor = cursor;
        _parts.OnRestored();
    }

    private static void SealRun(RingBuffer<EngineEvent> ring, long first, int count, uint seed, ref ulong digest)
    {
        while (count > 0)
        {
            var run = ring.Slice(first, count);
            RecordChecksum.Seal(run, seed, ref digest);
            first += run.Length;
            count -= run.Length;
        }
    }

    private void ProcessRare(GroupWriter group, ref EngineEvent input)
    {
        switch (input.Kind)
        {
            case EventKind.ExecutionBusted or EventKind.ExecutionCorrected:
                _executions.OnRestated(group, in input);
                break;
            case EventKind.ForeignOrderReported:
                _foreign.OnReported(group, in input);
                break;
            case EventKind.InstrumentDefined:
                _market.OnInstrumentDefined(group, ref input);
                break;
            case EventKind.CalendarDay:
                _market.OnCalendarDay(group, ref input);
                break;
            case EventKind.MaintenanceWindow:
                _maintenance.OnWindow(group, in input);
                break;
            case EventKind.AccountDay:
                _accountDay.OnAccountDay(group, in input);
                break;
            case EventKind.SourceOpened:
                _market.OnSourceOpened(ref input);
                break;
            case EventKind.SourceEnded:
                _market.OnSourceEnded(ref input);
                break;
            case EventKind.ConfigApplied:
                _lifecycle.OnConfigApplied(group, in input);
                break;
            case EventKind.EngineStarted:
                _cursor = _cursor with { RunEpoch = input.Lifecycle.RunEpoch };
                _edge.OnEngineStarted();
                _lifecycle.OnEngineStarted(group, in input);
                break;
            case EventKind.MarketDataStarted:
                _breakers.OnMarketDataStarted(input.TimestampNs);
                _lifecycle.OnMarketDataStarted(group, in input);
                break;
            case EventKind.EngineStopped:
                _lifecycle.OnEngineStopped(group);
                break;
            case EventKind.Continuation:
                _lifecycle.GoOn(group, input.TimestampNs);
                _cancels.GoOn(group, input.TimestampNs);
                _reconciliation.GoOn(group, input.TimestampNs);
                break;
            case EventKind.VitalsMeasured:
                _breakers.OnVitals(group, in input);
                break;
            case EventKind.ClockTick or EventKind.ConflationCounted or EventKind.ClockStepped:
                break; // Time and counts: on record, nothing to decide.
            case EventKind.DeniedCallsCounted:
                _edge.OnDeniedCalls(in input.DeniedCalls);
                break;
            case EventKind.SettingsReloaded:
                _edge.OnSettingsReloaded(in input.SettingsReloaded);
                break;
            case EventKind.VenueConnected or EventKind.VenueDisconnected:
                if (input.Kind == EventKind.VenueConnected) _edge.OnVenueConnected();
                else _edge.OnVenueLost(input.OrderReport.Reason, input.TimestampNs);
                ProcessVenue(group, in input);
                break;
            case >= EventKind.HoldCommanded and < EventKind.CommandIdentity:
                _commands.OnCommand(group, in input);
                break;
            default:
                ProcessVenue(group, in input);
                break;
        }
    }

    private void ProcessVenue(GroupWriter group, in EngineEvent input)
    {
        if (OrderReports.TryMessageOf(in input, out var message))
            _orders.OnReport(group, in input, message);
        else if (!_reconciliation.TryHandle(group, in input))
        {
            throw new InvalidOperationException(
                $"Input {input.Sequence}: this build does not know kind {(int)input.Kind}.");
        }
    }
}
