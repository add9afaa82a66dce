using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Gateway;
using Engine.Core.Journal;
using Engine.Core.MarketData;
using Engine.Core.Metrics;
using Engine.Core.Replay;
using Engine.Core.Sequencing;

namespace Engine.Core.Pipeline;

/// <summary>The wired graph of one run: what <see cref="PipelineBuilder"/> built and the engine runs.</summary>
public sealed class EnginePipeline
{
    public required SharedLane<EngineEvent> Control { get; init; }

    public required Lane<EngineEvent> VenueLane { get; init; }

    /// <summary>One per source, in rank order.</summary>
    public required IReadOnlyList<Lane<EngineEvent>> SourceLanes { get; init; }

    public required ControlPort ControlPort { get; init; }

    /// <summary>Null where nobody measures: in a backtest, or if the setting says so.</summary>
    public required LatencyBook? Latency { get; init; }

    public required IReadOnlyList<IMarketDataSource> Sources { get; init; }

    public required SourcesStage SourcesStage { get; init; }

    public required LogicHost Logic { get; init; }

    /// <summary>The logic stage of a backtest; null otherwise.</summary>
    public required MergeLogicStage? Merge { get; init; }

    /// <summary>The logic stage of paper and live; null in a backtest.</summary>
    public required SweepLogicStage? Sweep { get; init; }

    public required JournalStage Journal { get; init; }

    /// <summary>Last position of the outbound ring that the logic has published.</summary>
    public required Sequence Published { get; init; }

    /// <summary>Null in a backtest, where the venue is inline.</summary>
    public required GatewayStage? Gateway { get; init; }

    /// <summary>The gateway as its thread runs it; null in a backtest.</summary>
    public required GatewayRunner? GatewayRunner { get; init; }

    public required RingDurableRecords? DurableRecords { get; init; }

    /// <summary>Null in a backtest, where the snapshot is taken inline at the end.</summary>
    public required Follower? Follower { get; init; }

    /// <summary>In the order in which they end: each feeds the ones behind it.</summary>
    public required IReadOnlyList<StageThread> Threads { get; init; }

    public required RunControl RunControl { get; init; }

    /// <summary>The clock of paper trading; not started, and not used in a backtest.</summary>
    public required DeferredClock Clock { get; init; }

    public required ThreadLayout Layout { get; init; }

    public required TradingModel Model { get; init; }

    public required JournalWriter Writer { get; init; }

    /// <summary>The first session with a venue in another process that this run may begin.</summary>
    public required int FirstSessionEpoch { get; init; }

    /// <summary>How full the lanes are. Any thread.</summary>
    public IReadOnlyList<LaneGauge> ReadLanes() =>
    [
        new LaneGauge(LaneIds.Control, "control", Control.Capacity, Control.Occupied, Control.Published),
        Gauge(LaneIds.Venue, "venue", VenueLane),
        .. SourceLanes.Select((lane, i) => Gauge(LaneIds.FirstSource + i, Sources[i].Name, lane)),
    ];

    private static LaneGauge Gauge(int id, string name, Lane<EngineEvent> lane) =>
        new(id, name, lane.Capacity, lane.Occupied, lane.Published);

    public StageThread? ThreadOf(StageRole role)
    {
        foreach (var thread in Threads)
            if (thread.Name.Split('+').Contains(ThreadLayout.NameOf(role))) return thread;
        return null;
    }
}
