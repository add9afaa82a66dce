namespace Engine.Core.Journal;

/// <summary>What opening the journal found and did; the engine journals it with its start.</summary>
public sealed record RecoveryResult
{
    /// <summary>True for a journal that has just been created.</summary>
    public required bool IsNew { get; init; }

    /// <summary>The run before ended without seal.</summary>
    public required bool WasUnclean { get; init; }

    /// <summary>The machine was restarted since the run before (meaningful after an unclean end).</summary>
    public required bool IsOtherBoot { get; init; }

    /// <summary>Last sequence in the journal; 0 in an empty one.</summary>
    public required long LastSequence { get; init; }

    /// <summary>
    /// First sequence of the coming run: the next, or the next multiple of 2^32 where numbers may be spent.
    /// </summary>
    public required long NextSequence { get; init; }

    public required int NextEpoch { get; init; }

    public required int NextSegment { get; init; }

    /// <summary>Non-zero records cut from the tail, whole or torn.</summary>
    public required long CutRecords { get; init; }

    public required IReadOnlyList<CutFile> CutFiles { get; init; }

    /// <summary>Sequence up to which damage was refused, not cut.</summary>
    public required long KnownDurableSequence { get; init; }
}
