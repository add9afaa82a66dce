namespace Engine.Core.Risk;

/// <summary>
/// Limits for one instrument as configured. Quantities have exponent <see cref="RiskLimits.QuantityExponent"/>.
/// </summary>
public readonly record struct InstrumentLimits
{
    public long MaxOrderQuantity { get; init; }

    public long MaxOrderNotional { get; init; }

    public long MaxPosition { get; init; }

    /// <summary><see cref="RiskLimits.None"/> if it is not configured: the one limit that may be left out.</summary>
    public long MaxPositionNotional { get; init; }

    public long StaleQuoteNs { get; init; }

    public int PriceCollarBps { get; init; }

    public int MaxOpenOrders { get; init; }

    public bool IsShortSellingAllowed { get; init; }

    public bool IsRestricted { get; init; }
}
