using System.Runtime.InteropServices;

namespace Engine.Core.Risk;

/// <summary>
/// The limits in force for one instrument, in its own exponents. Entity of
/// <see cref="State.StateParts.RiskInstruments"/>, layout version 1. All zero allows nothing.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct RiskInstrumentState
{
    public const int SizeInBytes = 56;

    [FieldOffset(0)] public long MaxOrderQuantity;
    [FieldOffset(8)] public long MaxOrderNotional;
    [FieldOffset(16)] public long MaxPosition;

    /// <summary><see cref="RiskLimits.None"/> if not configured.</summary>
    [FieldOffset(24)] public long MaxPositionNotional;

    [FieldOffset(32)] public long StaleQuoteNs;
    [FieldOffset(40)] public int PriceCollarBps;
    [FieldOffset(44)] public int MaxOpenOrders;

    /// <summary>1 or 0.</summary>
    [FieldOffset(48)] public int IsShortSellingAllowed;

    /// <summary>1 once the instrument is defined.</summary>
    [FieldOffset(52)] public short IsDefined;

    /// <summary>1 if no exposure may be added there.</summary>
    [FieldOffset(54)] public short IsRestricted;
}
