using Measuring;
using Xunit;

namespace Perf.Tests;

public sealed class QuantilesTests
{
    private static readonly double[] OneToTen = [.. Enumerable.Range(1, 10).Select(i => (double)i)];

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.1, 1)]
    [InlineData(0.11, 2)]
    [InlineData(0.5, 5)]
    [InlineData(0.9, 9)]
    [InlineData(0.91, 10)]
    [InlineData(1, 10)]
    public void A_quantile_is_the_smallest_value_that_so_many_do_not_exceed(double quantile, double expected) =>
        Assert.Equal(expected, Quantiles.At(OneToTen, quantile));

    [Fact]
    public void Of_nothing_there_is_no_quantile() => Assert.Equal(double.NaN, Quantiles.At([], 0.5));

    [Fact]
    public void A_curve_ends_where_no_sample_lies_beyond()
    {
        var thousand = Enumerable.Range(1, 1_000).Select(i => (double)i).ToArray();
        var curve = Quantiles.Curve(thousand);

        Assert.Equal((0, 1.0), curve[0]);
        Assert.Equal((0.999, 999.0), curve[^1]);
    }

    [Theory]
    [InlineData(new double[] { 3, 1, 2 }, 2)]
    [InlineData(new double[] { 4, 1, 2, 3 }, 2.5)]
    [InlineData(new double[] { 7 }, 7)]
    public void A_median_is_the_middle_or_the_mean_of_the_two_middle_ones(double[] values, double median)
    {
        var spread = Spread.Of(values);
        Assert.Equal(median, spread.Median);
        Assert.Equal((values.Min(), values.Max(), values.Length), (spread.Min, spread.Max, spread.Count));
    }
}
