using Engine.Core.Breakers;
using Engine.Core.Events;

namespace Engine.Core.Pipeline.Logic;

/// <summary>
/// Circuit breakers: looks at a measure where something has changed that concerns it, or once a second where time alone
/// changes it; warns once per excursion, trips once until it is reset. A trip is a hold of kind Breaker, so permission,
/// cancels and orders that are not written yet follow from the hold.
/// </summary>
internal sealed class BreakerFlow
{
    private const long CheckIntervalNs = 1_000_000_000;

    /// <summary>More instruments than this in one look are the market data as a whole.</summary>
    private const int GapsPerCheckMax = 8;

    private static readonly AsciiText32 Who = AsciiText32.From("breaker");

    private readonly LogicParts _parts;
    private readonly HoldFlow _holds;
    private readonly CancelFlow _cancels;
    private readonly FlattenFlow _flatten;
    private readonly BreakerMeasures _measures;
    private readonly BreakerBook _book;
    private readonly AsciiText32[] _names;
    private int _flattenInstrumentId; // Read within the input that has set it.

    public BreakerFlow(LogicParts parts, HoldFlow holds, CancelFlow cancels, FlattenFlow flatten)
    {
        _parts = parts;
        _holds = holds;
        _cancels = cancels;
        _flatten = flatten;
        _measures = parts.BreakerMeasures;
        _book = parts.Breakers;
        _names = new AsciiText32[BreakerTable.All.Count + 1];
        foreach (var row in BreakerTable.All) _names[(int)row.Kind] = AsciiText32.From(row.Name);
    }

    /// <summary>Engine time at which an input is needed, whatever happens.</summary>
    public long WakeNs => WatchesGaps ? _book.Account.NextCheckNs : long.MaxValue;

    private bool WatchesGaps => _book.SettingsOf(BreakerKind.MarketDataGap).IsEnabled
        && _parts.StateView.Phase == EnginePhase.Running
        && !_book.StateOf(BreakerKind.MarketDataGap, HoldScope.Account, 0).IsTripped;

    /// <summary>An instrument has a mark, maybe a new one: before the strategies see the market.</summary>
    public void OnMarked(GroupWriter group, int instrumentId, long nowNs)
    {
        if (_book.SettingsOf(BreakerKind.Volatility).IsEnabled
            && _parts.Market.View.TryGetMark(instrumentId, out var mark) && _book.NoteMark(instrumentId, mark, nowNs))
            Look(group, BreakerKind.Volatility, HoldScope.Instrument, instrumentId, nowNs);
        if (_parts.Portfolio.View.Position(instrumentId).IsOpen) LookAtEquity(group, nowNs);
    }

    /// <summary>Risk has let an order or a replacement through.</summary>
    public void OnIntent(GroupWriter group, OrderClass orderClass, long nowNs)
    {
        if (orderClass == OrderClass.EmergencyExit) return; // What takes risk away must not stop itself.
        _book.Count(BreakerKind.OrderRate, nowNs, 1);
        Look(group, BreakerKind.OrderRate, HoldScope.Account, 0, nowNs);
    }

    /// <summary>The venue has answered an order.</summary>
    public void OnAnswer(bool isRejected, long nowNs)
    {
        _book.Count(BreakerKind.RejectRatio, nowNs, isRejected ? 1 : 0, 1);
        _parts.Causes |= BreakerCauses.Answer;
    }

    /// <summary>An execution of a strategy has closed something of what it held.</summary>
    /// <param name="result">Money: realised profit less the commission.</param>
    public void OnClosed(GroupWriter group, int strategyId, long orderId, long result, long nowNs)
    {
        _book.NoteResult(strategyId, orderId, result);
        Look(group, BreakerKind.ConsecutiveLosses, HoldScope.Strategy, strategyId, nowNs);
    }

    public void OnVitals(GroupWriter group, in EngineEvent e)
    {
        NoteMeasured(BreakerKind.Latency, HoldScope.Account, 0, e.Vitals.LatencyNsMax);
        NoteMeasured(BreakerKind.JournalLag, HoldScope.Account, 0, e.Vitals.JournalLagNsMax);
        Look(group, BreakerKind.Latency, HoldScope.Account, 0, e.TimestampNs);
        Look(group, BreakerKind.JournalLag, HoldScope.Account, 0, e.TimestampNs);
    }

