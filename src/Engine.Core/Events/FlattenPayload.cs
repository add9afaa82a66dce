using System.Runtime.InteropServices;

namespace Engine.Core.Events;

/// <summary>The end of closing one position, or of all of them.</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct FlattenPayload
{
    public const int SizeInBytes = EngineEvent.PayloadBytes;

    /// <summary>Position that remains, signed, in the size exponent of the instrument.</summary>
    [FieldOffset(0)] public long RemainingQuantity;

    /// <summary>The last closing order; 0 if none was sent.</summary>
    [FieldOffset(8)] public long OrderId;

    [FieldOffset(16)] public FlattenCode Code;

    /// <summary>Closing orders that were asked for, refused ones included.</summary>
    [FieldOffset(20)] public int Attempts;

    /// <summary>The last refusal of risk.</summary>
    [FieldOffset(24)] public RiskCode Refusal;

    /// <summary>Instruments that had a position or an order when it began.</summary>
    [FieldOffset(28)] public int Instruments;

    [FieldOffset(32)] public int Flat;
    [FieldOffset(36)] public int Remaining;

    /// <summary>Working orders in the scope when it ended.</summary>
    [FieldOffset(40)] public int WorkingOrders;

    /// <summary>Differences that the venue's positions have shown.</summary>
    [FieldOffset(44)] public int Differences;

    /// <summary>Engine time from the command to the end.</summary>
    [FieldOffset(48)] public long DurationNs;

    [FieldOffset(56)] public HoldScope Scope;
    [FieldOffset(60)] public int ScopeId;
}
