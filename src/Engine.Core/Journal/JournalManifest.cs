using Engine.Core.Events;

namespace Engine.Core.Journal;

/// <summary>What manifest.json says: whose journal this is, and its runs in order.</summary>
public sealed record JournalManifest
{
    public required int FormatVersion { get; init; }

    public required EngineMode Mode { get; init; }

    public required string Account { get; init; }

    public required string EngineId { get; init; }

    public required IReadOnlyList<JournalRun> Runs { get; init; }

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