    public void OnMarketDataStarted(long nowNs)
    {
        if (_parts.StateView.Mode != EngineMode.Backtest) _book.EditAccount().MarketDataStartedNs = nowNs;
    }

    /// <summary>A comparison begins: what it does not find again differs no more.</summary>
    public void OnComparison()
    {
        for (var id = 0; id < _parts.Market.InstrumentCount; id++)
            NoteMeasured(BreakerKind.ReconciliationDifference, HoldScope.Instrument, id, 0);
    }

    /// <summary>Engine and venue hold different quantities of an instrument.</summary>
    public void OnDifference(GroupWriter group, int instrumentId, long engine, long venue, long nowNs)
    {
        NoteMeasured(BreakerKind.ReconciliationDifference, HoldScope.Instrument, instrumentId,
            DifferenceOf(engine, venue));
        Look(group, BreakerKind.ReconciliationDifference, HoldScope.Instrument, instrumentId, nowNs);
    }

    /// <summary>After everything else of an input.</summary>
    public void AfterInput(GroupWriter group, long nowNs)
    {
        ref readonly var state = ref _parts.StateView;
        var errors = state.RefusedInputCount + state.AnomalyCount + _book.Account.StrategyFaults;
        if (errors != _book.Account.ErrorsSeen) CountErrors(group, errors, nowNs);
        if (nowNs >= _book.Account.NextCheckNs) Check(group, nowNs);
        if (_parts.Causes != BreakerCauses.None) FollowCauses(group, nowNs);
    }

    /// <summary>Trips, whatever the measure.</summary>
    /// <param name="isCommanded">By an operator.</param>
    /// <returns>Working orders that are canceled because of it.</returns>
    public int Trip(
        GroupWriter group, BreakerKind kind, HoldScope scope, int scopeId, in AsciiText32 who, bool isCommanded,
        long nowNs)
    {
        var settings = _book.SettingsOf(kind);
        var action = settings.Action == BreakerAction.Flatten && scope == HoldScope.Strategy
            ? BreakerAction.Halted // What one strategy holds cannot be closed apart.
            : settings.Action;
        var measure = _measures.Of(kind, scope, scopeId, nowNs, out var sample);
        ref var state = ref _book.Edit(kind, scope, scopeId);
        state.Phase = BreakerPhase.Tripped;
        state.Action = action;
        state.IsCommanded = isCommanded ? 1 : 0;
        state.TripMeasure = measure;
        state.TripLimit = settings.Limit;
        state.TrippedNs = nowNs;
        state.ResettableNs = nowNs + settings.CooldownNs;
        state.Trips++;

        ref var record = ref Append(group, EventKind.BreakerTripped, settings, scope, scopeId, in who);
        record.Action = action;
        record.IsCommanded = isCommanded ? (byte)1 : (byte)0;
        record.Measure = measure;
        record.Sample = sample == long.MaxValue ? 0 : sample;
        record.ResettableNs = state.ResettableNs;
        var hold = new HoldPayload
        {
            Scope = scope,
            ScopeId = scopeId,
            HoldKind = HoldKind.Breaker,
            Permission = action == BreakerAction.Reducing ? Permission.Reducing : Permission.Halted,
            ReasonCode = (int)kind,
            Who = who,
            Why = _names[(int)kind],
        };
        record.HoldId = state.HoldId = _holds.PlaceOrWiden(group, ref hold, nowNs);
        _parts.Causes |= BreakerCauses.Tripped;
        if (action == BreakerAction.Flatten) BeginFlattenLater(scope, scopeId);
        return _holds.CancelFor(in hold, CancelPolicy.Opening);
    }

