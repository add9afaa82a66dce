namespace Measuring;

/// <summary>What the horizontal axis of a plot shows.</summary>
public enum PlotAxis
{
    Linear,
    Logarithmic,

    /// <summary>Quantiles 0 to below 1, each nine as wide as the one before.</summary>
    Percentile,
}
