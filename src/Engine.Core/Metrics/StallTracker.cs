using System.Diagnostics;

namespace Engine.Core.Metrics;

/// <summary>
/// Watches the loop of one thread, from outside the loop: how long its longest pass was, preemption included, and how
/// often a pass was longer than it may be. Its own thread writes; any may read.
/// </summary>
public sealed class StallTracker
{
    private static readonly double NsPerTick = 1e9 / Stopwatch.Frequency;

    private readonly long _limitTicks;
    private readonly RecentMaximum _recent = new();
    private long _longestNs;
    private long _stalls;
    private long _stalledNs;

    /// <param name="limit">A pass longer than this is a stall.</param>
    public StallTracker(TimeSpan limit)
    {
        Limit = limit;
        _limitTicks = (long)(limit.TotalSeconds * Stopwatch.Frequency);
    }

    public TimeSpan Limit { get; }

    public long Stalls => Volatile.Read(ref _stalls);

    /// <summary>All stalls together, in nanoseconds.</summary>
    public long StalledNs => Volatile.Read(ref _stalledNs);

    /// <summary>Longest pass since the start, in nanoseconds.</summary>
    public long LongestNs => Volatile.Read(ref _longestNs);

    /// <summary>Longest pass of the last ten seconds, in nanoseconds.</summary>
    public long RecentLongestNs(long nowTicks) => _recent.Read(nowTicks);

    /// <summary>A pass went from here to there, in ticks of <see cref="Stopwatch"/>.</summary>
    public void Lap(long fromTicks, long toTicks)
    {
        var ns = (long)((toTicks - fromTicks) * NsPerTick);
        _recent.Record(ns, toTicks);
        if (ns > _longestNs) Volatile.Write(ref _longestNs, ns);
        if (toTicks - fromTicks <= _limitTicks) return;

        Volatile.Write(ref _stalls, _stalls + 1);
        Volatile.Write(ref _stalledNs, _stalledNs + ns);
    }
}
