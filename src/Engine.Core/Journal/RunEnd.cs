namespace Engine.Core.Journal;

/// <summary>How a run ended, decided by the orderly stop or by recovery.</summary>
public sealed record RunEnd
{
    public required bool IsClean { get; init; }

    /// <summary>Last sequence of the run; one less than its first if it has no records.</summary>
    public required long LastSequence { get; init; }

    /// <summary>Last segment with records; one less than its first if it has none.</summary>
    public required int LastSegment { get; init; }

    public required long Records { get; init; }

    /// <summary>Length of the last segment file; all others of the run have full length.</summary>
    public required long LastSegmentBytes { get; init; }

    /// <summary>First sequence of the next run.</summary>
    public required long NextSequence { get; init; }

    /// <summary>The machine was restarted between the run and its recovery.</summary>
    public bool IsOtherBoot { get; init; }

    /// <summary>Non-zero records cut from the tail, whole or torn.</summary>
    public long CutRecords { get; init; }

    public IReadOnlyList<CutFile> CutFiles { get; init; } = [];

    /// <summary>Last hash of the chain over this run, if the chain had caught up when the run was sealed.</summary>
    public string? ChainHash { get; init; }
}
