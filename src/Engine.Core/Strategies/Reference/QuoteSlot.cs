using System.Runtime.InteropServices;

namespace Engine.Core.Strategies.Reference;

/// <summary>One side of a quoted market.</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
internal struct QuoteSlot
{
    public const int SizeInBytes = 24;

    /// <summary>0 if nothing is quoted on this side.</summary>
    [FieldOffset(0)] public long OrderId;

    /// <summary>The price asked for last.</summary>
    [FieldOffset(8)] public long Price;

    [FieldOffset(16)] public long NextChangeNs;
}
