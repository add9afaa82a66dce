using Engine.Core;
using Engine.Core.Config;
using Engine.Core.Journal;
using Engine.Core.Loading;
using Engine.Core.Pipeline;

namespace Embedding;

/// <summary>The whole engine, from a source of this program to the journal, as a backtest.</summary>
public static class PipelineExample
{
    private const string Settings = """
        mode=backtest
        account=EMBEDDING
        strategies.reversion.type=mean-reversion
        """;

    /// <param name="folder">Empty; the journal stays in it.</param>
    /// <returns>Quotes that the strategy saw.</returns>
    public static long Run(string folder, long quotes)
    {
        var config = CanonicalConfig.Parse(Settings);
        config.Set("journal.directory", folder);
        var setup = new EngineSetup(config, new StrategyCatalog(), "embedding")
        {
            Hooks = new PipelineHooks { CreateSource = (_, lane, _) => new QuoteSource(lane, "ALFA", quotes) },
        };
        using var engine = TradingEngine.Open(setup, new DiskStorage(folder));
        var summary = engine.Run();
        return summary.Shutdown.Fault is { } fault
            ? throw new InvalidOperationException($"Stage {fault.Stage} failed.", fault.Exception)
            : summary.Counters.QuoteCount;
    }
}
