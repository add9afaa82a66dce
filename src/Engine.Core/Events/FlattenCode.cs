namespace Engine.Core.Events;

/// <summary>
/// How the closing of one position ended. Journaled: the numbers are permanent. Negative means not flat.
/// </summary>
public enum FlattenCode
{
    None = 0,

    /// <summary>Executions say that nothing is held.</summary>
    Flat = 1,

    /// <summary>An order of the instrument did not come to its end, so the position cannot be known.</summary>
    BlockedByOrder = -200,
    RetriesExhausted = -201,
    MarketClosed = -202,

    /// <summary>What is left is smaller than a lot.</summary>
    BelowLot = -203,
}
