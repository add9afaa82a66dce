using Engine.Core.Breakers;
using Engine.Core.Events;

namespace Engine.Core.Pipeline.Logic;

/// <summary>
/// Circuit breakers: looks at a measure where something has changed that concerns it, or once a second where time alone
/// changes it; warns once per excursion, trips once until it is reset.
/// </summary>
internal sealed class BreakerFlow
{
    private const long CheckIntervalNs = 1_000_000_000;

    /// <summary>More instruments than this in one look are the market data as a whole.</summary>
    private const int GapsPerCheckMax = 8;

    private static readonly AsciiText32 Who = AsciiText32.From("breaker");

    private readonly LogicParts _parts;
    private readonly BreakerTrips _trips;
    private readonly BreakerMeasures _measures;
    private readonly BreakerBook _book;

    public BreakerFlow(LogicParts parts, BreakerTrips trips)
    {
        _parts = parts;
        _trips = trips;
        _measures = parts.BreakerMeasures;
        _book = parts.Breakers;
    }

    /// <summary>Engine time at which an input is needed, whatever happens.</summary>
    public long WakeNs => WatchesGaps ? _book.Account.NextCheckNs : long.MaxValue;

    private bool WatchesGaps => _book.SettingsOf(BreakerKind.MarketDataGap).IsEnabled
        && _parts.StateView.Phase == EnginePhase.Running
        && !_book.StateOf(BreakerKind.MarketDataGap, HoldScope.Account, 0).IsTripped;

    /// <summary>An instrument has a mark, maybe a new one: before the strategies see the market.</summary>
    /// <param name="isRevalued">What is held there is worth something else than before.</param>
    public void OnMarked(GroupWriter group, int instrumentId, bool isRevalued, long nowNs)
    {
        if (_book.SettingsOf(BreakerKind.Volatility).IsEnabled
            && _parts.Market.View.TryGetMark(instrumentId, out var mark) && _book.NoteMark(instrumentId, mark, nowNs))
            Look(group, BreakerKind.Volatility, HoldScope.Instrument, instrumentId, nowNs);
        if (isRevalued) LookAtEquity(group, nowNs);
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
            _trips.Trip(group, kind, scope, scopeId, in Who, isCommanded: false, nowNs);
            return;
        }
        var warns = settings.Warns(measure, sample);
        if (warns == (state.IsWarned != 0)) return;

        _book.Edit(kind, scope, scopeId).IsWarned = warns ? (byte)1 : (byte)0;
        if (!warns) return;
        ref var record = ref BreakerTrips.Append(group, EventKind.BreakerWarned, settings, scope, scopeId, in Who);
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

        _trips.Begin(group, nowNs);
        _parts.Causes = BreakerCauses.None;
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
                    _trips.Trip(
                        group, BreakerKind.MarketDataGap, HoldScope.Account, 0, in Who, isCommanded: false, nowNs);
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

    private void NoteMeasured(BreakerKind kind, HoldScope scope, int scopeId, long measure)
    {
        if (_book.StateOf(kind, scope, scopeId).Measured == measure) return;
        _book.Edit(kind, scope, scopeId).Measured = measure;
    }
}
