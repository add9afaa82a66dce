using Engine.Core.Journal;

namespace Engine.Core.Snapshots;

/// <summary>API first; the body follows in the next commit.</summary>
public sealed class SnapshotCatalog(IJournalStorage storage)
{
    public IJournalStorage Storage { get; } = storage;

    /// <summary>Newest valid snapshot at or below the sequence that lies in a run of the journal; skips are reported.</summary>
    public SnapshotChoice FindNewest(long maxSequence, JournalManifest? manifest = null) => throw new NotImplementedException();

    /// <summary>Keeps the newest files and deletes the rest; returns how many were deleted.</summary>
    public int Prune(int keep) => throw new NotImplementedException();
}
