using Engine.Grpc.Tails;
using Engine.Grpc.Tests.Access;
using Xunit;

namespace Engine.Grpc.Tests.Tails;

public sealed class TailPaceTests
{
    [Fact]
    public void Over_a_second_no_more_goes_out_than_allowed_and_one_burst()
    {
        var time = new ManualTime();
        var pace = new TailPace(1_000_000, time);
        var sent = 0;
        for (var millisecond = 0; millisecond < 1_000; millisecond++, time.Advance(TimeSpan.FromMilliseconds(1)))
        {
            while (pace.WaitTime() == TimeSpan.Zero)
            {
                pace.Take(3_000);
                sent += 3_000;
            }
        }
        Assert.InRange(sent, 990_000, 1_060_000);
    }

    [Fact]
    public void The_time_to_wait_is_long_enough_and_a_rest_saves_up_no_more_than_a_burst()
    {
        var time = new ManualTime();
        var pace = new TailPace(1_000_000, time);
        pace.Take(1_050_000);
        var wait = pace.WaitTime();
        Assert.InRange(wait, TimeSpan.FromSeconds(0.99), TimeSpan.FromSeconds(1.01));
        time.Advance(wait);
        Assert.Equal(TimeSpan.Zero, pace.WaitTime());

        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(TimeSpan.Zero, pace.WaitTime());
        pace.Take(50_001);
        Assert.True(pace.WaitTime() > TimeSpan.Zero);
    }
}
