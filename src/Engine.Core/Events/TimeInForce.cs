namespace Engine.Core.Events;

/// <summary>Journaled. Values beyond these are refused with <see cref="RiskCode.UnsupportedTimeInForce"/>.</summary>
public enum TimeInForce : byte
{
    None = 0,

    /// <summary>Works until the close of the session of its instrument.</summary>
    Day = 1,

    /// <summary>Fills what it can at once; the remainder is canceled.</summary>
    ImmediateOrCancel = 2,
}
