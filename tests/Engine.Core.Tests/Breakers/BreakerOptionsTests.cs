using Engine.Core.Breakers;
using Engine.Core.Config;
using Engine.Core.Events;
using Engine.Core.Loading;
using Engine.Testing;
using Xunit;

namespace Engine.Core.Tests.Breakers;

public sealed class BreakerOptionsTests
{
    private const string All = "breakers.useDefaults=true";

    public static TheoryData<string, bool> Flattens { get; } = AllFlattens();

    [Fact]
    public void In_paper_every_limit_is_missed_by_name_in_one_go()
    {
        var error = Assert.Throws<ConfigException>(() => Parse(EngineMode.Paper));
        foreach (var row in BreakerTable.All.Where(row => row.HasMeasure))
            Assert.Contains($"breakers.{row.Name}.limit", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("manual", error.Message, StringComparison.Ordinal);
        Assert.Contains("breakers.useDefaults", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_limit_may_be_left_out_of_a_breaker_that_is_off()
    {
        var lines = BreakerTable.All.Where(row => row.HasMeasure && row.Name != "volatility")
            .Select(row => $"breakers.{row.Name}.limit={row.DefaultLimit}").ToArray();
        var error = Assert.Throws<ConfigException>(() => Parse(EngineMode.Paper, lines));
        Assert.Contains("breakers.volatility.limit is missing", error.Message, StringComparison.Ordinal);
        var options = Parse(EngineMode.Paper, [.. lines, "breakers.volatility.enabled=false"]);
        Assert.False(options.Of(BreakerKind.Volatility).IsEnabled);
        Assert.True(options.Of(BreakerKind.Drawdown).IsEnabled);
    }

    [Fact]
    public void The_documented_defaults_are_the_figures_that_operators_ask_for()
    {
        var options = Parse(EngineMode.Paper, All);
        Assert.Equal(100_000, options.Of(BreakerKind.Drawdown).Limit);                 // 10 %
        Assert.Equal(5_000 * 100_000_000L, options.Of(BreakerKind.DailyLoss).Limit);   // 5,000
        Assert.Equal((100_000L, 20), (options.Of(BreakerKind.RejectRatio).Limit,
            options.Of(BreakerKind.RejectRatio).MinimumSample));                       // 10 % of at least 20
        Assert.Equal(50_000, options.Of(BreakerKind.ReconciliationDifference).Limit);  // 5 %
        Assert.All(BreakerTable.All, row => Assert.Equal(BreakerAction.Halted, options.Of(row.Kind).Action));
    }

    [Fact]
    public void What_exists_in_real_time_alone_is_off_in_a_backtest()
    {
        var options = Parse(EngineMode.Backtest, All);
        Assert.All(BreakerTable.All, row =>
            Assert.Equal(row.HasMeasure && !row.IsOfRealTime, options.Of(row.Kind).IsEnabled));
    }

    [Fact]
    public void A_backtest_has_the_breakers_that_it_asks_for()
    {
        var none = Parse(EngineMode.Backtest);
        Assert.All(BreakerTable.All, row => Assert.False(none.Of(row.Kind).IsEnabled));
        var one = Parse(EngineMode.Backtest, "breakers.drawdown.limit=3");
        Assert.True(one.Of(BreakerKind.Drawdown).IsEnabled);
        Assert.False(one.Of(BreakerKind.DailyLoss).IsEnabled);
    }

    [Fact]
    public void A_breaker_on_latency_needs_latencies_to_be_measured()
    {
        var blind = LogicBench.ConfigOf(
            "mode=paper", "account=TEST", "journal.directory=/none", "metrics.latency=false",
            "breakers.latency.enabled=true", "breakers.latency.limit=1s");
        var error = Assert.Throws<ConfigException>(() => new EngineSetup(blind, new StrategyCatalog(), "test"));
        Assert.Contains("'metrics.latency' is 'false'", error.Message, StringComparison.Ordinal);
        blind.Set("breakers.latency.enabled", "false");
        Assert.False(new EngineSetup(blind, new StrategyCatalog(), "test").Breakers.Of(BreakerKind.Latency).IsEnabled);
    }

    [Theory]
    [InlineData("breakers.drawdawn.limit=10", "there is no such breaker")]
    [InlineData("breakers.Drawdown.limit=10", "there is no such breaker")]
    [InlineData("breakers.drawdown.limit=101", "from 0 to 100")]
    [InlineData("breakers.drawdown.limit=-1", "from 0 to 100")]
    [InlineData("breakers.drawdown.limit=10.00001", "at most 4 decimal places")]
    [InlineData("breakers.latency.limit=2d", "from 0 to 1d")]
    [InlineData("breakers.orderRate.limit=1.5", "decimal places")]
    [InlineData("breakers.orderRate.window=1us", "from 1ms to 1d")]
    [InlineData("breakers.rejectRatio.minimumSample=0", "from 1 to 1000000")]
    [InlineData("breakers.drawdown.cooldown=31d", "from 0 to 30d")]
    [InlineData("breakers.drawdown.action=stop", "give reducing, halted or flatten")]
    public void What_cannot_be_used_is_refused_with_key_and_remedy(string line, string remedy)
    {
        var error = Assert.Throws<ConfigException>(() => Parse(EngineMode.Paper, All, line));
        Assert.Contains(remedy, error.Message, StringComparison.Ordinal);
        Assert.Contains(string.Join('.', line.Split('=')[0].Split('.')[..2]), error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Flattens))]
    public void Flattening_is_refused_to_a_breaker_that_says_that_the_engine_is_blind(string name, bool isAllowed)
    {
        var line = $"breakers.{name}.action=flatten";
        if (isAllowed)
        {
            BreakerTable.TryFind(name, out var row);
            Assert.Equal(BreakerAction.Flatten, Parse(EngineMode.Paper, All, line).Of(row.Kind).Action);
            return;
        }
        var error = Assert.Throws<ConfigException>(() => Parse(EngineMode.Paper, All, line));
        Assert.Contains(name == "consecutiveLosses" ? "cannot be closed apart" : "trading blind", error.Message,
            StringComparison.Ordinal);
    }

    // Written here a second time, as a rule.
    private static TheoryData<string, bool> AllFlattens()
    {
        string[] refused =
        [
            "marketDataGap", "latency", "reconciliationDifference", "unknownOrders", "journalLag", "errorRate",
            "consecutiveLosses",
        ];
        var cells = new TheoryData<string, bool>();
        foreach (var row in BreakerTable.All) cells.Add(row.Name, !refused.Contains(row.Name));
        return cells;
    }

    private static BreakerOptions Parse(EngineMode mode, params string[] lines) =>
        BreakerOptions.Parse(CanonicalConfig.Parse(string.Join('\n', lines)).Section("breakers"), mode);
}
