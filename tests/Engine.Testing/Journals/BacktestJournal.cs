using Engine.Core;
using Engine.Core.Config;
using Engine.Core.Journal;
using Engine.Core.Loading;

namespace Engine.Testing.Journals;

/// <summary>
/// Journals made by a real engine in this process: small tables, so that a test has one in a fraction of a second.
/// </summary>
public static class BacktestJournal
{
    /// <summary>Build that such journals name.</summary>
    public const string Build = "test-build";

    private static readonly KeyValuePair<string, string>[] SmallLimits =
    [
        new("limits.instrumentsMax", "32"), new("limits.instrumentsPerLaneMax", "32"), new("limits.lanesMax", "32"),
        new("limits.ordersRetained", "4096"), new("limits.openOrdersMax", "256"),
            new("limits.executionIdsRetained", "4096"),
        new("limits.inFlightMessages", "256"), new("limits.venueResponsesMax", "4096"),
            new("limits.segmentRecords", "8192"),
        new("limits.outboundRingSlots", "8192"), new("limits.laneSlots", "2048"),
            new("limits.stateHashIntervalRecords", "1024"),
        new("limits.strategiesMax", "4"), new("limits.timersMax", "64"), new("limits.calendarDaysMax", "64"),
    ];

    /// <summary>Runs a backtest over data files to its end. A folder that has a journal is gone on with.</summary>
    /// <param name="settings">Over the small limits and a mean reversion that trades often.</param>
    public static EngineSummary Run(
        string folder, IReadOnlyList<string> dataFiles, params KeyValuePair<string, string>[] settings)
    {
        using var engine = Open(folder, dataFiles, settings);
        return engine.Run();
    }

    /// <summary>Opens the engine and does not run it: the journal is in use.</summary>
    public static TradingEngine Open(
        string folder, IReadOnlyList<string> dataFiles, params KeyValuePair<string, string>[] settings)
    {
        ArgumentNullException.ThrowIfNull(dataFiles);
        ArgumentNullException.ThrowIfNull(settings);
        var config = new CanonicalConfig(SmallLimits);
        config.Set("mode", "backtest");
        config.Set("journal.directory", folder);
        config.Set("strategies.reversion.type", "mean-reversion");
        for (var i = 0; i < dataFiles.Count; i++) config.Set($"data.files.{i}", dataFiles[i]);
        foreach (var (key, value) in settings) config.Set(key, value);

        var setup = new EngineSetup(config, new StrategyCatalog(), Build);
        return TradingEngine.Open(setup, DiskStorage.CreateOrOpen(folder));
    }
}
