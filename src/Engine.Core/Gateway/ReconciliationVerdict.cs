namespace Engine.Core.Gateway;

/// <summary>
/// What the venue's answers say about one order of the engine. Journaled with the difference it makes.
/// </summary>
public enum ReconciliationVerdict
{
    /// <summary>No answer names it, or the answer says "not known": it stays as it is.</summary>
    NoEvidence = 0,

    /// <summary>Working at the venue: Accepted, or PartiallyFilled by the executions.</summary>
    Working = 1,

    /// <summary>Over at the venue: the status says how.</summary>
    Terminal = 2,

    /// <summary>The venue never got it and never will: Rejected, reason NotReceived.</summary>
    NotReceived = 3,

    /// <summary>The venue counts more filled than the executions sum up to: executions are missing.</summary>
    ExecutionsMissing = 4,

    /// <summary>The executions sum up to more than the answer counts: the answer is older than they are.</summary>
    AnswerLate = 5,
}
