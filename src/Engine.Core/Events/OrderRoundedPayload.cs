using System.Runtime.InteropServices;

namespace Engine.Core.Events;

/// <summary>
/// What was asked for before risk rounded: the price of a buy down and of a sell up to the tick, the quantity toward
/// zero to the lot. Follows the order or replacement, which carries the rounded values.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct OrderRoundedPayload
{
    public const int SizeInBytes = EngineEvent.PayloadBytes;

    [FieldOffset(0)] public long OrderId;

    /// <summary><see cref="FixedPoint.Absent"/> for a market order.</summary>
    [FieldOffset(8)] public long AskedPrice;

    [FieldOffset(16)] public long AskedQuantity;
    [FieldOffset(24)] public long TickSize;
    [FieldOffset(32)] public long LotSize;
}
