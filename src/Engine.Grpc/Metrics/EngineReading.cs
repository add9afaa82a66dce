using Engine.Core;
using Engine.Core.Metrics;
using Engine.Core.Pipeline;
using Engine.Core.Replay;
using Engine.Grpc.Health;

namespace Engine.Grpc.Metrics;

/// <summary>
/// Everything that metrics are made from, taken at one moment from what the engine publishes. Lists of what has series
/// of its own are cut to their bounds already.
/// </summary>
internal sealed record EngineReading
{
    public required EngineSetup Setup { get; init; }

    public required int RunEpoch { get; init; }

    public required EngineInternals Internals { get; init; }

    public required HealthReport Health { get; init; }

    /// <summary>Null where there is no follower, or it has not published.</summary>
    public required EngineStatus? Status { get; init; }

    public required TradingFigures? Trading { get; init; }

    public required FeedStatus? Feeds { get; init; }

    public required RecordTally Tally { get; init; }

    public required CallTally Calls { get; init; }

    /// <summary>Null where latencies are not measured.</summary>
    public required LatencyBook? Latency { get; init; }

    /// <summary>Now, as the run's clock has it.</summary>
    public required long EngineNowNs { get; init; }

    public required IReadOnlyList<LaneGauge> Lanes { get; init; }

    public required IReadOnlyList<StreamHealth> Streams { get; init; }

    public required IReadOnlyList<StreamFigures> Markets { get; init; }

    public required IReadOnlyList<PositionFigures> Positions { get; init; }

    public required IReadOnlyList<StrategyFigures> Strategies { get; init; }

    public required IReadOnlyList<LadderFigures> Ladder { get; init; }

    /// <summary>What has no series of its own, because there is more than the bound.</summary>
    public required IReadOnlyDictionary<string, int> LeftOut { get; init; }
}
