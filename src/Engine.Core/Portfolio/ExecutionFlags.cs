namespace Engine.Core.Portfolio;

/// <summary>Facts about a counted execution. In snapshots: a bit is never given another meaning.</summary>
[Flags]
public enum ExecutionFlags : byte
{
    None = 0,

    /// <summary>The venue has taken it back: it counts as nothing.</summary>
    Busted = 1,

    /// <summary>No order is known that it belongs to. The account has its quantity, no strategy has.</summary>
    Unattributed = 2,

    /// <summary>An operator has booked it, for an order whose executions never came.</summary>
    Booked = 4,
}
