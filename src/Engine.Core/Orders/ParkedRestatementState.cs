using System.Runtime.InteropServices;
using Engine.Core.Events;

namespace Engine.Core.Orders;

/// <summary>
/// A bust or a correction of an execution that has not come yet. Entity of
/// <see cref="State.StateParts.ParkedRestatements"/>, layout version 1.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct ParkedRestatementState
{
    public const int SizeInBytes = 72;

    [FieldOffset(0)] public AsciiText32 ExecutionId;
    [FieldOffset(32)] public long Price;

    /// <summary>0: a bust.</summary>
    [FieldOffset(40)] public long Quantity;

    [FieldOffset(48)] public long Commission;
    [FieldOffset(56)] public long ParkedTimeNs;
    [FieldOffset(64)] public int InstrumentId;
    [FieldOffset(68)] public ushort CorrectionNumber;

    /// <summary>1 if the slot is in use.</summary>
    [FieldOffset(70)] public ushort IsUsed;
}
