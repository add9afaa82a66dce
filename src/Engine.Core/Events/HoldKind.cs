namespace Engine.Core.Events;

/// <summary>Journaled. Who may release a hold follows from its kind.</summary>
public enum HoldKind : byte
{
    None = 0,
    Operator = 1,
    Breaker = 2,
    Disk = 3,
    StageFault = 4,
    Reconciliation = 5,
    Feed = 6,
    UnapprovedBuild = 7,
    UncleanStart = 8,

    /// <summary>The limits of the file changed under an overlay.</summary>
    Configuration = 9,
}
