using Engine.Core.Breakers;
using Engine.Core.Events;
using Engine.Core.Replay;
using Engine.Core.Risk;
using Engine.Grpc.Health;
using static Engine.Grpc.Metrics.MetricKind;

namespace Engine.Grpc.Metrics.Entries;

/// <summary>What may be traded: phase, permission, holds, breakers, ladder, reconciliation.</summary>
internal static class RiskEntries
{
    private static readonly EnginePhase[] Phases = [.. Enum.GetValues<EnginePhase>().Where(p => p != EnginePhase.None)];
    private static readonly Permission[] Permissions =
        [.. Enum.GetValues<Permission>().Where(permission => permission != Permission.None)];
    private static readonly Permission[] Restrictions = [Permission.Reducing, Permission.Halted, Permission.ReadOnly];
    private static readonly HoldKind[] Holds = [.. Enum.GetValues<HoldKind>().Where(kind => kind != HoldKind.None)];
    private static readonly BreakerKind[] Breakers = [.. BreakerTable.All.Select(definition => definition.Kind)];
    private static readonly BreakerStanding[] Standings = Enum.GetValues<BreakerStanding>();

    private static readonly string[] Checks =
    [
        HealthEvaluator.Logic, HealthEvaluator.Phase, HealthEvaluator.Broker, HealthEvaluator.Feed,
        HealthEvaluator.Journal, HealthEvaluator.Disk, HealthEvaluator.Holds, HealthEvaluator.Follower,
    ];

    public static IReadOnlyList<MetricEntry> All { get; } =
    [
        MetricEntry.OneHot("engine_phase", "phase", "phase", Phases,
            reading => reading.Health.Vitals.Phase ?? reading.Status?.Phase),
        MetricEntry.OneHot("engine_permission", "permission", "what the account may trade", Permissions,
            reading => reading.Status?.Permission),
        MetricEntry.OneHot("engine_arming", "status", "whether an operator has armed it",
            Enum.GetValues<ArmingStatus>(), reading => reading.Status?.Arming),
        MetricEntry.Labeled(Gauge, "engine_holds", MetricUnit.None, ["kind", "permission"], "holds in force",
            _ => Holds.Length * Restrictions.Length, HoldsOf),
        MetricEntry.Labeled(Gauge, "engine_breaker_state", MetricUnit.None, ["breaker", "state"],
            "how a breaker stands, in its worst scope; 1 for one state, 0 for the others, all 0 while it is not known",
            _ => Breakers.Length * Standings.Length, BreakersOf),
        MetricEntry.Labeled(Gauge, "engine_breaker_measure", MetricUnit.Ratio, ["breaker"],
            "what it measures as a share of its limit, in its worst scope", _ => Breakers.Length, MeasuresOf),
        MetricEntry.Each(Counter, "engine_breaker_trips", "breaker", "trips", Breakers,
            (reading, breaker) => reading.Tally.Trips(breaker)),
        MetricEntry.Labeled(Gauge, "engine_ladder_factor", MetricUnit.Ratio, ["strategy"],
            "share of its size that a strategy may trade", bounds => bounds.StrategiesMax,
            reading => reading.Ladder.Select(row =>
                new MetricSample(Units.Share(row.PerTenThousand), row.Strategy))),
        MetricEntry.One(Gauge, "engine_disabled_strategies", MetricUnit.None,
            "strategies that threw and are not called any more", reading => reading.Trading?.DisabledStrategies),
        Status("engine_reconciled", "1 while the venue's view has been compared since the last connection",
            status => status.Counters.IsReconciled),
        MetricEntry.One(Counter, "engine_reconciliations", MetricUnit.None, "comparisons in the life of the journal",
            reading => reading.Status?.Reconciliation?.Report.Comparisons),
        Status("engine_reconciliation_differences", "differences that the last comparison found",
            status => status.Reconciliation?.Report.Differences),
        Status("engine_reconciliation_confirmed_differences", "those of them that were found twice",
            status => status.Reconciliation?.Report.Confirmed),
        MetricEntry.One(Gauge, "engine_reconciliation_age", MetricUnit.Seconds,
            "since the last comparison of everything, by the run's clock", ReconciliationAge),
        Status("engine_waiting_approvals", "commands that wait for a second person",
            status => status.Approvals.Count),
        MetricEntry.Labeled(Gauge, "engine_health_check_failed", MetricUnit.None, ["check"],
            "1 if a check of `/health` fails", _ => Checks.Length,
            reading => reading.Health.Checks.Select(check =>
                new MetricSample(check.State == HealthState.Failed ? 1 : 0, check.Name))),
        MetricEntry.One(Gauge, "engine_ready", MetricUnit.None, "1 if none fails",
            reading => reading.Health.IsReady ? 1 : 0),
    ];

    private static MetricEntry Status(string name, string meaning, Func<EngineStatus, double?> read) =>
        MetricEntry.One(Gauge, name, MetricUnit.None, meaning,
            reading => reading.Status is { } status ? read(status) : null);

    private static IEnumerable<MetricSample> HoldsOf(EngineReading reading)
    {
        var inForce = reading.Status?.Holds ?? [];
        foreach (var kind in Holds)
        {
            foreach (var permission in Restrictions)
            {
                yield return new MetricSample(
                    inForce.Count(hold => hold.Kind == kind && hold.Permission == permission),
                    kind.ToString(), permission.ToString());
            }
        }
    }

    private static IEnumerable<MetricSample> BreakersOf(EngineReading reading)
    {
        var rows = reading.Status?.Breakers ?? [];
        foreach (var kind in Breakers)
        {
            BreakerStanding? worst = null;
            foreach (var row in rows)
            {
                if (row.Settings.Definition.Kind == kind && (worst is null || row.Standing > worst))
                    worst = row.Standing;
            }
            foreach (var standing in Standings)
                yield return new MetricSample(standing == worst ? 1 : 0, kind.ToString(), standing.ToString());
        }
    }

    private static IEnumerable<MetricSample> MeasuresOf(EngineReading reading) =>
        (reading.Status?.Breakers ?? [])
            .Where(row => row.Settings.Definition.HasMeasure && row.Settings.Limit > 0)
            .GroupBy(row => row.Settings.Definition.Kind)
            .Select(rows => new MetricSample(
                rows.Max(row => (double)row.Measure / row.Settings.Limit), rows.Key.ToString()));

    private static double? ReconciliationAge(EngineReading reading) =>
        reading.Status?.Reconciliation is { Report.CompletedNs: > 0 } last
            ? Units.Seconds(Math.Max(0, reading.EngineNowNs - last.Report.CompletedNs))
            : null;
}
