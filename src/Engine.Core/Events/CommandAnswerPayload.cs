using System.Runtime.InteropServices;

namespace Engine.Core.Events;

/// <summary>
/// The last decision of an operator's command: what became of it. Kept with the key for a repetition of the command, so
/// it has no unused byte.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct CommandAnswerPayload
{
    public const int SizeInBytes = EngineEvent.PayloadBytes;

    [FieldOffset(0)] public long RequestId;

    /// <summary>Sequence of the input that was applied: of the first one, if this one repeats it.</summary>
    [FieldOffset(8)] public long AppliedSequence;

    /// <summary>The order it was about, or made; 0 if none.</summary>
    [FieldOffset(16)] public long OrderId;

    /// <summary>Depends on the code: the code of a denial, a limit, a number of positions.</summary>
    [FieldOffset(24)] public long Detail;

    [FieldOffset(32)] public CommandCode Code;

    /// <summary>Working orders that are canceled because of it.</summary>
    [FieldOffset(36)] public int OrdersAffected;

    [FieldOffset(40)] public int HoldsPlaced;
    [FieldOffset(44)] public int HoldsReleased;

    /// <summary>Holds in force after it, all scopes together.</summary>
    [FieldOffset(48)] public int HoldsRemaining;

    /// <summary>The hold that was placed or released, the first of several; 0 if none.</summary>
    [FieldOffset(52)] public int HoldId;

    /// <summary>Kind of the command.</summary>
    [FieldOffset(56)] public EventKind CommandKind;

    /// <summary>What may be traded in the scope of the command after it.</summary>
    [FieldOffset(58)] public Permission Permission;

    [FieldOffset(59)] public EnginePhase Phase;

    /// <summary>1 if the command had been applied before, under the same key.</summary>
    [FieldOffset(60)] public int IsRepeat;

    /// <summary>First 128 bits of the SHA-256 of what is in force now, for commands that change settings.</summary>
    [FieldOffset(64)] public ulong HashHigh;

    [FieldOffset(72)] public ulong HashLow;

    /// <summary>Engine time of the input that was applied.</summary>
    [FieldOffset(80)] public long AppliedTimeNs;
}
