using System.Runtime.InteropServices;

namespace Engine.Core.Risk;

/// <summary>
/// What the overlay of limits lies on. Entity of <see cref="State.StateParts.Limits"/>, layout version 1.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct LimitsState
{
    public const int SizeInBytes = 32;

    /// <summary>Of the risk settings of the file that the overlay was made on, or accepted for.</summary>
    [FieldOffset(0)] public ulong BaselineHigh;

    [FieldOffset(8)] public ulong BaselineLow;
    [FieldOffset(16)] public long TextBytes;

    /// <summary>Changes that were applied, ever.</summary>
    [FieldOffset(24)] public long Applied;
}
