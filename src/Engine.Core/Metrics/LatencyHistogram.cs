using System.Numerics;

namespace Engine.Core.Metrics;

/// <summary>
/// Log-linear histogram of nanoseconds: every power of two is divided into 128 equal buckets, so a reported value is at
/// most 1/128 (0.8 %) above the true one. Values below 0 count as 0 (a feed clock may run ahead), values above
/// <see cref="HighestNs"/> as that. Fixed size, one writer, no allocation; reading while it is written gives a slightly
/// torn but usable picture.
/// </summary>
public sealed class LatencyHistogram
{
    private const int SubBucketBits = 7;
    private const int SubBuckets = 1 << SubBucketBits;
    private const int PowersMax = 40;

    /// <summary>About 18 minutes.</summary>
    public const long HighestNs = (1L << PowersMax) - 1;

    private readonly long[] _counts = new long[(PowersMax - SubBucketBits + 1) * SubBuckets];

    public long Count { get; private set; }

    public long MaxNs { get; private set; }

    public long SumNs { get; private set; }

    /// <summary>Recorded values below zero.</summary>
    public long NegativeCount { get; private set; }

    public void Record(long ns)
    {
        if (ns < 0)
        {
            NegativeCount++;
            ns = 0;
        }
        if (ns > HighestNs) ns = HighestNs;
        _counts[IndexOf(ns)]++;
        Count++;
        SumNs += ns;
        if (ns > MaxNs) MaxNs = ns;
    }

    /// <summary>
    /// A copy that does not change while it is looked at: the count is that of the buckets as they were found.
    /// </summary>
    /// <param name="copy">What it held is gone.</param>
    public void CopyTo(LatencyHistogram copy)
    {
        ArgumentNullException.ThrowIfNull(copy);
        _counts.CopyTo(copy._counts, 0);
        var count = 0L;
        foreach (var bucket in copy._counts) count += bucket;
        copy.Count = count;
        copy.SumNs = SumNs;
        copy.NegativeCount = NegativeCount;
        copy.MaxNs = MaxNs;
    }

    /// <summary>
    /// Values at or below a bound, as exactly as the buckets are: what lies in the bound's own bucket counts as below.
    /// </summary>
    public long CountUpTo(long ns)
    {
        if (ns < 0) return 0;
        var last = IndexOf(Math.Min(ns, HighestNs));
        var count = 0L;
        for (var i = 0; i <= last; i++) count += _counts[i];
        return count;
    }

    /// <summary>Adds what another histogram has recorded; that one must not be written meanwhile.</summary>
    public void Add(LatencyHistogram other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (var i = 0; i < _counts.Length; i++) _counts[i] += other._counts[i];
        Count += other.Count;
        SumNs += other.SumNs;
        NegativeCount += other.NegativeCount;
        MaxNs = Math.Max(MaxNs, other.MaxNs);
    }

    /// <summary>Upper edge of the bucket in which the quantile lies; 0 if nothing was recorded.</summary>
    /// <param name="quantile">0 to 1.</param>
    public long Quantile(double quantile)
    {
        var rank = (long)Math.Ceiling(quantile * Count);
        var seen = 0L;
        for (var i = 0; i < _counts.Length; i++)
        {
            seen += _counts[i];
            if (seen >= rank && seen > 0) return Math.Min(UpperEdge(i), MaxNs);
        }
        return MaxNs;
    }

    // Values below 128 have a bucket each; above, the top eight significant bits choose it.
    private static int IndexOf(long ns)
    {
        var power = 63 - BitOperations.LeadingZeroCount((ulong)ns | 1);
        if (power < SubBucketBits) return (int)ns;

        var shift = power - SubBucketBits;
        return (int)((long)(shift << SubBucketBits) + (ns >> shift));
    }

    private static long UpperEdge(int index)
    {
        if (index < SubBuckets) return index;

        var shift = (index >> SubBucketBits) - 1;
        var top = (index & (SubBuckets - 1)) + SubBuckets;
        return ((long)(top + 1) << shift) - 1;
    }
}
