using System.Runtime.InteropServices;

namespace Engine.Core.Events;

/// <summary>
/// Who gave a command. The continuation record behind the head of the command; the text records after it hold, without
/// gap, the name that the operator gave, the reason, and the body that some commands have.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct CommandIdentityPayload
{
    public const int SizeInBytes = EngineEvent.PayloadBytes;

    /// <summary>Correlates the answer with the caller that waits for it; unique in the life of the journal.</summary>
    [FieldOffset(0)] public long RequestId;

    /// <summary>First 128 bits of the SHA-256 of the idempotency key.</summary>
    [FieldOffset(8)] public ulong KeyHigh;

    [FieldOffset(16)] public ulong KeyLow;

    /// <summary>First 128 bits of the SHA-256 of what the command asks for, reason and names left out.</summary>
    [FieldOffset(24)] public ulong BodyHigh;

    [FieldOffset(32)] public ulong BodyLow;

    /// <summary>The authenticated name.</summary>
    [FieldOffset(40)] public AsciiText32 Principal;

    [FieldOffset(72)] public OperatorRole Role;

    /// <summary>1 if the reason was longer than what is here.</summary>
    [FieldOffset(73)] public byte IsReasonClipped;

    [FieldOffset(74)] public byte OperatorNameBytes;

    /// <summary>1 if it only approves what another principal has given, and is no first part of two.</summary>
    [FieldOffset(75)] public byte IsApproval;

    [FieldOffset(76)] public int ReasonBytes;
    [FieldOffset(80)] public int BodyBytes;
}
