namespace Engine.Core.Risk;

/// <summary>Limits of the account as a whole, as configured. Money has exponent 8.</summary>
public readonly record struct AccountLimits
{
    public long MaxGrossExposure { get; init; }

    public long MaxNetExposure { get; init; }

    /// <summary>Worst-case exposure in one instrument, of the equity.</summary>
    public int MaxConcentrationBps { get; init; }

    /// <summary>Instruments with a position or working orders.</summary>
    public int MaxOpenPositions { get; init; }

    /// <summary>Equity that a unit of worst-case exposure takes; 10,000 is an account without credit.</summary>
    public int MarginRateBps { get; init; }

    public int MaxOrdersPerMinute { get; init; }

    public int MaxOrdersPerDay { get; init; }

    public long MaxNotionalPerMinute { get; init; }

    public long MaxNotionalPerDay { get; init; }

    /// <summary>An equal intent within this time is denied; 0 denies none.</summary>
    public long RepeatWindowNs { get; init; }

    /// <summary>After so many, one more is let through every <see cref="RejectProbeNs"/>.</summary>
    public int MaxIdenticalRejects { get; init; }

    public long RejectWindowNs { get; init; }

    public long RejectProbeNs { get; init; }

    /// <summary>Messages to the venue, all of them.</summary>
    public TokenBucket Messages { get; init; }

    public bool RoundsPassively { get; init; }

    public bool IsSelfCrossAllowed { get; init; }
}
