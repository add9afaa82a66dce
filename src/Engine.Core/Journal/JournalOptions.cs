namespace Engine.Core.Journal;

/// <summary>How a journal is opened and how the coming run writes it.</summary>
public sealed record JournalOptions
{
    public const int UnsyncedRecordsMaxDefault = 16_384;

    public required Durability Durability { get; init; }

    /// <summary>Build of this engine; written to the manifest with every run.</summary>
    public required string Build { get; init; }

    /// <summary>Start of the run, UTC; written to the manifest and nowhere else.</summary>
    public required DateTimeOffset StartedUtc { get; init; }

    /// <summary>Four characters that name this engine in order references.</summary>
    public string EngineId { get; init; } = "E001";

    /// <summary>Records of one segment; see EngineLimits.SegmentRecords.</summary>
    public int SegmentRecords { get; init; } = EngineLimits.Default.SegmentRecords;

    /// <summary>
    /// Under <see cref="Durability.Synced"/> at most this many records lie between the last sync and the last write:
    /// the
    /// largest group commit, and so the bound of what recovery cannot decide. At least the largest group.
    /// </summary>
    public int UnsyncedRecordsMax { get; init; } = UnsyncedRecordsMaxDefault;

    /// <summary>Keeps the SHA-256 chain over the segments; without it the journal is checked by CRC alone.</summary>
    public bool KeepsChain { get; init; } = true;

    /// <summary>What may be taken off the beginning; <see cref="JournalRetention"/> does it.</summary>
    public RetentionOptions Retention { get; init; } = RetentionOptions.KeepAll;

    /// <summary>
    /// Space set aside for an orderly stop on a full disk; 0 for none, negative for one segment and 1 MiB.
    /// </summary>
    public long ReserveBytes { get; init; } = -1;

    /// <summary>
    /// Prepares the next segment on a thread of its own. Without it the work is done in
    /// <see cref="JournalWriter.RunPreparation"/> and, where that was not called, in the append that rolls
    /// (simulation).
    /// </summary>
    public bool HasPreparationThread { get; init; } = true;

    /// <summary>
    /// A sequence that others have seen as durable (a mirror, a venue's log): damage at or below it is never cut away.
    /// Leave at 0 under <see cref="Durability.Written"/>, where a power loss legitimately takes the tail.
    /// </summary>
    public long KnownDurableSequence { get; init; }
}
