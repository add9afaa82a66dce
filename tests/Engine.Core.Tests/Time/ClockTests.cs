using Engine.Core.Time;
using Xunit;

namespace Engine.Core.Tests.Time;

public sealed class ClockTests
{
    private const long Anchor = 1_700_000_000_000_000_000;

    [Fact]
    public void The_system_clock_starts_at_utc_and_follows_the_monotonic_counter()
    {
        var time = new ManualTime();
        var clock = new SystemClock(time);
        Assert.Equal(Anchor, clock.NowNs);
        time.AdvanceNs(123);
        time.StepUtcNs(-3_600_000_000_000);
        Assert.Equal(Anchor + 123, clock.NowNs);
    }

    [Fact]
    public void A_utc_step_above_500_ms_is_reported_once()
    {
        var time = new ManualTime();
        var clock = new SystemClock(time);
        time.StepUtcNs(500_000_000);
        Assert.Equal(0, clock.CheckStep());
        time.StepUtcNs(100);
        Assert.Equal(500_000_100, clock.CheckStep());
        Assert.Equal(0, clock.CheckStep());
        time.StepUtcNs(-2_000_000_000);
        Assert.Equal(-2_000_000_000, clock.CheckStep());
        Assert.Equal(0, clock.CheckStep());
    }

    [Fact]
    public void The_real_system_clock_is_near_utc_and_does_not_step_back()
    {
        var clock = new SystemClock();
        var utcNs = (DateTime.UtcNow.Ticks - DateTime.UnixEpoch.Ticks) * 100;
        Assert.InRange(clock.NowNs - utcNs, -5_000_000_000, 5_000_000_000);
        var last = clock.NowNs;
        for (var i = 0; i < 1_000; i++)
        {
            var now = clock.NowNs;
            Assert.True(now >= last);
            last = now;
        }
    }

    [Theory]
    [InlineData(1, 1_000)]
    [InlineData(10, 10_000)]
    [InlineData(0.5, 500)]
    public void The_replay_clock_runs_at_its_pace(double pace, long expectedNs)
    {
        var time = new ManualTime();
        var clock = new ReplayClock(Anchor, pace, time);
        Assert.Equal(Anchor, clock.NowNs);
        time.AdvanceNs(1_000);
        Assert.Equal(Anchor + expectedNs, clock.NowNs);
        time.AdvanceNs(1_000_000_000_000_000);    // Eleven days: nothing overflows.
        Assert.Equal(Anchor + expectedNs + (long)(1_000_000_000_000_000 * pace), clock.NowNs);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(1e7)]
    public void An_impossible_pace_is_refused(double pace) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReplayClock(0, pace));
}