    /// <summary>Arms a breaker again and releases its hold; whether it may be is for the caller to know.</summary>
    public void Reset(
        GroupWriter group, BreakerKind kind, HoldScope scope, int scopeId, in AsciiText32 who, bool setsBaseline,
        long nowNs)
    {
        if (setsBaseline) SetBaseline(kind, scopeId);
        ref var state = ref _book.Edit(kind, scope, scopeId);
        var holdId = state.HoldId;
        state.Phase = BreakerPhase.Armed;
        state.IsWarned = 0;
        state.HoldId = 0;
        state.IsCommanded = 0;
        ref var record = ref Append(group, EventKind.BreakerReset, _book.SettingsOf(kind), scope, scopeId, in who);
        record.Measure = _measures.Of(kind, scope, scopeId, nowNs, out _);
        record.HoldId = holdId;
        record.HasNewBaseline = setsBaseline ? (byte)1 : (byte)0;
        if (_book.TrippedOf(holdId) == 0) _holds.ReleaseFor(group, holdId, in who);
    }

    /// <summary>How far two views of a position are apart, in the unit of the breaker.</summary>
    public static long DifferenceOf(long engine, long venue)
    {
        if (engine == venue) return 0;
        var isOpposite = engine == 0 || venue == 0 || engine < 0 != venue < 0;
        if (isOpposite) return BreakerMeasures.PercentScale; // A side that only one of them has: all of it.
        var larger = Math.Max(Math.Abs(engine), Math.Abs(venue));
        return Ratio.Ceiling(Math.Abs(engine - venue), larger, BreakerMeasures.PercentScale);
    }

    private void Look(GroupWriter group, BreakerKind kind, HoldScope scope, int scopeId, long nowNs)
    {
        var settings = _book.SettingsOf(kind);
        ref readonly var state = ref _book.StateOf(kind, scope, scopeId);
        if (!settings.IsEnabled || state.IsTripped) return;

        var measure = _measures.Of(kind, scope, scopeId, nowNs, out var sample);
        if (settings.Exceeds(measure, sample))
        {
            Trip(group, kind, scope, scopeId, in Who, isCommanded: false, nowNs);
            return;
        }
        var warns = settings.Warns(measure, sample);
        if (warns == (state.IsWarned != 0)) return;

        _book.Edit(kind, scope, scopeId).IsWarned = warns ? (byte)1 : (byte)0;
        if (!warns) return;
        ref var record = ref Append(group, EventKind.BreakerWarned, settings, scope, scopeId, in Who);
        record.Action = settings.Action;
        record.Measure = measure;
        record.Sample = sample == long.MaxValue ? 0 : sample;
    }

    private void LookAtEquity(GroupWriter group, long nowNs)
    {
        FollowPeak();
        var isWarned = _book.StateOf(BreakerKind.Drawdown, HoldScope.Account, 0).IsWarned != 0
            || _book.StateOf(BreakerKind.DailyLoss, HoldScope.Account, 0).IsWarned != 0;
        if (!isWarned && !_measures.IsEquityNearLimit()) return;

        Look(group, BreakerKind.Drawdown, HoldScope.Account, 0, nowNs);
        Look(group, BreakerKind.DailyLoss, HoldScope.Account, 0, nowNs);
    }

    // A baseline is a peak of its own, and rises with the equity.
    private void FollowPeak()
    {
        ref readonly var own = ref _book.StateOf(BreakerKind.Drawdown, HoldScope.Account, 0);
        if (own.HasBaseline != 0 && _measures.Profit > own.Baseline)
            _book.Edit(BreakerKind.Drawdown, HoldScope.Account, 0).Baseline = _measures.Profit;
    }

    private void CountErrors(GroupWriter group, long errors, long nowNs)
    {
        ref var account = ref _book.EditAccount();
        _book.Count(BreakerKind.ErrorRate, nowNs, errors - account.ErrorsSeen);
        account.ErrorsSeen = errors;
        Look(group, BreakerKind.ErrorRate, HoldScope.Account, 0, nowNs);
    }

    private void FollowCauses(GroupWriter group, long nowNs)
    {
        var causes = _parts.Causes;
        if ((causes & BreakerCauses.Equity) != 0) LookAtEquity(group, nowNs);
        if ((causes & BreakerCauses.Answer) != 0)
            Look(group, BreakerKind.RejectRatio, HoldScope.Account, 0, nowNs);
        if ((causes & BreakerCauses.Unknown) != 0 && _parts.StateView.IsReconciled != 0)
            Look(group, BreakerKind.UnknownOrders, HoldScope.Account, 0, nowNs);

        causes |= _parts.Causes; // Looking may have tripped some.
        _parts.Causes = BreakerCauses.None;
        if ((causes & BreakerCauses.Flatten) != 0)
            _flatten.Begin(group, _flattenInstrumentId, nowNs, out _);
        else if ((causes & BreakerCauses.Tripped) != 0)
            _cancels.GoOn(group, nowNs);
    }

