using System.Globalization;
using Engine.Grpc.Access;
using Xunit;

namespace Engine.Grpc.Tests.Access;

public sealed class CallRatesTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void A_client_has_a_burst_and_then_its_rate()
    {
        var rates = new CallRates(callsPerSecond: 10, callsBurst: 3, _time);
        for (var i = 0; i < 3; i++) Assert.Null(rates.TryTake("ada", "::1", isUrgent: false));
        Assert.Equal(TimeSpan.FromMilliseconds(100), rates.TryTake("ada", "::1", isUrgent: false));
        _time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Null(rates.TryTake("ada", "::1", isUrgent: false));
        Assert.NotNull(rates.TryTake("ada", "::1", isUrgent: false));
        _time.Advance(TimeSpan.FromHours(1));
        for (var i = 0; i < 3; i++) Assert.Null(rates.TryTake("ada", "::1", isUrgent: false));
        Assert.NotNull(rates.TryTake("ada", "::1", isUrgent: false));
    }

    [Fact]
    public void Principals_addresses_and_urgent_commands_do_not_take_from_each_other()
    {
        var rates = new CallRates(callsPerSecond: 1, callsBurst: 1, _time);
        Assert.Null(rates.TryTake("ada", "::1", isUrgent: false));
        Assert.NotNull(rates.TryTake("ada", "::1", isUrgent: false));
        Assert.Null(rates.TryTake("bob", "::1", isUrgent: false));
        Assert.Null(rates.TryTake("ada", "::2", isUrgent: false));
        Assert.Null(rates.TryTake("ada", "::1", isUrgent: true));
    }

    [Fact]
    public void More_clients_than_are_kept_share_one_rate_and_idle_ones_are_forgotten()
    {
        var rates = new CallRates(callsPerSecond: 1, callsBurst: 2, _time);
        for (var i = 0; i < AccessLimits.ClientsMax; i++)
            Assert.Null(rates.TryTake("", i.ToString(CultureInfo.InvariantCulture), isUrgent: false));
        Assert.Null(rates.TryTake("", "one more", isUrgent: false));
        Assert.Null(rates.TryTake("", "and one more", isUrgent: false));
        Assert.NotNull(rates.TryTake("", "and another", isUrgent: false));
        Assert.Equal(AccessLimits.ClientsMax + 1, rates.Count);

        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(rates.TryTake("", "later", isUrgent: false));
        Assert.Equal(1, rates.Count);
    }
}
