using Engine.Core.Journal;
using Engine.Core.State;

namespace Engine.Core.Snapshots;

/// <summary>API first; the body follows in the next commit.</summary>
public sealed class SnapshotWriter(IJournalStorage storage)
{
    public IJournalStorage Storage { get; } = storage;

    /// <summary>Writes the state of the registry; returns the file name.</summary>
    public string Write(StateRegistry registry, SnapshotInfo info) => throw new NotImplementedException();
}
