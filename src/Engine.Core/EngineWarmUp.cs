using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using Engine.Core.Config;
using Engine.Core.Journal;
using Engine.Core.Strategies;
using Engine.Core.Strategies.Reference;

namespace Engine.Core;

/// <summary>
/// Lets a second engine with the same settings trade a simulated market for a moment, in memory, before the real one
/// begins: the code of every stage is compiled, and compiled again with what was learnt, before the first order depends
/// on it. The two share nothing but the code: not a journal, not a table, not a clock.
/// </summary>
internal static class EngineWarmUp
{
    private const string QuotingType = "warm-up-quoting";
    private const string QuotingName = "zz-warm-up"; // Behind all others: it takes no number away from them.
    private const int Pace = 60;
    private const int RowsPerSecond = 1_000; // Of event time.
    private const int SegmentRecords = 65_536;

    /// <param name="length">Real time of trading; starting and stopping come on top.</param>
    public static WarmUpReport Run(EngineSetup setup, TimeSpan length)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            var summary = Trade(setup, length);
            var problem = summary.Shutdown.Fault is { } fault
                ? $"stage {fault.Stage}: {fault.Exception.Message}"
                : null;
            return new WarmUpReport(clock.Elapsed, summary.Counters.QuoteCount, summary.Counters.OrderCount, problem);
        }
        catch (ConfigException exception)
        {
            // A setting that suits the real data and not the simulated market. Told, and no reason not to start.
            return new WarmUpReport(clock.Elapsed, 0, 0, exception.Message);
        }
        finally
        {
            // What it leaves is collected now, and not in the middle of the first minutes.
            GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
        }
    }

    private static EngineSummary Trade(EngineSetup setup, TimeSpan length)
    {
        var scratch = new EngineSetup(ConfigOf(setup, length), new Catalog(setup.Catalog), setup.Build);
        using var engine = TradingEngine.Open(scratch, new MemoryStorage());
        return engine.Run();
    }

    private static CanonicalConfig ConfigOf(EngineSetup setup, TimeSpan length)
    {
        var options = setup.Options;
        var config = CanonicalConfig.Parse(setup.ConfigText);
        var duration = (long)(length.TotalMilliseconds * Pace);
        foreach (var (key, value) in new[]
                 {
                     ("mode", "paper"), ("journal.directory", "/memory"), ("journal.hashChain", "false"),
                     ("journal.durability", options.Durability == Durability.Synced ? "synced" : "written"),
                     ("data.pace", Text(Pace)), ("venue.hosted", "true"), ("stop.mode", "cancel"),
                     ("threads.layout", options.ThreadLayout),
                     ("threads.busySpin", options.BusySpin ? "true" : "false"),
                     ("snapshots.intervalRecords", "0"), ("simulated.rate", Text(RowsPerSecond)),
                     ("simulated.duration", Text(duration) + "ms"), ("simulated.session", "0"),
                     ("limits.segmentRecords", Text(SegmentRecords)),
                 }) config.Set(key, value);
        if (setup.StrategyNames.Count < setup.Limits.StrategiesMax)
        {
            config.Set($"strategies.{QuotingName}.type", QuotingType);
            config.Set($"strategies.{QuotingName}.changeInterval", "20ms");
            config.Set($"strategies.{QuotingName}.quantity", "1"); // The least that limits may permit.
        }
        return config;
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    // Whatever the strategies of the run make of a made-up market: somebody must send, change and cancel orders.
    private sealed class Catalog(IStrategyCatalog inner) : IStrategyCatalog
    {
        public IStrategy Create(string type, ConfigSection section) =>
            type == QuotingType ? new PassiveQuoting() : inner.Create(type, section);
    }
}
