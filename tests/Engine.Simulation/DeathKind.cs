namespace Engine.Simulation;

/// <summary>How one life of the engine ends.</summary>
internal enum DeathKind
{
    /// <summary>Between two passes of the stages.</summary>
    BetweenPasses,

    /// <summary>In the middle of what the journal, a snapshot or the hash chain does to the disk.</summary>
    AtStorageOperation,

    BeforeSend,
    AfterSend,
    WriteFails,
    SyncFails,
    DiskFull,

    /// <summary>In the middle of the ordered stop.</summary>
    DuringStop,

    /// <summary>No death: the ordered stop.</summary>
    OrderedStop,
}
