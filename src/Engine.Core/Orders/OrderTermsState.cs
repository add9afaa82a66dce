using System.Runtime.InteropServices;
using Engine.Core.Events;

namespace Engine.Core.Orders;

/// <summary>
/// The terms of an order that has any. Entity of <see cref="State.StateParts.OrderTerms"/>, layout version 1. Zero is
/// "not given" in every field; see <see cref="OrderTermsPayload"/>.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct OrderTermsState
{
    public const int SizeInBytes = 96;

    [FieldOffset(0)] public long OrderId;
    [FieldOffset(8)] public long StopPrice;
    [FieldOffset(16)] public long TrailPrice;
    [FieldOffset(24)] public long ExpireTimeNs;
    [FieldOffset(32)] public long OcoGroup;
    [FieldOffset(40)] public long ParentOrderId;
    [FieldOffset(48)] public long ProtectStopPrice;
    [FieldOffset(56)] public long ProtectTargetPrice;
    [FieldOffset(64)] public long ProtectTrailPrice;

    /// <summary>The stop of a replacement that is not answered yet.</summary>
    [FieldOffset(72)] public long PendingStopPrice;

    [FieldOffset(80)] public int TrailBps;
    [FieldOffset(84)] public int ProtectTrailBps;
    [FieldOffset(88)] public OrderLeg Leg;

    /// <summary>Always zero; fills the entity to whole longs.</summary>
    [FieldOffset(92)] public uint Reserved;

    /// <summary>It is protected, or it is a leg of a protection.</summary>
    public readonly bool IsOfProtection =>
        (ParentOrderId | ProtectStopPrice | ProtectTargetPrice | ProtectTrailPrice | (uint)ProtectTrailBps) != 0;

    /// <summary>As the record says them.</summary>
    public readonly OrderTermsPayload ToPayload() => new()
    {
        OrderId = OrderId,
        StopPrice = StopPrice,
        TrailPrice = TrailPrice,
        ExpireTimeNs = ExpireTimeNs,
        OcoGroup = OcoGroup,
        ParentOrderId = ParentOrderId,
        ProtectStopPrice = ProtectStopPrice,
        ProtectTargetPrice = ProtectTargetPrice,
        ProtectTrailPrice = ProtectTrailPrice,
        TrailBps = TrailBps,
        ProtectTrailBps = ProtectTrailBps,
        Leg = Leg,
    };
}
