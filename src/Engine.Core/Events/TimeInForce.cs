namespace Engine.Core.Events;

/// <summary>Journaled. Values beyond these are refused with <see cref="RiskCode.UnsupportedTimeInForce"/>.</summary>
public enum TimeInForce : byte
{
    None = 0,

    /// <summary>Works until the close of the session of its instrument.</summary>
    Day = 1,

    /// <summary>Fills what it can at once; the remainder is canceled.</summary>
    ImmediateOrCancel = 2,

    /// <summary>Fills all of its quantity at one instant, or is canceled.</summary>
    FillOrKill = 3,

    /// <summary>Works until it is filled or canceled, over sessions and restarts.</summary>
    GoodTillCanceled = 4,

    /// <summary>Works until the time in its terms.</summary>
    GoodTillDate = 5,
}
