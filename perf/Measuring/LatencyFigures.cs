namespace Measuring;

/// <summary>Percentiles of one run in nanoseconds.</summary>
/// <param name="W99">Median over 10 ms windows of the window's p99.</param>
public sealed record LatencyFigures(int Count, double P50, double P90, double W99, double P99, double P999, double Max)
{
    /// <summary>Quantile and nanoseconds, for a plot.</summary>
    public IReadOnlyList<(double X, double Y)> Curve { get; init; } = [];

    public static LatencyFigures Of(List<double> latenciesNs, double w99)
    {
        latenciesNs.Sort();
        return new LatencyFigures(
            latenciesNs.Count, Quantiles.At(latenciesNs, 0.5), Quantiles.At(latenciesNs, 0.9), w99,
            Quantiles.At(latenciesNs, 0.99), Quantiles.At(latenciesNs, 0.999), Quantiles.At(latenciesNs, 1))
        {
            Curve = Quantiles.Curve(latenciesNs),
        };
    }
}
