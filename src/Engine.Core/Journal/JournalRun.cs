namespace Engine.Core.Journal;

/// <summary>One start of the engine, as the manifest lists it.</summary>
public sealed record JournalRun
{
    /// <summary>Counts the starts on this journal, from 1.</summary>
    public required int Epoch { get; init; }

    public required int FirstSegment { get; init; }

    public required long FirstSequence { get; init; }

    public required DateTimeOffset StartedUtc { get; init; }

    public required string Build { get; init; }

    public required string BootId { get; init; }

    public required Durability Durability { get; init; }

    public required int SegmentRecords { get; init; }

    public required int UnsyncedRecordsMax { get; init; }

    public required bool KeepsChain { get; init; }

    public required RunState State { get; init; }

    /// <summary>Set unless the run is <see cref="RunState.Open"/>.</summary>
    public RunEnd? End { get; init; }
}
