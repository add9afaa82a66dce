using System.Runtime.InteropServices;
using Engine.Core.Events;

namespace Engine.Core.Risk;

/// <summary>A hold in force. Entity of <see cref="State.StateParts.Holds"/>, layout version 1.</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct HoldState
{
    public const int SizeInBytes = 96;

    [FieldOffset(0)] public int HoldId;

    /// <summary>Strategy or instrument id; 0 for the account.</summary>
    [FieldOffset(4)] public int ScopeId;

    [FieldOffset(8)] public int ReasonCode;
    [FieldOffset(12)] public HoldScope Scope;
    [FieldOffset(13)] public HoldKind Kind;
    [FieldOffset(14)] public Permission Permission;

    /// <summary>1 while in force: instrument 0, reason 0 and the like are values.</summary>
    [FieldOffset(15)] public byte IsInForce;

    [FieldOffset(16)] public AsciiText32 Who;
    [FieldOffset(48)] public AsciiText32 Why;

    /// <summary>Sequence of the record that placed it; a denial names it.</summary>
    [FieldOffset(80)] public long PlacedSequence;

    [FieldOffset(88)] public long PlacedTimeNs;

    public readonly HoldPayload ToPayload() => new()
    {
        HoldId = HoldId,
        Scope = Scope,
        HoldKind = Kind,
        Permission = Permission,
        ScopeId = ScopeId,
        ReasonCode = ReasonCode,
        Who = Who,
        Why = Why,
    };
}
