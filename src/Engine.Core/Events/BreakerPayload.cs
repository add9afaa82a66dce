using System.Runtime.InteropServices;

namespace Engine.Core.Events;

/// <summary>A breaker warned, tripped or was reset. Figures are in the unit of the breaker.</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct BreakerPayload
{
    public const int SizeInBytes = EngineEvent.PayloadBytes;

    [FieldOffset(0)] public BreakerKind Breaker;
    [FieldOffset(1)] public HoldScope Scope;
    [FieldOffset(2)] public BreakerAction Action;

    /// <summary>1 if an operator tripped it, whatever the measure.</summary>
    [FieldOffset(3)] public byte IsCommanded;

    /// <summary>Strategy or instrument id; 0 for the account.</summary>
    [FieldOffset(4)] public int ScopeId;

    [FieldOffset(8)] public long Measure;
    [FieldOffset(16)] public long Limit;

    /// <summary>0 where the measure has no window.</summary>
    [FieldOffset(24)] public long WindowNs;

    /// <summary>How much the measure was taken from, where there is a minimum.</summary>
    [FieldOffset(32)] public long Sample;

    /// <summary>The hold that was placed or released.</summary>
    [FieldOffset(40)] public int HoldId;

    /// <summary>1 if the reset began the measure anew.</summary>
    [FieldOffset(44)] public byte HasNewBaseline;

    /// <summary>From when on a reset is taken, engine time; of a trip.</summary>
    [FieldOffset(48)] public long ResettableNs;

    [FieldOffset(56)] public AsciiText32 Who;
}
