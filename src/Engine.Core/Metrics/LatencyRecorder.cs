using System.Diagnostics;

namespace Engine.Core.Metrics;

/// <summary>One latency of one run: its histogram, and its recent maximum. One writer; any thread may read.</summary>
public sealed class LatencyRecorder
{
    private static readonly double NsPerTick = 1e9 / Stopwatch.Frequency;
    private static readonly bool IsTickNs = Stopwatch.Frequency == 1_000_000_000; // Then nothing has to be converted.

    public LatencyHistogram Histogram { get; } = new();

    public RecentMaximum Recent { get; } = new();

    /// <summary>Ticks of <see cref="Stopwatch"/>. No lock, no allocation.</summary>
    /// <returns>What was recorded, in nanoseconds.</returns>
    public long Record(long fromTicks, long toTicks)
    {
        var ns = IsTickNs ? toTicks - fromTicks : (long)((toTicks - fromTicks) * NsPerTick);
        Histogram.Record(ns);
        Recent.Record(ns, toTicks);
        return ns;
    }
}
