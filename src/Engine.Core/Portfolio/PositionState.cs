using System.Runtime.InteropServices;
using Engine.Core.Events;

namespace Engine.Core.Portfolio;

/// <summary>
/// The account's position in one instrument. Entity of <see cref="State.StateParts.AccountPositions"/>, layout
/// version 1.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct PositionState
{
    public const int SizeInBytes = 64;

    /// <summary>Signed, in the size exponent.</summary>
    [FieldOffset(0)] public long Quantity;

    /// <summary>
    /// What the position cost, signed like it: money paid for a long one, minus money received for a short one.
    /// </summary>
    [FieldOffset(8)] public long CostBasis;

    /// <summary>Before commissions.</summary>
    [FieldOffset(16)] public long RealizedProfit;

    [FieldOffset(24)] public long Commissions;

    /// <summary>The price it is valued at; <see cref="FixedPoint.Absent"/> while flat.</summary>
    [FieldOffset(32)] public long MarkPrice;

    /// <summary>Mark x quantity x multiplier, signed like the position.</summary>
    [FieldOffset(40)] public long MarketValue;

    [FieldOffset(48)] public long Multiplier;

    /// <summary>Price exponent plus size exponent.</summary>
    [FieldOffset(56)] public int ScaleExponent;

    /// <summary>1-based number of the currency ledger; 0 while the instrument is not defined.</summary>
    [FieldOffset(60)] public int CurrencyNumber;

    public readonly bool IsOpen => Quantity != 0;

    public readonly bool IsDefined => CurrencyNumber != 0;

    public readonly long UnrealizedProfit => MarketValue - CostBasis;
}
