using Measuring;
using Xunit;

namespace Perf.Tests;

public sealed class PairedComparisonTests
{
    private const int Pairs = 11;

    [Fact]
    public void A_steady_difference_is_shown_although_the_machine_changes_between_pairs()
    {
        var random = new Random(7);
        var comparison = PairedComparison.Of([.. Enumerable.Range(0, Pairs).Select(_ =>
        {
            var machine = 1 + (9 * random.NextDouble());
            return (machine, machine * (1.2 + (0.02 * random.NextDouble())));
        })]);

        Assert.InRange(comparison.Ratios.Median, 1.2, 1.22);
        Assert.True(comparison.IsDifferent);
        Assert.True(comparison.Low > 1);
        Assert.Equal((Pairs, 0), (comparison.Above, comparison.Below));
        Assert.EndsWith("larger", comparison.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Noise_around_equality_is_no_difference(int seed)
    {
        var random = new Random(seed);
        var pairs = Enumerable.Range(0, Pairs)
            .Select(i => (100.0, 100 * (1 + ((i % 2 == 0 ? 1 : -1) * 0.3 * random.NextDouble())))).ToArray();

        Assert.False(PairedComparison.Of(pairs).IsDifferent);
    }

    [Theory]
    [InlineData(7, 0, 0.015625)] // 2 of 128.
    [InlineData(6, 1, 0.125)]    // 16 of 128.
    [InlineData(0, 5, 0.0625)]
    [InlineData(3, 3, 1)]
    public void The_sign_test_counts_the_splits_that_are_as_uneven(int above, int below, double expected)
    {
        var pairs = Enumerable.Repeat((1.0, 2.0), above).Concat(Enumerable.Repeat((2.0, 1.0), below)).ToArray();
        Assert.Equal(expected, PairedComparison.Of(pairs).PValue, precision: 9);
    }

    [Fact]
    public void Pairs_without_a_difference_say_nothing() =>
        Assert.Equal(1, PairedComparison.Of([(5, 5), (6, 6)]).PValue);

    [Fact]
    public void Equal_pairs_give_equal_intervals()
    {
        (double, double)[] pairs = [(1, 1.1), (1, 0.9), (1, 1.4), (1, 1.2)];
        var (first, second) = (PairedComparison.Of(pairs), PairedComparison.Of(pairs));
        Assert.Equal((first.Low, first.High), (second.Low, second.High));
        Assert.InRange(first.Ratios.Median, first.Low, first.High);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, double.NaN)]
    [InlineData(-1, 1)]
    public void A_figure_without_a_ratio_is_refused(double first, double second) =>
        Assert.Throws<ArgumentException>(() => PairedComparison.Of([(first, second)]));

    [Theory]
    [InlineData(80, 120, CoreDistance.Near)]
    [InlineData(330, 460, CoreDistance.Far)]
    [InlineData(80, 330, CoreDistance.Mixed)]
    [InlineData(170, 170, CoreDistance.Mixed)]
    public void Cores_are_near_or_far_only_if_both_probes_say_so(double before, double after, CoreDistance expected) =>
        Assert.Equal(expected, CoreDistances.Of(before, after));
}
