using Engine.Core.Journal;
using Engine.Core.State;

namespace Engine.Core.Snapshots;

/// <summary>API first; the body follows in the next commit.</summary>
public static class SnapshotReader
{
    /// <summary>Checks the whole file without a registry.</summary>
    public static SnapshotInfo Validate(IJournalStorage storage, string name) => throw new NotImplementedException();

    /// <summary>Fills the registry; all or nothing.</summary>
    public static SnapshotInfo Load(
        IJournalStorage storage, string name, StateRegistry registry, SnapshotUpcasters? upcasters = null) =>
        throw new NotImplementedException();
}
