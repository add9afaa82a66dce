namespace Engine.Core.Orders;

/// <summary>All that can happen to an order: the rows of the table in <see cref="OrderStateMachine"/>.</summary>
public enum OrderMessage : byte
{
    /// <summary>The gateway tried to write one of its intents (order, cancel or replace).</summary>
    Sent,
    Accepted,
    Rejected,

    /// <summary>An execution after which quantity is left.</summary>
    ExecutionPartial,

    /// <summary>An execution after which nothing is left.</summary>
    ExecutionFull,
    Canceled,
    Expired,
    Replaced,
    CancelRejected,
    ReplaceRejected,
    CancelRequested,
    ReplaceRequested,
    BecomeUnknown,

    /// <summary>
    /// The gateway vouches that the order itself was never written. A cancel or replace that was not written is
    /// <see cref="CancelRejected"/> or <see cref="ReplaceRejected"/>.
    /// </summary>
    NotSent,

    // What the venue answered to a query, after a start or a reconnect.
    ReportedOpen,
    ReportedFilled,
    ReportedCanceled,
    ReportedRejected,
    ReportedExpired,
    ReportedNotReceived,

    /// <summary>The venue took an execution of the order back. Never less than what was counted for it.</summary>
    ExecutionBusted,

    /// <summary>The venue gave an execution of the order another price or quantity.</summary>
    ExecutionCorrected,
}
