using Engine.Core.Config;
using Engine.Core.Gateway;
using Xunit;

namespace Engine.Core.Tests.Gateway;

/// <summary>Goal: the section <c>venue</c> is read exactly, and what cannot work is refused by name.</summary>
public sealed class VenueOptionsTests
{
    [Fact]
    public void Defaults_are_those_of_the_document() => Assert.Equal(
        new VenueOptions(), Read() with { OrdersRetained = 65_536, ArrivalsMax = 8_192 });

    [Fact]
    public void Every_setting_is_read_in_its_unit()
    {
        var options = Read(
            ("id", "ABC"), ("seed", "7"), ("latency", "5ms"), ("latencyJitter", "1us"), ("reportLatency", "2ns"),
            ("commissionPerShare", "0.0035"), ("slippageBps", "1.25"), ("volumeCapPercent", "10"),
            ("partialFillPpm", "3"), ("rejectPpm", "4"), ("fillPerQuoteMax", "500"), ("openOrdersMax", "9"));
        Assert.Equal(("ABC", 7L, 5_000_000L, 1_000L, 2L),
            (options.VenueId, options.Seed, options.LatencyNs, options.LatencyJitterNs, options.ReportLatencyNs));
        Assert.Equal((350_000L, 125, 100_000), (options.CommissionPerShare, options.SlippagePpm, options.VolumeCapPpm));
        Assert.Equal((3, 4, 500L, 9),
            (options.PartialFillPpm, options.RejectPpm, options.FillPerQuoteMax, options.OpenOrdersMax));
        Assert.Equal(5_000_002, options.MinimumLatencyNs);
        Assert.NotEqual(new VenueOptions().ToDigest(), options.ToDigest());
    }

    [Theory]
    [InlineData("id", "not ok")]
    [InlineData("volumeCapPercent", "101")]
    [InlineData("slippageBps", "0.001")]
    [InlineData("latency", "-1ms")]
    [InlineData("openOrdersMax", "0")]
    public void What_cannot_work_is_refused_by_name(string name, string value) =>
        Assert.StartsWith(
            "Setting 'venue.", Assert.Throws<ConfigException>(() =>
                Read((name, value))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(63, 32, true)]
    [InlineData(64, 32, false)]
    [InlineData(63, 33, false)]
    public void The_lowest_bound_of_responses_works_if_orders_and_intents_fit(int openOrders, int inFlight, bool fits)
    {
        const string key = "limits.venueResponsesMax";
        var lowest = EngineLimits.Bounds.Single(b => EngineLimits.KeyOf(b.Name) == key).Min;
        var config = CanonicalConfig.Parse(
            $"{key}={lowest}\nlimits.inFlightMessages={inFlight}\nlimits.openOrdersMax={openOrders}\n");
        var limits = EngineLimits.FromConfig(config.Section("limits"));

        if (fits)
        {
            Assert.Equal(lowest, VenueOptions.FromConfig(config.Section("venue"), limits).ResponsesMax);
            return;
        }
        var error =
            Assert.Throws<ConfigException>(() => VenueOptions.FromConfig(config.Section("venue"), limits));
        Assert.StartsWith($"Setting '{key}' is '{lowest}': set it above ", error.Message, StringComparison.Ordinal);
    }

    private static VenueOptions Read(params (string Name, string Value)[] settings)
    {
        var config = new CanonicalConfig();
        foreach (var (name, value) in settings) config.Set("venue." + name, value);
        return VenueOptions.FromConfig(config.Section("venue"), EngineLimits.Default);
    }
}
