using System.Runtime.InteropServices;

namespace Engine.Core.Risk;

/// <summary>
/// What the account may come to hold in one instrument at worst, in money (exponent 8) at the mark. Entity of
/// <see cref="State.StateParts.RiskExposures"/>, layout version 1.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct RiskExposureState
{
    public const int SizeInBytes = 72;

    /// <summary>Price that it is valued at; 0 while there is none, or nothing to value.</summary>
    [FieldOffset(0)] public long MarkPrice;

    /// <summary>Of the account, signed.</summary>
    [FieldOffset(8)] public long Position;

    /// <summary>Value of the position with all working buys executed, signed.</summary>
    [FieldOffset(16)] public long LongValue;

    /// <summary>The same with all working sells executed.</summary>
    [FieldOffset(24)] public long ShortValue;

    /// <summary>No working buy has a higher price; meaningful while buys work.</summary>
    [FieldOffset(32)] public long BuyPriceBound;

    /// <summary>No working sell has a lower price; meaningful while sells work.</summary>
    [FieldOffset(40)] public long SellPriceBound;

    [FieldOffset(48)] public long Multiplier;

    /// <summary>Price exponent plus size exponent.</summary>
    [FieldOffset(56)] public int ScaleExponent;

    /// <summary>1-based number of the currency; 0 while the instrument is not defined.</summary>
    [FieldOffset(60)] public int CurrencyNumber;

    /// <summary>1 while there is a position or a working order.</summary>
    [FieldOffset(64)] public long IsOpen;

    /// <summary>The larger of both values, without sign.</summary>
    public readonly long GrossValue => GrossOf(LongValue, ShortValue);

    public static long GrossOf(long longValue, long shortValue) => Math.Max(Math.Abs(longValue), Math.Abs(shortValue));
}
