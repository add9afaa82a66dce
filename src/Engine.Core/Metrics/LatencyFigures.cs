namespace Engine.Core.Metrics;

/// <summary>
/// One latency in figures, nanoseconds. A quantile is at most 1 % above the true one; the maxima are exact.
/// </summary>
/// <param name="RecentMaxNs">Of the last ten seconds.</param>
public sealed record LatencyFigures(
    LatencySpan Span, long Count, long SumNs, long P50Ns, long P90Ns, long P99Ns, long P999Ns, long MaxNs,
    long RecentMaxNs)
{
    public static LatencyFigures Of(LatencySpan span, LatencyHistogram histogram, long recentMaxNs)
    {
        ArgumentNullException.ThrowIfNull(histogram);
        return new LatencyFigures(
            span, histogram.Count, histogram.SumNs, histogram.Quantile(0.5), histogram.Quantile(0.9),
            histogram.Quantile(0.99), histogram.Quantile(0.999), histogram.MaxNs, recentMaxNs);
    }
}
