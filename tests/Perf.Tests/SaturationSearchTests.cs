using Measuring;
using Xunit;

namespace Perf.Tests;

/// <summary>
/// Goal: the search ends at the edge, wherever that lies, and one bad moment does not move it.
/// Method: something that keeps up with every rate up to a known one.
/// </summary>
public sealed class SaturationSearchTests
{
    private const double Precision = 0.05;

    [Theory]
    [InlineData(1_000)]
    [InlineData(100_000)]
    [InlineData(123_456)]
    [InlineData(3_999_999)]
    public void The_edge_lies_between_the_highest_rate_kept_and_the_lowest_that_failed(double edge)
    {
        var (kept, failed) = Search(rateMax: 4_000_000).Run(rate => rate <= edge);

        Assert.InRange(edge, kept!.Value, failed!.Value);
        Assert.True(failed / kept <= 1 + Precision, $"{kept} to {failed}");
    }

    [Fact]
    public void Whoever_keeps_every_rate_has_no_rate_that_failed() =>
        Assert.Equal((4_000_000, null), Search(rateMax: 4_000_000).Run(_ => true));

    [Fact]
    public void Whoever_keeps_none_ends_the_search()
    {
        var measured = 0;
        var (kept, failed) = Search(rateMax: 4_000_000).Run(_ =>
        {
            measured++;
            return false;
        });

        Assert.Null(kept);
        Assert.NotNull(failed);
        Assert.InRange(measured, 1, 30);
    }

    [Fact]
    public void A_rate_fails_only_if_it_does_so_in_every_try()
    {
        var tries = 0;
        var search = new SaturationSearch(firstRate: 100_000, rateMax: 100_000, Precision, triesPerRate: 3);

        Assert.Equal((100_000, null), search.Run(_ => ++tries == 3));
        Assert.Equal(3, tries);
    }

    private static SaturationSearch Search(double rateMax) =>
        new(firstRate: 100_000, rateMax, Precision, triesPerRate: 1);
}
