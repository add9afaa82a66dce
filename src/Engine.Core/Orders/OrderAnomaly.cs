namespace Engine.Core.Orders;

/// <summary>What was odd about a message that was applied or ignored; for the record and for alarms.</summary>
[Flags]
public enum OrderAnomaly : byte
{
    None = 0,

    /// <summary>The message does not belong to the status the order had.</summary>
    Unexpected = 1,

    /// <summary>An execution of an order that was terminal. It counts.</summary>
    ExecutionAfterTerminal = 2,

    /// <summary>More was executed than ordered. It counts.</summary>
    Overfill = 4,

    /// <summary>The venue says more was executed than the executions we have add up to.</summary>
    ExecutionsMissing = 8,

    /// <summary>"Not sent" or "not received" of an order that the venue has acknowledged or executed.</summary>
    ContradictsEvidence = 16,
}
