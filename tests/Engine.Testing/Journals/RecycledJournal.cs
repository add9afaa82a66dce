using Engine.Core;
using Engine.Core.Events;
using Engine.Core.Journal;
using Engine.Core.Loading;

namespace Engine.Testing.Journals;

/// <summary>Journals of a paper engine in this process that keeps three segments and recycles the others.</summary>
public static class RecycledJournal
{
    private const int SegmentsRecycled = 2;

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    private static readonly string[] Settings =
    [
        "account=TEST", "simulated.duration=100h", "simulated.rate=1000", "simulated.symbols=AAA,BBB",
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

    /// <summary>Runs until two segments of this run's time were recycled.</summary>
    /// <exception cref="TimeoutException">They were not, in a time that is long enough for any machine.</exception>
    public static EngineSummary Run(string folder, params string[] settings)
    {
        using var engine = Open(folder, settings);
        var summary = RunUntil(engine, _ => engine.Retention!.Recycled >= SegmentsRecycled);
        if (engine.Retention!.Recycled < SegmentsRecycled)
        {
            throw new TimeoutException(
                $"{engine.Retention.Recycled} segments were recycled. {engine.Retention.Failure}");
        }
        return summary;
    }

    /// <summary>Runs until something holds, or for a minute.</summary>
    public static EngineSummary RunUntil(TradingEngine engine, Func<EngineProgress, bool> condition)
    {
        ArgumentNullException.ThrowIfNull(engine);
        var isAsked = false;
        return engine.Run(progress =>
        {
            if (isAsked || (!condition(progress) && progress.Elapsed < Deadline)) return;
            isAsked = true;
            engine.RequestStop(StopMode.Cancel, "test", "seen enough");
        });
    }
}
