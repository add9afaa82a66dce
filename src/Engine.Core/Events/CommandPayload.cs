using System.Runtime.InteropServices;

namespace Engine.Core.Events;

/// <summary>An operator command. Reason text beyond 48 characters follows in continuation records.</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct CommandPayload
{
    public const int SizeInBytes = EngineEvent.PayloadBytes;

    [FieldOffset(0)] public AsciiText32 Operator;
    [FieldOffset(32)] public AsciiText32 Reason;
    [FieldOffset(64)] public int TargetId;
    [FieldOffset(68)] public HoldScope Scope;
    [FieldOffset(69)] public Permission Permission;
    [FieldOffset(70)] public StopMode StopMode;
    [FieldOffset(71)] public HoldKind HoldKind;
    [FieldOffset(72)] public long EventTimeNs;
    [FieldOffset(80)] public int ScopeId;

    /// <summary>Of a halt.</summary>
    [FieldOffset(84)] public CancelPolicy CancelPolicy;

    /// <summary>Of a stop that parks: 1 if stops and targets that the engine holds may be without it.</summary>
    [FieldOffset(85)] public byte AcceptsHeldProtection;
}
