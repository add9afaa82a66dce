using Engine.Core.Events;
using Engine.Core.Journal;
using Engine.Core.Pipeline;
using Engine.Core.Replay;
using Engine.Core.Sequencing;

namespace Engine.Core;

/// <summary>
/// Signs of life of a running engine, for whoever judges its health: published counters and what the follower says.
/// Taking them waits for nobody and can be done from any thread, whatever the engine does.
/// </summary>
public sealed record EngineVitals
{
    /// <summary>Sweeps that the logic has finished, with or without input. One that does not move is dead.</summary>
    public required long Sweeps { get; init; }

    public required bool HasLogicStarted { get; init; }

    /// <summary>The thread has come to its end: in order, or because of <see cref="Fault"/>.</summary>
    public required bool HasLogicEnded { get; init; }

    /// <summary>The logic shares a thread with the journal, and that is where the thread is.</summary>
    public required bool IsLogicBehindJournal { get; init; }

    /// <summary>Null in a backtest.</summary>
    public required EnginePhase? Phase { get; init; }

    /// <summary>The venue's view has been compared since the last connection. Null in a backtest: the venue is
    /// inline.</summary>
    public required bool? IsReconciled { get; init; }

    /// <summary>Sources are read.</summary>
    public required bool IsMarketDataFlowing { get; init; }

    /// <summary>Last ring position that the logic has published.</summary>
    public required long PublishedPosition { get; init; }

    /// <summary>Last ring position that is in the journal.</summary>
    public required long DurablePosition { get; init; }

    public required long DurableSequence { get; init; }

    public required bool IsHalted { get; init; }

    public required PipelineFault? Fault { get; init; }

    /// <summary>Why a source gave up; null if none did.</summary>
    public required Exception? SourceFailure { get; init; }

    /// <summary>Why the next segment cannot be prepared; null if all is well.</summary>
    public required Exception? PreparationFailure { get; init; }

    /// <summary>Why old segments are not taken away any more; null if all is well.</summary>
    public Exception? RetentionFailure { get; init; }

    /// <summary>Null before the first look.</summary>
    public required DiskReading? Disk { get; init; }

    /// <summary>Now, as the run's clock has it; 0 before it runs, and in a backtest.</summary>
    public required long EngineNowNs { get; init; }

    /// <summary>Names of the sources, in rank order.</summary>
    public required IReadOnlyList<string> SourceNames { get; init; }

    /// <summary>From the follower; null before it has published, and in a backtest.</summary>
    public required EngineStatus? Status { get; init; }

    /// <summary>From the follower; null before it has published, and in a backtest.</summary>
    public required FeedStatus? Feeds { get; init; }

    internal static EngineVitals Of(EnginePipeline pipeline, StatusBoard board, JournalWriter writer, DiskReading? disk)
    {
        var logic = pipeline.ThreadOf(StageRole.Logic)!;
        // The status first: the durable sequence is then no older than what the follower had seen.
        var status = board.Status;
        return new EngineVitals
        {
            Sweeps = pipeline.Sweep?.Sweeps ?? pipeline.Merge!.Sweeps,
            HasLogicStarted = logic.HasStarted,
            HasLogicEnded = logic is { HasStarted: true, IsRunning: false },
            IsLogicBehindJournal = logic.StageAtWork == pipeline.Journal.Name,
            Phase = pipeline.Sweep?.Phase,
            IsReconciled = pipeline.Sweep?.IsReconciled,
            IsMarketDataFlowing = pipeline.SourcesStage.IsEnabled,
            PublishedPosition = pipeline.Published.Value,
            DurablePosition = pipeline.Journal.Durable.Value,
            DurableSequence = writer.DurableSequence,
            IsHalted = pipeline.RunControl.IsHalted,
            Fault = pipeline.RunControl.Fault,
            SourceFailure = pipeline.SourcesStage.Failure,
            PreparationFailure = writer.PreparationFailure,
            Disk = disk,
            EngineNowNs = pipeline.Clock.NowNs,
            SourceNames = [.. pipeline.Sources.Select(source => source.Name)],
            Status = status,
            Feeds = board.Feeds,
        };
    }
}
