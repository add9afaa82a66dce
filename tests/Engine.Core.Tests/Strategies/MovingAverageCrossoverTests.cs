using Engine.Core.Config;
using Engine.Core.Events;
using Xunit;

namespace Engine.Core.Tests.Strategies;

public sealed class MovingAverageCrossoverTests
{
    private const long Minute = 60 * StrategyBench.Second;

    private static StrategyBench Bench(params string[] settings) =>
        new(["type=moving-average-crossover", "fast=2", "slow=4", "quantity=10", .. settings]);

    private static void Bars(StrategyBench bench, int id, params long[] closes)
    {
        foreach (var close in closes)
        {
            bench.NowNs += Minute;
            bench.Bar(id, close, Minute);
        }
    }

    [Fact]
    public void It_asks_for_the_bars_it_averages() =>
        Assert.Equal([new BarSpec(BarKind.Time, Minute)], Bench().Host.Bars);

    [Fact]
    public void It_goes_long_when_the_fast_average_rises_above_and_turns_round_when_it_falls_below()
    {
        var bench = Bench();
        var id = bench.Define("AAA");
        Bars(bench, id, 1_000, 1_000, 1_000);
        Assert.Empty(bench.Emissions);
        Bars(bench, id, 1_000, 1_010);
        Assert.Equal(Side.Buy, bench.LastRequest.Order.Side);
        Assert.Equal(10, bench.LastRequest.Order.Quantity);
        bench.Fill(bench.LastRequest.Order.OrderId, 1_010);

        Bars(bench, id, 1_000, 980, 970);
        Assert.Equal(Side.Sell, bench.LastRequest.Order.Side);
        Assert.Equal(20, bench.LastRequest.Order.Quantity);
        bench.Fill(bench.LastRequest.Order.OrderId, 970);
        Assert.Equal(-10, bench.Position(id));
    }

    [Fact]
    public void Without_short_selling_it_goes_flat()
    {
        var bench = Bench("allowShort=false");
        var id = bench.Define("AAA");
        Bars(bench, id, 1_000, 1_000, 1_000, 1_000, 1_010);
        bench.Fill(bench.LastRequest.Order.OrderId, 1_010);
        Bars(bench, id, 1_000, 980, 970);
        Assert.Equal(10, bench.LastRequest.Order.Quantity);
        bench.Fill(bench.LastRequest.Order.OrderId, 970);
        Assert.Equal(0, bench.Position(id));
        Bars(bench, id, 960, 950);
        Assert.Equal(2, bench.OfKind(EventKind.OrderRequested).Count());
    }

    [Fact]
    public void Averages_closer_than_the_band_decide_nothing()
    {
        var bench = Bench("band=50");
        var id = bench.Define("AAA");
        Bars(bench, id, 1_000, 1_000, 1_000, 1_000, 1_010);
        Assert.Empty(bench.Emissions);
        Bars(bench, id, 1_030);
        Assert.Single(bench.OfKind(EventKind.OrderRequested));
    }

    [Fact]
    public void Bars_of_another_length_are_not_averaged()
    {
        var bench = Bench();
        var id = bench.Define("AAA");
        for (var i = 0; i < 10; i++) bench.Bar(id, 1_000 + (i * 100), Minute * 60);
        Assert.Empty(bench.Emissions);
    }

    [Fact]
    public void It_averages_mids_at_its_interval_if_told_so()
    {
        var bench = Bench("source=mid", "interval=1s");
        var id = bench.Define("AAA");
        for (var i = 0; i < 8; i++)
        {
            bench.Quote(id, 10_000 + (i * 10), 10_002 + (i * 10));
            bench.NowNs += StrategyBench.Second / 2;
        }
        Assert.Equal(Side.Buy, bench.LastRequest.Order.Side);
        Assert.Empty(bench.Host.Bars);
    }

    [Theory]
    [InlineData("fast=9", "fast")]
    [InlineData("slow=5", "fast")]
    [InlineData("source=trades", "source")]
    [InlineData("interval=1us", "interval")]
    public void A_parameter_out_of_range_is_named(string setting, string key)
    {
        var error = Assert.Throws<ConfigException>(
            () => new StrategyBench("type=moving-average-crossover", "slow=9", setting));
        Assert.Contains("strategies.tested." + key, error.Message, StringComparison.Ordinal);
    }
}
