namespace Engine.Core.Journal;

/// <summary>
/// What must have happened to a record before anybody may see it or act on it. Written to the manifest.
/// </summary>
public enum Durability
{
    /// <summary>Handed to the kernel: survives the death of the process, not of the machine.</summary>
    Written = 1,

    /// <summary>On stable storage (fdatasync by group commit): survives a power loss.</summary>
    Synced = 2,
}
