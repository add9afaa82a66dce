using System.Runtime.InteropServices;
using Engine.Core.Events;

namespace Engine.Core.Control;

/// <summary>
/// A command that waits for a second person. Entity of <see cref="State.StateParts.Approvals"/>, layout version 1.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct ApprovalState
{
    public const int SizeInBytes = 64;

    [FieldOffset(0)] public ulong BodyHigh;
    [FieldOffset(8)] public ulong BodyLow;

    /// <summary>Who has given it first.</summary>
    [FieldOffset(16)] public AsciiText32 Principal;

    /// <summary>Engine time until which the second may follow; 0 if the slot is free.</summary>
    [FieldOffset(48)] public long UntilNs;

    /// <summary>Of the command, as it was given last.</summary>
    [FieldOffset(56)] public long Sequence;
}
