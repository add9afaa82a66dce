using System.Runtime.InteropServices;
using Engine.Core.Events;

namespace Engine.Core.Control;

/// <summary>
/// A command that was applied, by its idempotency key. Entity of <see cref="State.StateParts.CommandKeys"/>, layout
/// version 1.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct CommandKeyState
{
    public const int SizeInBytes = 128;

    [FieldOffset(0)] public ulong KeyHigh;
    [FieldOffset(8)] public ulong KeyLow;
    [FieldOffset(16)] public ulong BodyHigh;
    [FieldOffset(24)] public ulong BodyLow;

    /// <summary>1 if the slot is in use.</summary>
    [FieldOffset(32)] public long IsUsed;

    /// <summary>What a repetition is answered with.</summary>
    [FieldOffset(40)] public CommandAnswerPayload Answer;
}
