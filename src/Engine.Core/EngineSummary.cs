using Engine.Core.Events;
using Engine.Core.Metrics;
using Engine.Core.Pipeline;
using Engine.Core.Pipeline.Logic;
using Engine.Core.Replay;

namespace Engine.Core;

/// <summary>What a run did, for people and scripts. Counters run over the whole life of the journal.</summary>
public sealed record EngineSummary
{
    public required ShutdownReport Shutdown { get; init; }

    /// <summary>From the start of the threads to the request to stop.</summary>
    public required TimeSpan Running { get; init; }

    public required TimeSpan Total { get; init; }

    /// <summary>Inputs taken in this run.</summary>
    public required long Inputs { get; init; }

    public required long LastSequence { get; init; }

    public required ulong StateDigest { get; init; }

    public required LogicState Counters { get; init; }

    public required CurrencyFigures Account { get; init; }

    public required IReadOnlyList<PositionFigures> Positions { get; init; }

    public required IReadOnlyList<StrategyFigures> Strategies { get; init; }

    public required IReadOnlyList<SourceFigures> Sources { get; init; }

    /// <summary>Strategies that threw, with what they threw.</summary>
    public required IReadOnlyList<string> DisabledStrategies { get; init; }

    /// <summary>
    /// Tick to order of this run; null where it is not measured, and in a backtest, where events are as old as their
    /// queue is long.
    /// </summary>
    public required LatencyHistogram? TickToOrder { get; init; }

    public required string ThreadLayout { get; init; }

    /// <summary>Why threads run unpinned although a core was asked for.</summary>
    public required IReadOnlyList<string> PinningRefused { get; init; }

    /// <summary>What else the system refused, with the remedy: locked memory, real-time priority.</summary>
    public IReadOnlyList<string> Refused { get; init; } = [];

    internal static EngineSummary Of(
        EngineSetup setup, EnginePipeline pipeline, ShutdownReport shutdown, TimeSpan running, TimeSpan total)
    {
        var chain = pipeline.Model.Chain;
        var view = chain.View;
        return new EngineSummary
        {
            Shutdown = shutdown,
            Running = running,
            Total = total,
            Inputs = pipeline.Logic.InputCount,
            LastSequence = chain.Cursor.LastSequence,
            StateDigest = chain.StateDigest,
            Counters = view.State,
            Account = CurrencyFigures.Of(view.Portfolio, 0),
            Positions = PositionFigures.OfAll(view),
            Strategies = StrategyFigures.OfAll(view),
            Sources = [.. pipeline.Sources.Select((source, i) =>
                SourceFigures.Of(source.Name, in view.Lane(LaneIds.FirstSource + i)))],
            DisabledStrategies =
                [.. view.Strategies.Where(s => s.Fault is not null).Select(s => $"{s.Name}: {s.Fault!.Message}")],
            TickToOrder = pipeline.Latency?[LatencySpan.TickToOrder].Histogram,
            ThreadLayout = pipeline.Layout.ToString(),
            PinningRefused =
            [
                .. pipeline.Threads.Where(t => t.PinningRefused is not null).Select(t =>
                    $"{t.Name}: {t.PinningRefused}"),
            ],
        };
    }
}
