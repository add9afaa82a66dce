using System.Globalization;
using Engine.Core;
using Engine.Core.Config;
using Engine.Grpc.Systemd;
using Xunit;

namespace Engine.Grpc.Tests.Systemd;

public sealed class WatchdogSettingTests
{
    [Theory]
    [InlineData("10000000", 10_000)]
    [InlineData("30000000", 30_000)]
    public void A_watchdog_of_the_stall_limit_or_more_is_taken(string period, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Read(period));

    [Fact]
    public void A_watchdog_shorter_than_the_stall_limit_is_refused_naming_both()
    {
        var message = Assert.Throws<ConfigException>(() => Read("9999999")).Message;
        Assert.Contains("'WATCHDOG_USEC' is '9999999'", message, StringComparison.Ordinal);
        Assert.Contains("limits.journalStallMsMax = 10000 ms", message, StringComparison.Ordinal);
        Assert.Contains("WatchdogSec=", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("10s")]
    [InlineData("9223372036854775807")]
    public void What_is_no_period_is_refused(string period) => Assert.Throws<ConfigException>(() => Read(period));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Without_the_variable_nobody_watches(string? period) => Assert.Null(Read(period));

    [Fact]
    public void A_watchdog_of_another_process_is_none_of_ours()
    {
        var own = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        Assert.Null(Read("1", process: "1"));
        Assert.NotNull(Read("10000000", own));
    }

    private static TimeSpan? Read(string? period, string? process = null) => WatchdogSetting.Read(
        name => name switch
        {
            WatchdogSetting.PeriodVariable => period,
            WatchdogSetting.ProcessVariable => process,
            _ => throw new ArgumentException(name),
        },
        EngineLimits.Default);
}
