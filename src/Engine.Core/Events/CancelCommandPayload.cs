using System.Runtime.InteropServices;

namespace Engine.Core.Events;

/// <summary>Which working orders an operator wants canceled: one, his own, or those of a scope.</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct CancelCommandPayload
{
    public const int SizeInBytes = EngineEvent.PayloadBytes;

    /// <summary>One order; 0 if a scope is meant.</summary>
    [FieldOffset(0)] public long OrderId;

    [FieldOffset(8)] public HoldScope Scope;

    /// <summary>1: only orders that the principal of the command has submitted himself.</summary>
    [FieldOffset(9)] public byte IsMine;

    /// <summary>Strategy or instrument id; 0 for the account.</summary>
    [FieldOffset(12)] public int ScopeId;
}
