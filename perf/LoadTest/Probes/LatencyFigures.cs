namespace LoadTest.Probes;

/// <summary>Percentiles of one run in nanoseconds.</summary>
/// <param name="W99">Median over 10 ms windows of the window's p99.</param>
internal sealed record LatencyFigures(int Count, double P50, double P90, double W99, double P99, double P999,
    double Max);
