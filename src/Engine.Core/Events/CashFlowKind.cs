namespace Engine.Core.Events;

/// <summary>Why money came or went. Journaled: the numbers are permanent.</summary>
public enum CashFlowKind : byte
{
    None = 0,
    Deposit = 1,
    Withdrawal = 2,

    /// <summary>Received; one that is owed on a short position is a withdrawal.</summary>
    Dividend = 3,
}
