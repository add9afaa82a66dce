using Engine.Core.Config;
using Engine.Core.Events;
using Engine.Core.Orders;
using Engine.Core.Risk;
using Engine.Core.State;
using Xunit;

namespace Engine.Core.Tests.Risk;

/// <summary>Goal: nobody trades under a limit that he did not write down.</summary>
public sealed class RiskLimitsTests
{
    public static TheoryData<string> Required { get; } = new(
        "maxOrderQuantity", "maxOrderNotional", "maxPosition", "priceCollarBps", "staleQuoteMs", "orderRatePerSecond",
        "orderBurst", "maxInFlight", "maxOpenOrders", "shortSelling", "maxGrossExposure", "maxNetExposure",
        "maxConcentrationBps", "maxOpenPositions", "marginRateBps", "maxOrdersPerMinute", "maxOrdersPerDay",
        "maxNotionalPerMinute", "maxNotionalPerDay", "repeatWindowMs", "maxIdenticalRejects", "rejectWindowMs",
        "rejectProbeMs", "messagesPerSecond", "messageBurst", "rounding", "selfCross");

    [Theory]
    [MemberData(nameof(Required))]
    public void A_missing_limit_is_an_error_that_names_its_key(string name)
    {
        var lines = RiskLimits.DemoDefaults.Split('\n').Where(line => !line.StartsWith($"risk.{name}=",
            StringComparison.Ordinal));
        foreach (var mode in new[] { EngineMode.Paper, EngineMode.Live })
        {
            var error = Assert.Throws<ConfigException>(() => Parse(string.Join('\n', lines), mode));
            Assert.Contains($"'risk.{name}'", error.Message, StringComparison.Ordinal);
        }
        var (given, fallen) = (Parse(RiskLimits.DemoDefaults, EngineMode.Live),
            Parse(string.Join('\n', lines), EngineMode.Backtest));
        Assert.Equal((given.Default, given.Account), (fallen.Default, fallen.Account));
    }

    [Theory]
    [InlineData("maxOrderQuantity", "-1")]
    [InlineData("maxOrderQuantity", "1.0000000001")]
    [InlineData("maxOrderNotional", "1.000000001")]
    [InlineData("maxInFlight", "3073")]             // A quarter of the queue stays free for cancels.
    [InlineData("maxOpenOrders", "10001")]
    [InlineData("priceCollarBps", "1000001")]
    [InlineData("staleQuoteMs", "unlimited")]
    [InlineData("shortSelling", "yes")]
    [InlineData("maxGrossExposure", "-1")]
    [InlineData("maxNetExposure", "1.000000001")]
    [InlineData("maxConcentrationBps", "10000001")]
    [InlineData("maxOpenPositions", "65537")]
    [InlineData("marginRateBps", "0")]               // Would be credit without end.
    [InlineData("marginRateBps", "1000001")]
    [InlineData("maxOrdersPerMinute", "1000000001")]
    [InlineData("maxIdenticalRejects", "0")]
    [InlineData("repeatWindowMs", "604800001")]
    [InlineData("messagesPerSecond", "0")]           // Not even a cancel could leave.
    [InlineData("messageBurst", "1000001")]
    [InlineData("rounding", "up")]
    [InlineData("selfCross", "deny")]
    public void A_value_out_of_range_is_an_error_that_names_its_key(string name, string value)
    {
        var error = Assert.Throws<ConfigException>(() =>
            Parse($"{RiskLimits.DemoDefaults}risk.{name}={value}", EngineMode.Live));
        Assert.Contains($"'risk.{name}' is '{value}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Overrides_replace_single_limits_of_an_instrument()
    {
        var limits = Parse(
            RiskLimits.DemoDefaults + "risk.instruments.AAPL.maxPosition=7\nrisk.instruments.AAPL.shortSelling=false",
            EngineMode.Live);
        var own = limits.ForInstrument("AAPL");
        Assert.Equal(limits.Default with { MaxPosition = 7_000_000_000, IsShortSellingAllowed = false }, own);
        Assert.Equal(limits.Default, limits.ForInstrument("MSFT"));
        Assert.Equal(StrategyLimits.NotConfigured, limits.ForStrategy("mean"));
    }

    [Fact]
    public void A_misspelt_key_stays_unread()
    {
        var config =
            CanonicalConfig.Parse(RiskLimits.DemoDefaults + "risk.instruments.AAPL.maxPositon=7\nrisk.maxposition=1");
        RiskLimits.Parse(config.Section("risk"), EngineMode.Live, EngineLimits.Default);
        Assert.Equal(["risk.instruments.AAPL.maxPositon", "risk.maxposition"], config.UnreadKeys);
    }

    [Fact]
    public void Quantities_are_scaled_down_to_the_exponent_of_the_instrument()
    {
        var registry = new StateRegistry();
        var gate = new RiskGate(
            registry, RiskFixture.Limits, new OrderTable(registry, RiskFixture.Limits).View);
        var config = CanonicalConfig.Parse(RiskLimits.DemoDefaults + "risk.maxOrderQuantity=1.59\nrisk.maxInFlight=1");
        gate.Configure(RiskLimits.Parse(config.Section("risk"), EngineMode.Live, RiskFixture.Limits));
        gate.DefineInstrument(0, "A", sizeExponent: 0);
        gate.DefineInstrument(1, "B", sizeExponent: 1);
        gate.DefineInstrument(2, "C", sizeExponent: 9);
        Assert.Equal([1, 15, 1_590_000_000], Enumerable.Range(0, 3).Select(i => gate.Instrument(i).MaxOrderQuantity));
    }

    [Fact]
    public void Small_engines_cut_the_demo_defaults_to_their_size() =>
        Assert.Equal(6, RiskLimits.Parse(new CanonicalConfig().Section("risk"), EngineMode.Backtest,
            RiskFixture.Limits).InFlightMax);

    private static RiskLimits Parse(string text, EngineMode mode) =>
        RiskLimits.Parse(CanonicalConfig.Parse(text).Section("risk"), mode, EngineLimits.Default);
}
