namespace Engine.Testing.FaultyStorage;

/// <summary>Which operation fails, counted over all files from 1; 0 for none.</summary>
public sealed class FaultPlan
{
    /// <summary>The write that fails, after it has written half of its bytes.</summary>
    public int FailingWrite { get; set; }

    /// <summary>
    /// The data or full sync that fails; what it should have synced may be lost although later ones succeed.
    /// </summary>
    public int FailingSync { get; set; }

    /// <summary>Bytes of all files together; more is a full device.</summary>
    public long CapacityBytes { get; set; } = long.MaxValue;

    /// <summary>Called before every operation with its number; a test throws from it to die at that point.</summary>
    public Action<int>? OnOperation { get; set; }

    public int Writes { get; internal set; }

    public int Syncs { get; internal set; }

    /// <summary>Operations that change something: writes, syncs, creations, renames, deletions.</summary>
    public int Operations { get; internal set; }
}
