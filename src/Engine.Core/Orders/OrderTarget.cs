namespace Engine.Core.Orders;

/// <summary>Where a cell of the table leads.</summary>
public enum OrderTarget : byte
{
    /// <summary>Nobody specified the cell. A test proves that there is none.</summary>
    Unspecified = 0,

    /// <summary>Nothing happens at all.</summary>
    Ignore,

    /// <summary>A request that is refused with a code; nothing happens.</summary>
    Refuse,

    /// <summary>The message is applied, the status stays.</summary>
    Stay,

    /// <summary>
    /// The message is applied, then the status follows from what is pending and what is executed. An Unknown order
    /// stays so as long as a cancel or replacement is unanswered.
    /// </summary>
    Settle,

    /// <summary>Rejected if the venue never proved that it had the order, else Unknown.</summary>
    RejectUnlessProved,

    /// <summary>
    /// Filled if the executions are what the venue counts, else Unknown: a status decides no position.
    /// </summary>
    FilledIfCovered,

    /// <summary>
    /// Filled as long as the executions still make up the order, else Unknown: whether the venue works the rest again
    /// is its to say.
    /// </summary>
    UnknownIfShort,

    /// <summary>Filled if the executions now make up the order, else the status stays.</summary>
    FilledIfWhole,

    PendingCancel,
    PendingReplace,
    Filled,
    Canceled,
    Rejected,
    Expired,
    Unknown,
}
