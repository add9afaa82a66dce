using System.Diagnostics;
using Engine.Core.Pipeline;
using Engine.Grpc.Health;

namespace Engine.Grpc.Metrics;

/// <summary>
/// Takes readings. The metrics of one collection are asked for one by one: they share a reading, so that they fit
/// together.
/// </summary>
internal sealed class EngineReadings(MetricSources sources, SeriesBounds bounds)
{
    public const string Instrument = "instrument";
    public const string Position = "position";
    public const string Source = "source";
    public const string Strategy = "strategy";

    /// <summary>A collection takes milliseconds; a reading that is older belongs to the one before.</summary>
    private static readonly TimeSpan Age = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private readonly AdmittedNames _lanes = new(bounds.SourcesMax + EngineOwnLanes);
    private readonly AdmittedNames _sourceStreams = new(bounds.SourcesMax);
    private readonly AdmittedNames _instrumentStreams = new(bounds.InstrumentsMax);
    private readonly AdmittedNames _markets = new(bounds.InstrumentsMax);
    private readonly AdmittedNames _positions = new(bounds.InstrumentsMax);
    private readonly AdmittedNames _strategies = new(bounds.StrategiesMax);
    private readonly AdmittedNames _ladder = new(bounds.StrategiesMax);
    private EngineReading? _latest;
    private long _takenTicks;

    /// <summary>Lanes that are there whatever the sources: commands and venue.</summary>
    public const int EngineOwnLanes = 2;

    /// <summary>That of the collection under way.</summary>
    public EngineReading Current
    {
        get
        {
            lock (_gate)
                return _latest is not null && Stopwatch.GetElapsedTime(_takenTicks) < Age ? _latest : TakeLocked();
        }
    }

    /// <summary>A new collection begins.</summary>
    public EngineReading Take()
    {
        lock (_gate) return TakeLocked();
    }

    private EngineReading TakeLocked()
    {
        var engine = sources.Engine;
        var health = sources.Health();
        var internals = engine.Internals();
        var status = engine.Board.Status;
        var trading = engine.Board.Trading;
        var feeds = engine.Board.Feeds;
        var lanes = _lanes.Filter(internals.Lanes, LaneName, out var lanesOut);
        var (streams, sourcesOut, instrumentsOut) = Streams(health.Feed.Streams);
        var markets = _markets.Filter(feeds?.Streams ?? [], stream => stream.Symbol, out var marketsOut);
        var positions = _positions.Filter(trading?.Positions ?? [], position => position.Symbol, out var positionsOut);
        var strategies = _strategies.Filter(trading?.Strategies ?? [], row => row.Name, out var strategiesOut);
        var ladder = _ladder.Filter(status?.Ladder ?? [], row => row.Strategy, out var ladderOut);
        _takenTicks = Stopwatch.GetTimestamp();
        return _latest = new EngineReading
        {
            Setup = sources.Setup,
            RunEpoch = engine.RunEpoch,
            Internals = internals,
            Health = health,
            Status = status,
            Trading = trading,
            Feeds = feeds,
            Tally = engine.Board.Tally,
            Calls = sources.Calls,
            Latency = engine.Latency,
            EngineNowNs = health.Vitals.EngineNowNs,
            Lanes = lanes,
            Streams = streams,
            Markets = markets,
            Positions = positions,
            Strategies = strategies,
            Ladder = ladder,
            LeftOut = new Dictionary<string, int>(StringComparer.Ordinal)
            {
                [Instrument] = Math.Max(instrumentsOut, marketsOut),
                [Position] = positionsOut,
                [Source] = Math.Max(lanesOut, sourcesOut),
                [Strategy] = Math.Max(strategiesOut, ladderOut),
            },
        };
    }

    // Sources and instruments have bounds of their own, and may have the same names.
    private (IReadOnlyList<StreamHealth> Streams, int SourcesOut, int InstrumentsOut) Streams(
        IReadOnlyList<StreamHealth> all)
    {
        var ofSources = _sourceStreams.Filter(
            [.. all.Where(stream => stream.IsSource)], stream => stream.Name, out var sourcesOut);
        var ofInstruments = _instrumentStreams.Filter(
            [.. all.Where(stream => !stream.IsSource)], stream => stream.Name, out var instrumentsOut);
        return ([.. ofSources, .. ofInstruments], sourcesOut, instrumentsOut);
    }

    /// <summary>Several sources may read files of one name: the id tells them apart.</summary>
    public static string LaneName(LaneGauge lane) => $"{lane.Id}:{lane.Name}";
}
