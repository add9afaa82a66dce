namespace Engine.Core.Breakers;

/// <summary>What limit and measure of a breaker count. The number is the exponent that both are shown with.</summary>
public enum BreakerUnit
{
    /// <summary>Of something that can be counted.</summary>
    Count,

    /// <summary>Percent; stored in ten-thousandths of a percent.</summary>
    Percent,

    /// <summary>Money of the account's currency, with exponent 8.</summary>
    Money,

    /// <summary>Hundredths of a percent.</summary>
    BasisPoints,

    /// <summary>Time; stored in nanoseconds, shown in milliseconds.</summary>
    Time,
}
