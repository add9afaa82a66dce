using Engine.Core.Pipeline;
using static Engine.Grpc.Metrics.MetricKind;

namespace Engine.Grpc.Metrics.Entries;

/// <summary>Lanes, ring and threads.</summary>
internal static class MachineEntries
{
    public static IReadOnlyList<MetricEntry> All { get; } =
    [
        Lane(Gauge, "engine_lane_records", "records in an inbound lane", lane => lane.Occupied),
        Lane(Gauge, "engine_lane_capacity_records", "records that it can hold", lane => lane.Capacity),
        Lane(Counter, "engine_lane_written_records", "records written to it", lane => lane.Written),
        MetricEntry.One(Gauge, "engine_ring_records", MetricUnit.None,
            "records in the outbound ring that journal and gateway have not done with",
            reading => reading.Internals.Ring.Occupied),
        MetricEntry.One(Gauge, "engine_ring_capacity_records", MetricUnit.None, "records that it can hold",
            reading => reading.Internals.Ring.Capacity),
        MetricEntry.One(Counter, "engine_ring_published_records", MetricUnit.None, "records that the logic published",
            reading => reading.Internals.Ring.Published),
        MetricEntry.One(Counter, "engine_ring_waits", MetricUnit.None,
            "times that the logic found no room for a group", reading => reading.Internals.Ring.Waits),
        Thread(Gauge, "engine_thread_running", MetricUnit.None, "1 while the thread runs",
            thread => thread.IsRunning ? 1 : 0),
        Thread(Counter, "engine_thread_cpu", MetricUnit.Seconds, "time on a core",
            thread => Units.Seconds(thread.CpuNs)),
        Thread(Counter, "engine_thread_busy_passes", MetricUnit.None, "passes over its stages that found work",
            thread => thread.BusyPasses),
        Thread(Counter, "engine_thread_parks", MetricUnit.None, "times that it went to sleep", thread => thread.Parks),
        Thread(Counter, "engine_thread_wakeups", MetricUnit.None, "times that somebody woke it",
            thread => thread.Wakeups),
        Thread(Counter, "engine_thread_missed_wakeups", MetricUnit.None,
            "sleeps that lasted on although there was something to do; not 0 is a defect",
            thread => thread.MissedWakeups),
        Thread(Counter, "engine_thread_stalls", MetricUnit.None, "passes longer than `metrics.stallLimit`",
            thread => thread.Stalls),
        Thread(Counter, "engine_thread_stalled", MetricUnit.Seconds, "all of those together",
            thread => Units.Seconds(thread.StalledNs)),
        Thread(Gauge, "engine_thread_longest_pass", MetricUnit.Seconds, "longest pass since the start",
            thread => Units.Seconds(thread.LongestNs)),
        Thread(Gauge, "engine_thread_recent_longest_pass", MetricUnit.Seconds, "longest pass of the last ten seconds",
            thread => Units.Seconds(thread.RecentLongestNs)),
        MetricEntry.One(Gauge, "engine_thread_stall_limit", MetricUnit.Seconds, "`metrics.stallLimit`",
            reading => reading.Internals.StallLimit.TotalSeconds),
    ];

    // A thread has at least one role.
    private static int ThreadsMax => Enum.GetValues<StageRole>().Length;

    private static MetricEntry Lane(MetricKind kind, string name, string meaning, Func<LaneGauge, double> read) =>
        MetricEntry.Labeled(kind, name, MetricUnit.None, ["lane"], meaning,
            bounds => bounds.SourcesMax + EngineReadings.EngineOwnLanes,
            reading => reading.Lanes.Select(lane => new MetricSample(read(lane), EngineReadings.LaneName(lane))));

    private static MetricEntry Thread(
        MetricKind kind, string name, MetricUnit unit, string meaning, Func<ThreadGauge, double?> read) =>
        MetricEntry.Labeled(kind, name, unit, ["thread"], meaning, _ => ThreadsMax,
            reading => reading.Internals.Threads.Where(thread => read(thread) is not null)
                .Select(thread => new MetricSample(read(thread)!.Value, thread.Name)));
}
