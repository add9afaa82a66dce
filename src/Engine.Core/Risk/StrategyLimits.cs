namespace Engine.Core.Risk;

/// <summary>
/// Limits that one strategy has beside those of the instruments; both apply. <see cref="RiskLimits.None"/> where
/// nothing is configured. Quantities have exponent <see cref="RiskLimits.QuantityExponent"/>.
/// </summary>
public readonly record struct StrategyLimits
{
    public static StrategyLimits NotConfigured { get; } = new()
    {
        MaxOrderQuantity = RiskLimits.None,
        MaxOrderNotional = RiskLimits.None,
        MaxPosition = RiskLimits.None,
        MaxCapital = RiskLimits.None,
        MaxOpenOrders = int.MaxValue,
    };

    public long MaxOrderQuantity { get; init; }

    public long MaxOrderNotional { get; init; }

    /// <summary>Of the strategy's own position in any one instrument.</summary>
    public long MaxPosition { get; init; }

    /// <summary>
    /// Of what the strategy holds and has working, at its worst case, over all instruments of a currency; money.
    /// </summary>
    public long MaxCapital { get; init; }

    public int MaxOpenOrders { get; init; }
}
