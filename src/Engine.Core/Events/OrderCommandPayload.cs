using System.Runtime.InteropServices;

namespace Engine.Core.Events;

/// <summary>An order that an operator submits himself; the instrument is in the header of the record.</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct OrderCommandPayload
{
    public const int SizeInBytes = EngineEvent.PayloadBytes;

    /// <summary><see cref="FixedPoint.Absent"/> for a type without limit.</summary>
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

    /// <summary>The terms as in <see cref="OrderTermsPayload"/>; 0 is "not given".</summary>
    [FieldOffset(24)] public long StopPrice;

    [FieldOffset(32)] public long TrailPrice;
    [FieldOffset(40)] public long ExpireTimeNs;
    [FieldOffset(48)] public long OcoGroup;
    [FieldOffset(56)] public long ProtectStopPrice;
    [FieldOffset(64)] public long ProtectTargetPrice;
    [FieldOffset(72)] public long ProtectTrailPrice;
    [FieldOffset(80)] public int TrailBps;
    [FieldOffset(84)] public int ProtectTrailBps;

    /// <summary>The terms that the order gets.</summary>
    public readonly OrderTermsPayload ToTerms() => new()
    {
        StopPrice = StopPrice,
        TrailPrice = TrailPrice,
        ExpireTimeNs = ExpireTimeNs,
        OcoGroup = OcoGroup,
        ProtectStopPrice = ProtectStopPrice,
        ProtectTargetPrice = ProtectTargetPrice,
        ProtectTrailPrice = ProtectTrailPrice,
        TrailBps = TrailBps,
        ProtectTrailBps = ProtectTrailBps,
    };
}
