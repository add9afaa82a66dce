using System.Diagnostics;
using Engine.Core.Metrics;
using Xunit;

namespace Engine.Core.Tests.Metrics;

public sealed class RecentMaximumTests
{
    private static readonly long Second = Stopwatch.Frequency;

    [Fact]
    public void A_value_counts_for_ten_seconds_and_no_longer()
    {
        var recent = new RecentMaximum();
        Assert.Equal(0, recent.Read(1_000 * Second));
        recent.Record(50, 1_000 * Second);
        recent.Record(70, 1_003 * Second);
        recent.Record(60, 1_003 * Second);
        Assert.Equal(70, recent.Read(1_003 * Second));
        Assert.Equal(70, recent.Read(1_012 * Second));
        Assert.Equal(0, recent.Read(1_013 * Second));
    }

    [Fact]
    public void It_is_the_maximum_of_the_last_ten_seconds_whatever_comes()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var recent = new RecentMaximum();
        var all = new List<(long Second, long Value)>();
        var second = 5L;
        for (var i = 0; i < 2_000; i++)
        {
            second += random.Next(8) == 0 ? random.Next(1, 15) : 0;
            var value = random.NextInt64(1, 1_000);
            recent.Record(value, (second * Second) + random.NextInt64(Second));
            all.Add((second, value));
            var expected = all.Where(entry => entry.Second > second - RecentMaximum.Seconds).Max(entry => entry.Value);
            Assert.True(expected == recent.Read(second * Second), $"seed {seed}, value {i}");
        }
    }
}
