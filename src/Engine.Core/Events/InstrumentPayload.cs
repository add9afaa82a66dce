using System.Runtime.InteropServices;

namespace Engine.Core.Events;

/// <summary>
/// Definition of an instrument. Exponents are fixed for ever by the first definition; a second one must be equal.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct InstrumentPayload
{
    public const int SizeInBytes = EngineEvent.PayloadBytes;

    [FieldOffset(0)] public AsciiText24 Symbol;
    [FieldOffset(24)] public InstrumentClass Class;

    /// <summary>Decimal places of a price, 0-9.</summary>
    [FieldOffset(25)] public byte PriceExponent;

    /// <summary>Decimal places of a size, 0-9.</summary>
    [FieldOffset(26)] public byte SizeExponent;

    /// <summary>1 if it may be sold short.</summary>
    [FieldOffset(27)] public byte IsShortable;

    /// <summary>Index of the instrument within the source that defines it; the logic maps it to the dense id.</summary>
    [FieldOffset(28)] public int LocalId;

    [FieldOffset(32)] public AsciiText8 Currency;

    /// <summary>Contract multiplier, fixed point with money exponent 8.</summary>
    [FieldOffset(40)] public long Multiplier;

    /// <summary>Smallest price step, in the price exponent.</summary>
    [FieldOffset(48)] public long TickSize;

    /// <summary>Smallest order quantity step, in the size exponent.</summary>
    [FieldOffset(56)] public long LotSize;

    /// <summary><see cref="FixedPoint.Absent"/> if it does not expire.</summary>
    [FieldOffset(64)] public long ExpiryTimeNs;

    [FieldOffset(72)] public long SourceRow;

    /// <summary>0 = always open.</summary>
    [FieldOffset(80)] public int CalendarId;
}
