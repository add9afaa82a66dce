namespace Measuring;

/// <summary>One curve.</summary>
public sealed record PlotSeries(string Name, IReadOnlyList<(double X, double Y)> Points);
