using System.Runtime.InteropServices;

namespace Engine.Core.Risk;

/// <summary>
/// An intent that was let through lately; its row is its number modulo the rows. Entity of
/// <see cref="State.StateParts.RecentIntents"/>, layout version 1.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct RecentIntentState
{
    public const int SizeInBytes = 48;

    /// <summary>Strategy, side, type and instrument: see <see cref="IntentKey"/>.</summary>
    [FieldOffset(0)] public long Head;

    [FieldOffset(8)] public long Price;
    [FieldOffset(16)] public long Quantity;
    [FieldOffset(24)] public long TimeNs;

    /// <summary>Number of the intent before it that shares its chain; 0 if none.</summary>
    [FieldOffset(32)] public long Previous;

    /// <summary>Number of the newest intent of the chain that begins in this row, whoever the row belongs to.</summary>
    [FieldOffset(40)] public long ChainNewest;
}
