using System.Diagnostics;
using Engine.Core.Metrics;
using static Engine.Grpc.Metrics.MetricKind;

namespace Engine.Grpc.Metrics.Entries;

/// <summary>Latencies of <see cref="LatencyCatalog"/>.</summary>
internal static class LatencyEntries
{
    public const string SpanLabel = "span";

    /// <summary>Exported bucket by bucket: no collector of metrics takes counts that were made elsewhere.</summary>
    public static MetricEntry Histogram { get; } = MetricEntry.Labeled(
        MetricKind.Histogram, "engine_latency", MetricUnit.Seconds, [SpanLabel],
        "latencies by their name above; none where `metrics.latency` is false",
        _ => LatencyCatalog.All.Count * (LatencyLadder.BucketCount + 2), _ => []);

    public static IReadOnlyList<MetricEntry> All { get; } =
    [
        Histogram,
        MetricEntry.Labeled(Gauge, "engine_latency_recent_max", MetricUnit.Seconds, [SpanLabel],
            "longest of the last ten seconds, exactly", _ => LatencyCatalog.All.Count, RecentMaxima),
        MetricEntry.One(Counter, "engine_latency_lost_groups", MetricUnit.None,
            "groups whose stamps were overwritten before they were read; not 0 is a defect",
            reading => reading.Latency?.LostGroups),
    ];

    private static IEnumerable<MetricSample> RecentMaxima(EngineReading reading)
    {
        if (reading.Latency is not { } book) return [];
        var now = Stopwatch.GetTimestamp();
        return LatencyCatalog.All.Select(entry => new MetricSample(
            Units.Seconds(book[entry.Span].Recent.Read(now))!.Value, entry.Name));
    }
}
