namespace LoadTest.Probes;

/// <summary>The straight line through points that has the least squares of the differences.</summary>
internal static class LeastSquares
{
    /// <summary>Its slope; NaN for fewer than two different abscissas.</summary>
    public static double Slope(IReadOnlyList<(double X, double Y)> points)
    {
        if (points.Count < 2) return double.NaN;

        var meanX = points.Average(point => point.X);
        var meanY = points.Average(point => point.Y);
        var squares = points.Sum(point => (point.X - meanX) * (point.X - meanX));
        return squares == 0 ? double.NaN : points.Sum(point => (point.X - meanX) * (point.Y - meanY)) / squares;
    }
}
