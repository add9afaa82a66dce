using System.Runtime.InteropServices;

namespace Engine.Core.Events;

/// <summary>A hold placed or released. The most restrictive hold in force decides what may be traded.</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct HoldPayload
{
    public const int SizeInBytes = EngineEvent.PayloadBytes;

    [FieldOffset(0)] public int HoldId;
    [FieldOffset(4)] public HoldScope Scope;
    [FieldOffset(5)] public HoldKind HoldKind;
    [FieldOffset(6)] public Permission Permission;

    /// <summary>Strategy or instrument id; 0 for the account.</summary>
    [FieldOffset(8)] public int ScopeId;

    [FieldOffset(12)] public int ReasonCode;
    [FieldOffset(16)] public AsciiText32 Who;
    [FieldOffset(48)] public AsciiText32 Why;
}
