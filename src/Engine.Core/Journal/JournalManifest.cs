using Engine.Core.Events;

namespace Engine.Core.Journal;

/// <summary>What manifest.json says: whose journal this is, and its runs in order.</summary>
public sealed record JournalManifest
{
    /// <summary>
    /// <see cref="JournalFormat.Version"/>, or <see cref="JournalFormat.RecyclingVersion"/> once something was
    /// recycled.
    /// </summary>
    public required int FormatVersion { get; init; }

    public required EngineMode Mode { get; init; }

    public required string Account { get; init; }

    public required string EngineId { get; init; }

    public required IReadOnlyList<JournalRun> Runs { get; init; }

    /// <summary>What retention has taken away at the beginning; null if the journal is whole.</summary>
    public RecycledPart? Recycled { get; init; }

    /// <summary>First sequence that is kept; 0 in a journal without runs.</summary>
    public long FirstSequence() => Recycled?.FirstSequence ?? (Runs.Count == 0 ? 0 : Runs[0].FirstSequence);

    /// <summary>First segment of a run that is kept; behind its last one if none is.</summary>
    public int FirstSegmentOf(JournalRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return Math.Max(run.FirstSegment, (Recycled?.LastSegment ?? 0) + 1);
    }

    /// <summary>First sequence of a run that is kept; behind its last one if none is.</summary>
    public long FirstSequenceOf(JournalRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return Recycled is { } recycled && run.FirstSequence <= recycled.LastSequence
            ? recycled.FirstSequence
            : run.FirstSequence;
    }

    /// <summary>The run is as it was written: nothing at its beginning was recycled.</summary>
    public bool HasBeginningOf(JournalRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return Recycled is null || run.FirstSequence > Recycled.LastSequence;
    }

    /// <summary>
    /// True if the sequence belongs to a run that is still part of the journal, that is, was not cut.
    /// </summary>
    public bool Holds(long sequence)
    {
        foreach (var run in Runs)
        {
            if (sequence < run.FirstSequence) return false;
            if (run.End is null || sequence <= run.End.LastSequence) return true;
        }
        return false;
    }
}
