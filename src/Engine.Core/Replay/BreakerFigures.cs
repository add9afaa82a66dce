using Engine.Core.Breakers;
using Engine.Core.Events;
using Engine.Core.Pipeline.Logic;

namespace Engine.Core.Replay;

/// <summary>One breaker of a model at rest, as readers get it. Figures are in the unit of the definition.</summary>
/// <param name="ScopeId">Strategy or instrument id; 0 for the account, -1 where none is there to be measured.</param>
/// <param name="Measure">Now.</param>
/// <param name="TripMeasure">When it tripped; 0 if it never has.</param>
/// <param name="TrippedNs">Engine time of the last trip; 0 if it never has.</param>
/// <param name="ResettableNs">Engine time from which on a reset is taken.</param>
/// <param name="HoldId">0 while it has not tripped.</param>
/// <param name="Trips">Ever, in this scope.</param>
public sealed record BreakerFigures(
    BreakerSettings Settings, HoldScope Scope, int ScopeId, BreakerStanding Standing, long Measure, long TripMeasure,
    long TrippedNs, long ResettableNs, int HoldId, int Trips)
{
    /// <summary>What is left until it trips; below zero where it is beyond. 0 where nothing is measured.</summary>
    public long Margin => Settings.Definition.HasMeasure ? Settings.Limit - Measure : 0;

    /// <summary>
    /// Every breaker, from the start on: those of strategies and instruments by the one that is nearest to its limit,
    /// and besides each one that has warned or tripped.
    /// </summary>
    public static IReadOnlyList<BreakerFigures> OfAll(LogicView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        var rows = new List<BreakerFigures>();
        foreach (var definition in BreakerTable.All)
        {
            var kind = definition.Kind;
            var account = Of(view, kind, HoldScope.Account, 0);
            if (definition.Scope == HoldScope.Account || account.Standing == BreakerStanding.Tripped) rows.Add(account);
            if (kind == BreakerKind.Manual || definition.Scope == HoldScope.Strategy)
                AddScope(rows, view, kind, HoldScope.Strategy, 1, view.Strategies.Count);
            if (kind == BreakerKind.Manual || definition.Scope == HoldScope.Instrument)
                AddScope(rows, view, kind, HoldScope.Instrument, 0, view.Market.InstrumentCount);
        }
        return rows;
    }

    private static BreakerFigures Of(LogicView view, BreakerKind kind, HoldScope scope, int scopeId)
    {
        var settings = view.Breakers.SettingsOf(kind);
        ref readonly var state = ref view.Breakers.StateOf(kind, scope, scopeId);
        var measure = view.MeasureOf(kind, scope, scopeId, out _);
        var standing = state.IsTripped ? BreakerStanding.Tripped
            : !settings.IsEnabled && settings.Definition.HasMeasure ? BreakerStanding.Off
            : state.IsWarned != 0 ? BreakerStanding.Warned : BreakerStanding.Armed;
        return new BreakerFigures(
            settings, scope, scopeId, standing, measure, state.TripMeasure, state.TrippedNs,
            state.IsTripped ? state.ResettableNs : 0, state.HoldId, state.Trips);
    }

    // Thousands of instruments are not a list that anybody reads.
    private static void AddScope(
        List<BreakerFigures> rows, LogicView view, BreakerKind kind, HoldScope scope, int first, int count)
    {
        BreakerFigures? nearest = null;
        var isShown = false;
        for (var id = first; id < first + count; id++)
        {
            var state = view.Breakers.StateOf(kind, scope, id);
            var measure = view.MeasureOf(kind, scope, id, out _);
            if (state.IsTripped || state.IsWarned != 0)
            {
                rows.Add(Of(view, kind, scope, id));
                isShown = true;
            }
            else if (nearest is null || measure > nearest.Measure)
            {
                nearest = Of(view, kind, scope, id);
            }
        }
        if (isShown || kind == BreakerKind.Manual) return;
        rows.Add(nearest ?? Of(view, kind, HoldScope.Account, 0) with { Scope = scope, ScopeId = -1 });
    }
}
