namespace Engine.Core.Journal;

/// <summary>
/// The beginning of a journal that is gone: its segments were checked, lay below a verified snapshot, and were used
/// again. The manifest says so before the first of their bytes changes.
/// </summary>
public sealed record RecycledPart
{
    /// <summary>Segments 1 to this one are gone.</summary>
    public required int LastSegment { get; init; }

    /// <summary>Last sequence in them.</summary>
    public required long LastSequence { get; init; }

    /// <summary>First sequence that is kept.</summary>
    public required long FirstSequence { get; init; }

    /// <summary>Records that are gone.</summary>
    public required long Records { get; init; }

    /// <summary>Engine time of the last of them.</summary>
    public required long LastTimeNs { get; init; }

    /// <summary>The verified snapshot that covers them; a newer one was verified as well.</summary>
    public required long SnapshotSequence { get; init; }

    /// <summary>Hash of the chain behind the last of them; null if their run kept no chain.</summary>
    public string? ChainHash { get; init; }

    /// <summary>The configuration in force at their end, which was journaled in them.</summary>
    public string? ConfigText { get; init; }
}
