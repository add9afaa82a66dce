using System.Runtime.InteropServices;

namespace Engine.Core.Events;

/// <summary>Which breaker an operator wants tripped or reset.</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct BreakerCommandPayload
{
    public const int SizeInBytes = EngineEvent.PayloadBytes;

    [FieldOffset(0)] public BreakerKind Breaker;
    [FieldOffset(1)] public HoldScope Scope;

    /// <summary>1: the measure begins anew from what it is now.</summary>
    [FieldOffset(2)] public byte SetsBaseline;

    /// <summary>Strategy or instrument id; 0 for the account.</summary>
    [FieldOffset(4)] public int ScopeId;
}
