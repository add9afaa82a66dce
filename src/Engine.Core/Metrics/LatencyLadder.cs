namespace Engine.Core.Metrics;

/// <summary>
/// The bounds by which latencies are exported as classic buckets: 1, 2 and 5 of each decade from 100 ns to 100 s, and
/// a last bucket without a bound.
/// </summary>
public static class LatencyLadder
{
    private const long LowestNs = 100;
    private const long HighestNs = 100_000_000_000;

    private static readonly long[] Bounds = Build();

    /// <summary>Ascending; a value belongs to the first that is not below it.</summary>
    public static ReadOnlySpan<long> BoundsNs => Bounds;

    /// <summary>That without a bound included.</summary>
    public static int BucketCount => Bounds.Length + 1;

    /// <summary>Of the bucket that a value belongs to.</summary>
    public static int IndexOf(long ns)
    {
        var index = Bounds.AsSpan().BinarySearch(ns);
        return index < 0 ? ~index : index;
    }

    private static long[] Build()
    {
        var bounds = new List<long>();
        for (var decadeNs = LowestNs; decadeNs < HighestNs; decadeNs *= 10)
            bounds.AddRange([decadeNs, 2 * decadeNs, 5 * decadeNs]);
        bounds.Add(HighestNs);
        return [.. bounds];
    }
}
