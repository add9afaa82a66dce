using System.Runtime.InteropServices;

namespace Engine.Core.Strategies.Reference;

/// <summary>Sums over the last prices of one instrument, and which side the fast average is on.</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
internal struct CrossoverState
{
    public const int SizeInBytes = 80;

    // 128 bits, because prices with nine decimal places may be large.
    [FieldOffset(0)] public Int128 FastSum;
    [FieldOffset(16)] public Int128 SlowSum;
    [FieldOffset(32)] public long NextSampleNs;
    [FieldOffset(40)] public OrderSlot Order;
    [FieldOffset(64)] public int Count;
    [FieldOffset(68)] public int Position;

    /// <summary>1 fast above slow, -1 below, 0 not decided yet.</summary>
    [FieldOffset(72)] public long Direction;
}
