using Engine.Core;
using Engine.Core.Journal;
using Engine.Core.Loading;

namespace Engine.Testing.Journals;

/// <summary>Journals of a paper engine in this process that keeps three segments and recycles the others.</summary>
public static class RecycledJournal
{
    private static readonly string[] Settings =
    [
        "account=TEST", "simulated.duration=60s", "simulated.rate=1000", "simulated.symbols=AAA,BBB",
        "limits.segmentRecords=8192", "limits.outboundRingSlots=8192", "limits.laneSlots=1024",
        "limits.stateHashIntervalRecords=500", "strategies.b.type=mean-reversion", "risk.maxOpenOrders=100",
        "venue.hosted=true", "data.pace=20", "snapshots.intervalRecords=4000", "journal.retention.keep=recent",
        "journal.retention.segments=3", "journal.retention.age=0",
    ];

    /// <summary>Opens an engine; with a folder that has a journal it goes on with that.</summary>
    public static TradingEngine Open(string folder, params string[] settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var config = LogicBench.ConfigOf([.. Settings, $"journal.directory={folder}", .. settings]);
        return TradingEngine.Open(
            new EngineSetup(config, new StrategyCatalog(), BacktestJournal.Build), DiskStorage.CreateOrOpen(folder));
    }

    /// <summary>Runs to the end of the data.</summary>
    public static EngineSummary Run(string folder, params string[] settings)
    {
        using var engine = Open(folder, settings);
        return engine.Run();
    }
}
