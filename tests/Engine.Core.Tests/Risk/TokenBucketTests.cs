using Engine.Core.Risk;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Engine.Core.Tests.Risk;

/// <summary>Goal: never more than burst + rate x time, in any window.</summary>
public sealed class TokenBucketTests
{
    [Fact]
    public void A_full_bucket_gives_its_burst_and_then_one_per_interval()
    {
        var bucket = TokenBucket.PerSecond(10, burst: 3);
        var state = 0L;
        var now = 1_000_000_000L;
        for (var i = 0; i < 3; i++) Assert.True(bucket.TryTake(ref state, now));
        Assert.False(bucket.TryTake(ref state, now));
        Assert.False(bucket.TryTake(ref state, now + 99_999_999));
        Assert.True(bucket.TryTake(ref state, now + 100_000_000));
        Assert.False(bucket.TryTake(ref state, now + 100_000_000));
        Assert.Equal(3, bucket.Available(state, now + 10_000_000_000));
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(5, 0)]
    [InlineData(0, 0)]
    public void Zero_gives_nothing(long perSecond, int burst)
    {
        var state = 0L;
        Assert.False(TokenBucket.PerSecond(perSecond, burst).TryTake(ref state, long.MaxValue / 2));
        Assert.Equal(0, state);
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(long.MaxValue - 1)]
    public void The_end_of_time_is_a_refusal(long nowNs)
    {
        var state = 0L;
        Assert.False(TokenBucket.PerSecond(1, 5).TryTake(ref state, nowNs));
    }

    [Fact]
    public void Time_that_steps_back_gives_nothing_away()
    {
        var bucket = TokenBucket.PerSecond(1_000, burst: 2);
        var state = 0L;
        bucket.TryTake(ref state, 5_000_000_000);
        bucket.TryTake(ref state, 5_000_000_000);
        Assert.False(bucket.TryTake(ref state, 1));
        Assert.False(bucket.TryTake(ref state, long.MinValue));
    }

    [Fact]
    public void No_window_holds_more_than_burst_and_rate_allow() =>
        Check.One(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(
            Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => RunRandomly(new Random(seed))));

    private static void RunRandomly(Random random)
    {
        var perSecond = random.Next(1, 3_000);
        var burst = random.Next(1, 20);
        var bucket = TokenBucket.PerSecond(perSecond, burst);
        var state = 0L;
        var now = random.NextInt64(0, 1L << 60);
        var taken = new List<long>();
        for (var i = 0; i < 300; i++)
        {
            now += random.NextInt64(0, 2 * bucket.IntervalNs);
            if (bucket.TryTake(ref state, now)) taken.Add(now);
        }
        for (var first = 0; first < taken.Count; first++)
        {
            for (var last = first; last < taken.Count; last++)
            {
                var allowed = burst + ((Int128)(taken[last] - taken[first]) * perSecond / 1_000_000_000);
                if (last - first + 1 > allowed) Assert.Fail($"{last - first + 1} tokens, {allowed} allowed.");
            }
        }
    }
}