    // Two at once widen to the account, as two commands would.
    private void BeginFlattenLater(HoldScope scope, int scopeId)
    {
        var instrumentId = scope == HoldScope.Instrument ? scopeId : -1;
        var isSecond = (_parts.Causes & BreakerCauses.Flatten) != 0 && _flattenInstrumentId != instrumentId;
        _flattenInstrumentId = isSecond ? -1 : instrumentId;
        _parts.Causes |= BreakerCauses.Flatten;
    }

    private void Check(GroupWriter group, long nowNs)
    {
        // In whole steps, so that a run that was interrupted looks at the same times as one that was not.
        _book.EditAccount().NextCheckNs = nowNs - (nowNs % CheckIntervalNs) + CheckIntervalNs;
        Look(group, BreakerKind.OrderRate, HoldScope.Account, 0, nowNs);
        Look(group, BreakerKind.RejectRatio, HoldScope.Account, 0, nowNs);
        Look(group, BreakerKind.ErrorRate, HoldScope.Account, 0, nowNs);
        if (WatchesGaps) CheckGaps(group, nowNs);
    }

    private void CheckGaps(GroupWriter group, long nowNs)
    {
        var trips = 0;
        for (var laneId = LaneIds.FirstSource; laneId < _parts.Lanes.Capacity; laneId++)
        {
            if (_parts.Lanes[laneId].Progress != LaneState.IsOpen) continue;

            int id;
            for (var localId = 0; (id = _parts.LaneInstruments.Resolve(laneId, localId)) >= 0; localId++)
            {
                if (_book.StateOf(BreakerKind.MarketDataGap, HoldScope.Instrument, id).IsTripped) continue;
                if (trips < GapsPerCheckMax)
                {
                    Look(group, BreakerKind.MarketDataGap, HoldScope.Instrument, id, nowNs);
                    if (_book.StateOf(BreakerKind.MarketDataGap, HoldScope.Instrument, id).IsTripped) trips++;
                }
                else if (IsSilent(id, nowNs))
                {
                    Trip(group, BreakerKind.MarketDataGap, HoldScope.Account, 0, in Who, isCommanded: false, nowNs);
                    return;
                }
            }
        }
    }

    private bool IsSilent(int instrumentId, long nowNs)
    {
        var measure = _measures.Of(
            BreakerKind.MarketDataGap, HoldScope.Instrument, instrumentId, nowNs, out var sample);
        return _book.SettingsOf(BreakerKind.MarketDataGap).Exceeds(measure, sample);
    }

    private void SetBaseline(BreakerKind kind, int scopeId)
    {
        if (kind is not (BreakerKind.Drawdown or BreakerKind.DailyLoss))
        {
            _book.Clear(kind, scopeId);
            return;
        }
        ref var state = ref _book.Edit(kind, HoldScope.Account, 0);
        state.Baseline = _measures.Profit;
        state.HasBaseline = 1;
    }

    private void NoteMeasured(BreakerKind kind, HoldScope scope, int scopeId, long measure)
    {
        if (_book.StateOf(kind, scope, scopeId).Measured == measure) return;
        _book.Edit(kind, scope, scopeId).Measured = measure;
    }

    private static ref BreakerPayload Append(
        GroupWriter group, EventKind kind, BreakerSettings settings, HoldScope scope, int scopeId, in AsciiText32 who)
    {
        ref var record = ref group.Append(
            kind, scope == HoldScope.Instrument ? scopeId : -1, scope == HoldScope.Strategy ? scopeId : 0).Breaker;
        record.Breaker = settings.Definition.Kind;
        record.Scope = scope;
        record.ScopeId = scopeId;
        record.Limit = settings.Limit;
        record.WindowNs = settings.WindowNs;
        record.Who = who;
        return ref record;
    }
}
