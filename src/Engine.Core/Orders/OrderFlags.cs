namespace Engine.Core.Orders;

/// <summary>Facts about an order beside its status. In snapshots: a bit is never given another meaning.</summary>
[Flags]
public enum OrderFlags : byte
{
    None = 0,

    /// <summary>The gateway has tried to write it at least once.</summary>
    Sent = 1,

    /// <summary>
    /// The venue has proved that it holds or held it: an acknowledgement, an execution, a replacement.
    /// </summary>
    Acknowledged = 2,

    /// <summary>A cancel was requested and not answered.</summary>
    CancelPending = 4,

    /// <summary>A replacement was requested and not answered; both versions of the order count for risk.</summary>
    ReplacePending = 8,

    /// <summary>The engine will request a cancel as soon as there is room for it.</summary>
    CancelWanted = 16,

    /// <summary>Another sent it, and an operator has made it an order of this engine: the venue knows only its own id.
    /// </summary>
    Adopted = 32,

    /// <summary>It has terms beside its payload: <see cref="OrderTermsTable"/>.</summary>
    HasTerms = 64,
}
