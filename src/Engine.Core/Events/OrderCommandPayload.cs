using System.Runtime.InteropServices;

namespace Engine.Core.Events;

/// <summary>An order that an operator submits himself; the instrument is in the header of the record.</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct OrderCommandPayload
{
    public const int SizeInBytes = EngineEvent.PayloadBytes;

    /// <summary><see cref="FixedPoint.Absent"/> for a market order.</summary>
    [FieldOffset(0)] public long LimitPrice;

    /// <summary>In the size exponent of the instrument.</summary>
    [FieldOffset(8)] public long Quantity;

    [FieldOffset(16)] public Side Side;
    [FieldOffset(17)] public OrderType Type;
    [FieldOffset(18)] public TimeInForce TimeInForce;

    /// <summary>1: refused if it could do more than reduce the position.</summary>
    [FieldOffset(19)] public byte IsReduceOnly;

    /// <summary>A hold that an administrator names, to reduce in spite of it; 0 if none.</summary>
    [FieldOffset(20)] public int HoldId;
}
