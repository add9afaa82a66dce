using Engine.Core.Config;
using Engine.Core.Events;
using Engine.Core.MarketData;
using Engine.Core.Pipeline.Logic;
using Engine.Core.Time;

namespace Engine.Core.Pipeline;

/// <summary>Builds the market-data sources of a configuration: one per file, or the simulated market.</summary>
public static class SourceFactory
{
    /// <summary>How many lanes the sources need.</summary>
    public static int CountOf(EngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Math.Max(1, options.DataFiles.Count);
    }

    /// <exception cref="ConfigException">There are more files than lanes.</exception>
    public static void CheckLanes(EngineOptions options, EngineLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        var sourcesMax = limits.LanesMax - LaneIds.FirstSource;
        if (CountOf(options) <= sourcesMax) return;
        throw ConfigException.Invalid(
            "data.files", $"{options.DataFiles.Count} files",
            $"give at most {sourcesMax} or raise {EngineLimits.KeyOf(nameof(EngineLimits.LanesMax))}");
    }

    /// <param name="writers">One lane per source, in rank order.</param>
    /// <param name="view">What the journal has of each source already.</param>
    /// <param name="clock">Paces the sources; null writes as fast as the lanes take it.</param>
    public static IReadOnlyList<IMarketDataSource> Create(
        EngineSetup setup, IReadOnlyList<IInputWriter> writers, LogicView view, IClock? clock)
    {
        ArgumentNullException.ThrowIfNull(setup);
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(writers);
        var options = setup.Options;
        if (setup.Hooks.CreateSource is { } create)
            return [.. writers.Select((writer, i) => create(i, writer, ResumeOf(view, LaneIds.FirstSource + i)))];
        if (options.DataFiles.Count == 0)
        {
            return [new SimulatedSource(setup.Simulated, setup.Instruments, writers[0],
                ResumeOf(view, LaneIds.FirstSource), clock)];
        }

        var sources = new IMarketDataSource[options.DataFiles.Count];
        for (var i = 0; i < sources.Length; i++)
        {
            var csv = new CsvSourceOptions
            {
                Path = options.DataFiles[i],
                SkipBadRows = options.SkipBadRows,
                RepeatCount = options.DataRepeat,
                BarIntervalNs = options.BarIntervalNs,
                SymbolsMax = setup.Limits.InstrumentsPerLaneMax,
            };
            sources[i] =
                new CsvSource(csv, setup.Instruments, writers[i], ResumeOf(view, LaneIds.FirstSource + i), clock);
        }
        return sources;
    }

    private static ResumePoint? ResumeOf(LogicView view, int laneId)
    {
        ref readonly var lane = ref view.Lane(laneId);
        if (lane.Progress == 0) return null;

        return new ResumePoint(lane.LastRow, lane.DefinitionCount, lane.FileSha256)
        {
            OptionsHash = lane.OptionsHash,
            HasEnded = lane.Progress == 2,
        };
    }
}
