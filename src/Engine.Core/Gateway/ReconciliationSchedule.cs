using Engine.Core.Events;
using Engine.Core.State;

namespace Engine.Core.Gateway;

/// <summary>
/// When the venue is asked: everything and the open orders alone at their intervals, and once more after a difference
/// was found. It keeps the report of the last comparison as well.
/// </summary>
public sealed class ReconciliationSchedule
{
    /// <summary>
    /// Comparisons in a row that may each find something new, before what was found last counts as well.
    /// </summary>
    public const int RoundsMax = 10;

    private readonly StateTable<ReconciliationReportState> _state;

    public ReconciliationSchedule(StateRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        _state = registry.Add<ReconciliationReportState>(StateParts.ReconciliationReport, 1, 1);
    }

    public ref readonly ReconciliationReportState Report => ref _state[0];

    /// <summary>Engine time at which <see cref="TryTakeDue"/> has to be called.</summary>
    public long WakeNs => _state[0].WakeNs;

    /// <summary>The venue is gone: nothing is asked until a comparison has ended again.</summary>
    public void Suspend()
    {
        ref var state = ref _state.Edit(0);
        state.ConfirmNs = long.MaxValue;
        state.NextFullNs = long.MaxValue;
        state.NextOrdersNs = long.MaxValue;
        state.AskedNs = 0;
        state.Rounds = 0;
        Wake(ref state);
    }

    public void OnAsked(long nowNs)
    {
        ref var state = ref _state.Edit(0);
        state.AskedNs = nowNs;
        state.ConfirmNs = long.MaxValue;
        Wake(ref state);
    }

    /// <summary>Something is to be confirmed: the same again after a while.</summary>
    public void Confirm(QueryKind scope, long nowNs, ReconcileOptions options)
    {
        AskAgain(scope, nowNs, options);
        ref var state = ref _state.Edit(0);
        if (state.Rounds < short.MaxValue) state.Rounds++;
    }

    /// <summary>The answer proved nothing: the same again after a while.</summary>
    public void AskAgain(QueryKind scope, long nowNs, ReconcileOptions options)
    {
        ref var state = ref _state.Edit(0);
        state.AskedNs = 0;
        state.ConfirmScope = scope;
        state.ConfirmNs = nowNs + options.ConfirmAfterNs;
        Wake(ref state);
    }

    /// <summary>A comparison has come to its end.</summary>
    public void OnCompleted(QueryKind scope, long nowNs, ReconcileOptions options)
    {
        ref var state = ref _state.Edit(0);
        state.AskedNs = 0;
        state.Rounds = 0;
        state.NextOrdersNs = nowNs + options.OrdersEveryNs;
        if (scope == QueryKind.None)
        {
            state.NextFullNs = nowNs + options.EveryNs;
            state.CompletedNs = nowNs;
        }
        Wake(ref state);
    }

    /// <summary>What the last comparison came to.</summary>
    public void OnCompared(Reconciler reconciler, ReconciliationFindings findings, long nowNs)
    {
        ref var state = ref _state.Edit(0);
        state.ComparedNs = nowNs;
        state.Comparisons++;
        state.QueryId = reconciler.QueryId;
        state.Scope = reconciler.Scope;
        state.Skipped = reconciler.SkippedCount;
        state.Differences = findings.Count;
        state.Confirmed = 0;
        state.Critical = 0;
        state.WorstBasisPoints = 0;
        for (var i = 0; i < findings.Count; i++)
        {
            ref readonly var finding = ref findings[i];
            if (!finding.IsConfirmed) continue;
            state.Confirmed++;
            if (finding.Difference.IsCritical) state.Critical++;
            state.WorstBasisPoints = Math.Max(state.WorstBasisPoints, finding.BasisPoints);
        }
    }

    public void OnAdopted() => _state.Edit(0).Adoptions++;

    /// <summary>True if something is to be asked now, and what. A question that is open is waited for.</summary>
    /// <param name="isTrading">Running, and compared since the venue connected.</param>
    public bool TryTakeDue(long nowNs, ReconcileOptions options, bool isTrading, out QueryKind scope)
    {
        scope = QueryKind.None;
        if (_state[0].WakeNs == 0) Suspend(); // Nothing was ever asked.
        ref var state = ref _state.Edit(0);
        var isDue = false;
        if (state.ConfirmNs <= nowNs)
        {
            scope = state.ConfirmScope;
            state.ConfirmNs = long.MaxValue;
            isDue = true;
        }
        else if (state.NextFullNs <= nowNs)
        {
            isDue = isTrading;
            state.NextFullNs = nowNs + options.EveryNs;
            state.NextOrdersNs = nowNs + options.OrdersEveryNs;
        }
        else if (state.NextOrdersNs <= nowNs)
        {
            scope = QueryKind.OpenOrders;
            isDue = isTrading && state.AskedNs == 0; // Never in the place of a larger question.
            state.NextOrdersNs = nowNs + options.OrdersEveryNs;
        }
        Wake(ref state);
        return isDue;
    }

    private static void Wake(ref ReconciliationReportState state) =>
        state.WakeNs = Math.Min(state.ConfirmNs, Math.Min(state.NextFullNs, state.NextOrdersNs));
}
