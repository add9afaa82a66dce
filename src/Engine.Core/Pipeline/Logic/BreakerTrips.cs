using Engine.Core.Breakers;
using Engine.Core.Events;

namespace Engine.Core.Pipeline.Logic;

/// <summary>
/// Trips and resets. A trip is a hold of kind Breaker, so permission, cancels and orders that are not written yet
/// follow from the hold.
/// </summary>
internal sealed class BreakerTrips
{
    private readonly LogicParts _parts;
    private readonly HoldFlow _holds;
    private readonly CancelFlow _cancels;
    private readonly FlattenFlow _flatten;
    private readonly BreakerMeasures _measures;
    private readonly BreakerBook _book;
    private readonly AsciiText32[] _names;
    private int _flattenInstrumentId; // Read within the input that has set it.

    public BreakerTrips(LogicParts parts, HoldFlow holds, CancelFlow cancels, FlattenFlow flatten)
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

    /// <summary>Begins what this input's trips cancel and close: at its end, when nobody builds on the group.</summary>
    public void Begin(GroupWriter group, long nowNs)
    {
        if ((_parts.Causes & BreakerCauses.Flatten) != 0)
            _flatten.Begin(group, _flattenInstrumentId, nowNs, out _);
        else if ((_parts.Causes & BreakerCauses.Tripped) != 0)
            _cancels.GoOn(group, nowNs);
    }

    /// <summary>A record about a breaker, with what all of them have.</summary>
    public static ref BreakerPayload Append(
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

    // Two at once widen to the account, as two commands would.
    private void BeginFlattenLater(HoldScope scope, int scopeId)
    {
        var instrumentId = scope == HoldScope.Instrument ? scopeId : -1;
        var isSecond = (_parts.Causes & BreakerCauses.Flatten) != 0 && _flattenInstrumentId != instrumentId;
        _flattenInstrumentId = isSecond ? -1 : instrumentId;
        _parts.Causes |= BreakerCauses.Flatten;
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
}
