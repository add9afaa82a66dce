using System.Runtime.InteropServices;
using Engine.Core.Events;

namespace Engine.Core.MarketData;

/// <summary>
/// The definition of one instrument; its index in the table is the dense id. Never changes once it is set.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct InstrumentState
{
    public const int SizeInBytes = 72;

    [FieldOffset(0)] public AsciiText24 Symbol;
    [FieldOffset(24)] public InstrumentClass Class;

    /// <summary>Decimal places of a price, 0-9.</summary>
    [FieldOffset(25)] public byte PriceExponent;

    /// <summary>Decimal places of a size, 0-9.</summary>
    [FieldOffset(26)] public byte SizeExponent;

    /// <summary>1 if it may be sold short.</summary>
    [FieldOffset(27)] public byte IsShortable;

    /// <summary>0 = always open.</summary>
    [FieldOffset(28)] public int CalendarId;

    [FieldOffset(32)] public AsciiText8 Currency;

    /// <summary>Contract multiplier, money exponent 8. Above zero for every defined instrument.</summary>
    [FieldOffset(40)] public long Multiplier;

    /// <summary>In the price exponent.</summary>
    [FieldOffset(48)] public long TickSize;

    /// <summary>In the size exponent.</summary>
    [FieldOffset(56)] public long LotSize;

    /// <summary><see cref="FixedPoint.Absent"/> if it does not expire.</summary>
    [FieldOffset(64)] public long ExpiryTimeNs;

    /// <summary>What <see cref="FixedPoint.TryNotional"/> asks for.</summary>
    public readonly int NotionalScaleExponent => PriceExponent + SizeExponent;

    public readonly bool IsDefined => Multiplier != 0;
}
