using Engine.Rpc.Protocol;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Engine.Rpc.Tests.Protocol;

public sealed class TimeoutCodecTests
{
    [Theory]
    [InlineData(1, "100n")]
    [InlineData(0, "100n")]
    [InlineData(-5, "100n")]
    [InlineData(long.MinValue, "100n")]
    [InlineData(TimeSpan.TicksPerMillisecond, "1000000n")]
    [InlineData(999_999, "99999900n")]
    [InlineData(1_000_000, "100000u")]
    [InlineData(10 * TimeSpan.TicksPerSecond, "10000000u")]
    [InlineData(99_999_999 * TimeSpan.TicksPerMillisecond, "99999999m")]
    [InlineData(99_999_999 * TimeSpan.TicksPerMillisecond + 1, "100000S")]
    [InlineData(long.MaxValue, "99999999H")]
    public void A_timeout_is_sent_in_the_finest_unit_of_eight_digits(long ticks, string expected) =>
        Assert.Equal(expected, TimeoutCodec.Encode(TimeSpan.FromTicks(ticks)));

    [Theory]
    [InlineData("1H", TimeSpan.TicksPerHour)]
    [InlineData("2M", 2 * TimeSpan.TicksPerMinute)]
    [InlineData("3S", 3 * TimeSpan.TicksPerSecond)]
    [InlineData("4m", 4 * TimeSpan.TicksPerMillisecond)]
    [InlineData("5u", 5 * TimeSpan.TicksPerMicrosecond)]
    [InlineData("1n", 1)]
    [InlineData("101n", 2)]
    [InlineData("0S", 0)]
    [InlineData("00000001S", TimeSpan.TicksPerSecond)]
    [InlineData("99999999H", 99_999_999 * TimeSpan.TicksPerHour)]
    public void Every_unit_is_read(string text, long ticks)
    {
        Assert.True(TimeoutCodec.TryDecode(text, out TimeSpan timeout));
        Assert.Equal(ticks, timeout.Ticks);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("S")]
    [InlineData("1")]
    [InlineData("1s")]
    [InlineData("1.5S")]
    [InlineData("-1S")]
    [InlineData("+1S")]
    [InlineData(" 1S")]
    [InlineData("1S ")]
    [InlineData("123456789S")]
    [InlineData("\u0661S")]
    [InlineData("1S,2S")]
    public void What_is_no_timeout_is_not_taken_for_one(string? text) =>
        Assert.False(TimeoutCodec.TryDecode(text, out _));

    [Fact]
    public void No_time_is_lost_on_the_way_and_less_than_one_unit_is_won() =>
        Prop.ForAll(ArbMap.Default.ArbFor<long>(), seed =>
        {
            var sent = TimeSpan.FromTicks((seed & long.MaxValue) >> (2 + (int)(seed & 31)));
            bool isRead = TimeoutCodec.TryDecode(TimeoutCodec.Encode(sent), out TimeSpan received);
            long slack = Math.Max(sent.Ticks / 90_000, 1);
            return isRead && received >= sent && received.Ticks - sent.Ticks <= slack;
        }).QuickCheckThrowOnFailure();
}
