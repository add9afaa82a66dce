using System.Globalization;

namespace Measuring;

/// <summary>Median and extremes of something that was measured several times.</summary>
public readonly record struct Spread(double Median, double Min, double Max, int Count)
{
    public static Spread Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0
            ? new Spread(double.NaN, double.NaN, double.NaN, 0)
            : new Spread(MedianOfSorted(sorted), sorted[0], sorted[^1], sorted.Length);
    }

    /// <summary>The middle value, or the mean of the two middle ones.</summary>
    public static double MedianOfSorted(ReadOnlySpan<double> sorted)
    {
        if (sorted.IsEmpty) return double.NaN;
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>Every value in another unit.</summary>
    public Spread Times(double factor) => new(Median * factor, Min * factor, Max * factor, Count);

    public override string ToString() => Count == 0
        ? "-"
        : string.Create(CultureInfo.InvariantCulture, $"{Median:0.###} [{Min:0.###}..{Max:0.###}]");
}
