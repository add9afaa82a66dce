namespace Measuring;

/// <summary>Curves over one horizontal axis. The vertical axis is logarithmic.</summary>
public sealed record Plot(string Title, string XLabel, string YLabel, PlotAxis XAxis, IReadOnlyList<PlotSeries> Series);
