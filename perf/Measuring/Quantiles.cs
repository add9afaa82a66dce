namespace Measuring;

/// <summary>
/// Quantiles of sorted values: the smallest value that so large a part of them does not exceed. Nothing is
/// interpolated: every answer was measured.
/// </summary>
public static class Quantiles
{
    // Of a latency plot: close to one another where the tail is.
    private static readonly double[] CurveQuantiles =
        [0, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999, 0.9995, 0.9999, 0.99999];

    public static double At(IReadOnlyList<double> sorted, double quantile) => sorted.Count == 0
        ? double.NaN
        : sorted[Math.Clamp((int)Math.Ceiling(quantile * sorted.Count) - 1, 0, sorted.Count - 1)];

    /// <summary>Quantile and value, as far as there are samples beyond the quantile to tell it by.</summary>
    public static IReadOnlyList<(double X, double Y)> Curve(IReadOnlyList<double> sorted) =>
        [.. CurveQuantiles.Where(q => (1 - q) * sorted.Count >= 1).Select(q => (q, At(sorted, q)))];
}
