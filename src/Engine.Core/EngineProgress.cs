using Engine.Core.Journal;
using Engine.Core.Pipeline;
using Engine.Core.Replay;

namespace Engine.Core;

/// <summary>How far a run is, for a terminal.</summary>
/// <param name="Inputs">Inputs taken in this run.</param>
/// <param name="DurableSequence">Last sequence that is in the journal.</param>
/// <param name="SourceShare">Part of the source bytes read, 0 to 1.</param>
/// <param name="Status">From the follower; null in a backtest.</param>
public sealed record EngineProgress(
    TimeSpan Elapsed, long Inputs, long DurableSequence, double SourceShare, EngineStatus? Status)
{
    internal static EngineProgress Of(
        EnginePipeline pipeline, StatusBoard board, JournalWriter writer, TimeSpan elapsed)
    {
        long read = 0;
        long total = 0;
        foreach (var source in pipeline.Sources)
        {
            read += source.Progress.BytesRead;
            total += source.Progress.BytesTotal;
        }
        var inputs = pipeline.Merge?.InputCount ?? board.Status?.RecordCount ?? 0;
        var share = total == 0 ? 0 : (double)read / total;
        return new EngineProgress(elapsed, inputs, writer.DurableSequence, share, board.Status);
    }
}
