using System.Runtime.InteropServices;

namespace Engine.Core.Risk;

/// <summary>
/// An intent that was refused and may be given again and again. Entity of
/// <see cref="State.StateParts.RepeatedRejects"/>, layout version 1.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct RepeatedRejectState
{
    public const int SizeInBytes = 48;

    /// <summary>Strategy, side, type and instrument: see <see cref="IntentKey"/>.</summary>
    [FieldOffset(0)] public long Head;

    [FieldOffset(8)] public long Price;
    [FieldOffset(16)] public long Quantity;
    [FieldOffset(24)] public long FirstTimeNs;

    /// <summary>Engine time from which one more is let through.</summary>
    [FieldOffset(32)] public long NextProbeNs;

    /// <summary>A risk code as it is (below zero), or a venue's reason plus one.</summary>
    [FieldOffset(40)] public int Reason;

    /// <summary>Identical rejects so far; 0 in a free row.</summary>
    [FieldOffset(44)] public int Count;
}
