using Measuring;
using Xunit;

namespace Perf.Tests;

/// <summary>
/// Goal: the densest windows are found, wherever they begin, and do not overlap.
/// Method: known examples, and random recordings beside a search that looks at every window.
/// </summary>
public sealed class BurstFinderTests
{
    [Fact]
    public void A_burst_across_the_border_of_two_milliseconds_is_one()
    {
        long[] times = [0, 1_900_000, 1_950_000, 2_000_000, 2_050_000, 9_000_000];
        Assert.Equal(
            [new Burst(1, 4, 1_900_000), new Burst(0, 1, 0)], BurstFinder.Densest(times, 1_000_000, 2));
    }

    [Fact]
    public void What_comes_a_whole_width_later_belongs_to_the_next() =>
        Assert.Equal([new Burst(0, 2, 0)], BurstFinder.Densest([0, 9, 10], 10, 1));

    [Fact]
    public void Events_of_one_instant_are_one_burst() =>
        Assert.Equal([new Burst(1, 3, 5)], BurstFinder.Densest([0, 5, 5, 5, 90], 1, 1));

    [Fact]
    public void There_are_no_more_bursts_than_windows_that_do_not_overlap() =>
        Assert.Single(BurstFinder.Densest([1, 2, 3], 100, 5));

    [Fact]
    public void Times_that_step_back_are_refused()
    {
        var exception = Assert.Throws<ArgumentException>(() => BurstFinder.Densest([3, 2], 10, 1));
        Assert.Contains("Time 1", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_first_burst_is_the_densest_of_all_windows(int seed)
    {
        var random = new Random(seed);
        var times = Enumerable.Range(0, 500).Select(_ => (long)random.Next(10_000)).Order().ToArray();
        var most = times.Max(start => times.Count(time => time >= start && time < start + 100));

        var bursts = BurstFinder.Densest(times, 100, 20);

        Assert.Equal(most, bursts[0].Count);
        Assert.Equal(bursts.OrderByDescending(b => b.Count), bursts);
        var starts = bursts.Select(b => b.StartNs).Order().ToArray();
        Assert.All(starts.Zip(starts.Skip(1)), pair => Assert.True(pair.Second - pair.First >= 100));
    }
}
