using System.Runtime.InteropServices;

namespace ExampleStrategy;

/// <summary>
/// What the strategy remembers of one instrument. Explicit layout, every byte used, a multiple of eight bytes, no
/// floating point: snapshots and state hashes take the bytes as they are. All zero means nothing seen yet.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 40)]
internal struct BreakoutState
{
    /// <summary>Highest and lowest price of the range that is complete.</summary>
    [FieldOffset(0)] public long High;

    [FieldOffset(8)] public long Low;

    /// <summary>How many bars the range holds so far.</summary>
    [FieldOffset(16)] public long BarCount;

    /// <summary>The order that is working; 0 if none is.</summary>
    [FieldOffset(24)] public long OrderId;

    /// <summary>Bars since the position was entered.</summary>
    [FieldOffset(32)] public long BarsHeld;
}
