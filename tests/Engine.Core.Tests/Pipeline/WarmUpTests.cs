using Engine.Core.Loading;
using Engine.Testing;
using Engine.Testing.FaultyStorage;
using Xunit;

namespace Engine.Core.Tests.Pipeline;

/// <summary>Goal: the warm-up trades, and nothing of the engine, its journal or its state knows of it.</summary>
public sealed class WarmUpTests
{
    private readonly FaultyJournalStorage _storage = new();

    [Fact]
    public void A_warm_up_trades_and_leaves_journal_and_state_as_they_were()
    {
        using var engine = Open("start.warmUp=300ms");
        var files = _storage.List().ToDictionary(name => name, _storage.Bytes);
        var digest = engine.Pipeline.Model.Chain.ComputeStateDigest();

        var report = engine.WarmUp()!;

        Assert.Null(report.Problem);
        Assert.True(report.Inputs > 1_000, $"{report.Inputs} inputs");
        Assert.True(report.Orders > 10, $"{report.Orders} orders");
        Assert.Equal(files.Keys.Order(StringComparer.Ordinal), _storage.List());
        Assert.All(files, file => Assert.Equal(file.Value, _storage.Bytes(file.Key)));
        Assert.Equal(digest, engine.Pipeline.Model.Chain.ComputeStateDigest());
        Assert.Equal(0, engine.Pipeline.Logic.InputCount);
        Assert.True(engine.Run().Shutdown.IsClean);
    }

    [Fact]
    public void Without_the_setting_nothing_is_warmed_up()
    {
        using var engine = Open();
        Assert.Null(engine.WarmUp());
    }

    [Fact]
    public void A_backtest_has_no_first_order_to_hurry_for()
    {
        using var engine = Open("mode=backtest", "start.warmUp=300ms");
        Assert.Null(engine.WarmUp());
    }

    private TradingEngine Open(params string[] settings)
    {
        var config = LogicBench.ConfigOf(
        [
            "account=TEST", "journal.directory=/none", "simulated.duration=5s", "simulated.symbols=AAA,BBB",
            "limits.segmentRecords=8192", "journal.hashChain=false", "strategies.b.type=mean-reversion",
            "venue.hosted=true", "data.pace=20", .. settings,
        ]);
        return TradingEngine.Open(new EngineSetup(config, new StrategyCatalog(), "test"), _storage);
    }
}
