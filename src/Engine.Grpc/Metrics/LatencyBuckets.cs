using System.Globalization;
using Engine.Core.Metrics;

namespace Engine.Grpc.Metrics;

/// <summary>One latency by the bounds of the ladder, at one moment: each count fits the others.</summary>
/// <param name="Cumulative">Up to each bound; the last has none.</param>
internal sealed record LatencyBuckets(LatencyEntry Entry, IReadOnlyList<long> Cumulative, double SumSeconds)
{
    private const double NsPerSecond = 1e9;

    private static readonly string[] Bounds = [.. BoundsSeconds().Select(Text)];

    public long Count => Cumulative[^1];

    /// <summary>In seconds, as labels have it.</summary>
    public static string BoundText(int bucket) => Bounds[bucket];

    public static IReadOnlyList<LatencyBuckets> OfAll(LatencyBook book)
    {
        var copy = new LatencyHistogram();
        return [.. LatencyCatalog.All.Select(entry => Of(entry, book[entry.Span].Histogram, copy))];
    }

    private static LatencyBuckets Of(LatencyEntry entry, LatencyHistogram histogram, LatencyHistogram copy)
    {
        histogram.CopyTo(copy);
        var cumulative = new long[LatencyLadder.BucketCount];
        for (var i = 0; i < cumulative.Length - 1; i++)
            cumulative[i] = copy.CountUpTo(LatencyLadder.BoundsNs[i]);
        cumulative[^1] = copy.Count;
        return new LatencyBuckets(entry, cumulative, copy.SumNs / NsPerSecond);
    }

    private static IEnumerable<double> BoundsSeconds()
    {
        for (var i = 0; i < LatencyLadder.BucketCount - 1; i++)
            yield return LatencyLadder.BoundsNs[i] / NsPerSecond;
        yield return double.PositiveInfinity;
    }

    // Both formats read it, and OpenMetrics wants whole numbers with a point.
    private static string Text(double bound)
    {
        if (double.IsPositiveInfinity(bound)) return "+Inf";
        var text = bound.ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e');
        return text.AsSpan().ContainsAny('.', 'e') ? text : text + ".0";
    }
}
