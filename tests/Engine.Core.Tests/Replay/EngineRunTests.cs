using Engine.Core.Config;
using Engine.Core.Events;
using Engine.Core.Journal;
using Engine.Core.Loading;
using Engine.Core.Replay;
using Engine.Testing;
using Engine.Testing.FaultyStorage;
using Xunit;

namespace Engine.Core.Tests.Replay;

/// <summary>Goal: whole engines on one journal, run after run, with settings that change in between.</summary>
public sealed class EngineRunTests
{
    private static readonly string[] Small =
    [
        "account=TEST", "journal.directory=/none", "simulated.duration=30s", "simulated.rate=200",
        "simulated.symbols=AAA,BBB", "limits.segmentRecords=8192", "limits.outboundRingSlots=8192",
        "limits.laneSlots=1024", "limits.stateHashIntervalRecords=500", "journal.hashChain=false",
        "strategies.b.type=mean-reversion", "risk.maxOpenOrders=100",
    ];

    [Theory]
    [InlineData("backtest")]
    [InlineData("paper")]
    public void A_snapshot_after_a_changed_configuration_is_one_to_start_from(string mode)
    {
        var storage = new FaultyJournalStorage();
        var first = Run(storage, mode);
        Assert.True(first.Shutdown.IsClean, Steps(first));
        var changed = new[] { "strategies.a.type=moving-average-crossover", "strategies.c.type=passive-quoting" };
        var second = Run(storage, mode, changed);
        Assert.True(second.Shutdown.IsClean, Steps(second));

        using var engine = Open(storage, mode, changed);
        Assert.NotNull(engine.Recovered.SnapshotFile);
        Assert.Empty(engine.Recovered.SkippedSnapshots);
        var straight = ModelRecovery.Recover(
            storage, JournalReader.Open(storage).Manifest, engine.Recovery.LastSequence,
            new ModelFactory(new StrategyCatalog()).Create, "", useSnapshots: false);
        Assert.Equal(straight.Model.All.ComputeDigest(), engine.Recovered.Model.All.FoldDigest());
        Assert.Equal(3, straight.Model.Chain.View.Strategies.Count);
    }

    [Fact]
    public void Two_layouts_of_threads_give_one_journal()
    {
        const string quoting = "strategies.q.type=passive-quoting";
        var fused = Run(
            new FaultyJournalStorage(), "backtest", quoting, "threads.layout=source+logic+journal+gateway|follower");
        var split = Run(
            new FaultyJournalStorage(), "backtest", quoting, "threads.layout=source|logic|journal+gateway|follower");
        Assert.Equal((fused.LastSequence, fused.StateDigest), (split.LastSequence, split.StateDigest));
        Assert.True(fused.Counters.QuoteCount > 1_000);
    }

    [Theory]
    [InlineData("venue.latency=250ms", "venue.latency")]
    [InlineData("limits.timersMax=65", "limits.timersMax")]
    public void What_a_journal_depends_on_cannot_be_changed_under_it(string setting, string key)
    {
        var storage = new FaultyJournalStorage();
        Run(storage, "backtest");
        var error = Assert.Throws<ConfigException>(() => Open(storage, "backtest", setting));
        Assert.Contains($"'{key}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("begin a new journal", error.Message, StringComparison.Ordinal);
        using var again = Open(storage, "backtest"); // The lock was given back.
    }

    [Fact]
    public void A_run_that_died_before_its_first_record_does_not_hide_the_configuration()
    {
        var storage = new FaultyJournalStorage();
        using (Open(storage, "backtest", "account.cash=5000"))
        {
        }
        Run(storage, "backtest", "account.cash=7000");
        using var engine = Open(storage, "backtest", "account.cash=9000");
        Assert.Equal(700_000_000_000, engine.Recovered.Model.Chain.View.Portfolio.Currency(0).StartingCash);
        var straight = ModelRecovery.Recover(
            storage, JournalReader.Open(storage).Manifest, engine.Recovery.LastSequence,
            new ModelFactory(new StrategyCatalog()).Create, "", useSnapshots: false);
        Assert.Equal(straight.Model.Chain.StateDigest, engine.Recovered.Model.Chain.StateDigest);
    }

    [Fact]
    public void A_stop_mode_that_this_build_cannot_do_is_refused_at_the_door()
    {
        using var engine = Open(new FaultyJournalStorage(), "backtest");
        Assert.Throws<ArgumentOutOfRangeException>(() => engine.RequestStop(StopMode.Flatten, "op", "why"));
    }

    [Fact]
    public void A_stop_before_the_first_input_is_orderly_and_nothing_is_lost_by_it()
    {
        var storage = new FaultyJournalStorage();
        using (var engine = Open(storage, "backtest"))
        {
            engine.RequestStop(StopMode.Cancel, "op", "at once");
            Assert.True(engine.Run().Shutdown.IsClean);
        }
        var rest = Run(storage, "backtest");
        var straight = Run(new FaultyJournalStorage(), "backtest");
        Assert.Equal(straight.Counters.QuoteCount, rest.Counters.QuoteCount);
    }

    private static EngineSummary Run(FaultyJournalStorage storage, string mode, params string[] settings)
    {
        using var engine = Open(storage, mode, settings);
        return engine.Run();
    }

    private static TradingEngine Open(FaultyJournalStorage storage, string mode, params string[] settings)
    {
        string[] own = mode == "paper" ? ["venue.hosted=true", "data.pace=100"] : [];
        var config = LogicBench.ConfigOf([.. Small, $"mode={mode}", .. own, .. settings]);
        return TradingEngine.Open(new EngineSetup(config, new StrategyCatalog(), "test"), storage);
    }

    private static string Steps(EngineSummary summary) =>
        string.Join("; ", summary.Shutdown.Steps.Select(s =>
            $"{s.Name}: {s.Detail}")) + summary.Shutdown.Fault?.Exception;
}
