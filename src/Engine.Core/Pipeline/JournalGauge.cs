namespace Engine.Core.Pipeline;

/// <summary>What this run has written to its journal.</summary>
/// <param name="Records">Durable ones.</param>
/// <param name="Segment">Number of the segment that is written; one less than the first before there is a
/// record.</param>
/// <param name="Segments">Segments that this run has begun.</param>
/// <param name="IsNextSegmentReady">The next roll waits for nothing.</param>
/// <param name="HasFailed">A write or a sync has failed: nothing more is taken.</param>
public sealed record JournalGauge(
    long Records, int Segment, int Segments, bool IsNextSegmentReady, bool HasFailed)
{
    internal static JournalGauge Of(EnginePipeline pipeline)
    {
        var writer = pipeline.Writer;
        var segment = writer.SegmentNumber;
        return new JournalGauge(
            pipeline.Journal.Durable.Value + 1, segment, segment - writer.FirstSegment + 1, writer.IsNextSegmentReady,
            writer.IsPoisoned);
    }
}
