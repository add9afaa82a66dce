using System.Runtime.InteropServices;

namespace Engine.Core.Risk;

/// <summary>
/// Limits and open orders of one strategy. Entity of <see cref="State.StateParts.RiskStrategies"/>, layout version 1.
/// All zero allows nothing.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct RiskStrategyState
{
    public const int SizeInBytes = 40;

    /// <summary>
    /// In <see cref="RiskLimits.QuantityExponent"/>, because a strategy trades instruments of all exponents.
    /// </summary>
    [FieldOffset(0)] public long MaxOrderQuantity;

    [FieldOffset(8)] public long MaxOrderNotional;

    /// <summary>In <see cref="RiskLimits.QuantityExponent"/>.</summary>
    [FieldOffset(16)] public long MaxPosition;

    [FieldOffset(24)] public int MaxOpenOrders;
    [FieldOffset(28)] public int OpenOrders;

    /// <summary>Money, over all instruments of a currency.</summary>
    [FieldOffset(32)] public long MaxCapital;
}
