using System.Diagnostics;

namespace Engine.Core.Metrics;

/// <summary>One latency of one run: its histogram, and its recent maximum. One writer; any thread may read.</summary>
public sealed class LatencyRecorder
{
    private static readonly double NsPerTick = 1e9 / Stopwatch.Frequency;

    public LatencyHistogram Histogram { get; } = new();

    public RecentMaximum Recent { get; } = new();

    /// <summary>Ticks of <see cref="Stopwatch"/>. No lock, no allocation.</summary>
    /// <returns>What was recorded, in nanoseconds.</returns>
    public long Record(long fromTicks, long toTicks)
    {
        var ns = (long)((toTicks - fromTicks) * NsPerTick);
        Histogram.Record(ns);
        Recent.Record(ns, toTicks);
        return ns;
    }
}
