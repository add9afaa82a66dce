using System.Runtime.InteropServices;

namespace Engine.Core.Risk;

/// <summary>
/// What works in one instrument, each order at its worst case. Row 0 of <see cref="State.StateParts.RiskOpen"/> is the
/// account, the others are the strategies. Layout version 1.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct RiskOpenState
{
    public const int SizeInBytes = 24;

    /// <summary>Sum of the worst-case leaves of the working buys.</summary>
    [FieldOffset(0)] public long BuyQuantity;

    /// <summary>The same of the sells; never netted against the buys.</summary>
    [FieldOffset(8)] public long SellQuantity;

    [FieldOffset(16)] public long OrderCount;
}
