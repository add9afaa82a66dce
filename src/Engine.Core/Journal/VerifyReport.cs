namespace Engine.Core.Journal;

/// <summary>What the verifier found.</summary>
public sealed record VerifyReport
{
    public required IReadOnlyList<VerifyFinding> Findings { get; init; }

    public required int Segments { get; init; }

    public required int Runs { get; init; }

    public required long Records { get; init; }

    public required long LastSequence { get; init; }

    /// <summary>Last sequence that the hash chain covers; 0 without chain.</summary>
    public required long ChainedSequence { get; init; }

    /// <summary>The beginning that retention took away, of which nothing could be verified; null if there is
    /// none.</summary>
    public RecycledPart? Recycled { get; init; }

    /// <summary>
    /// The last run has no seal: its engine is running or died, and its tail is decided by recovery only.
    /// </summary>
    public required bool HasOpenRun { get; init; }

    public bool IsIntact => Findings.Count == 0;
}
