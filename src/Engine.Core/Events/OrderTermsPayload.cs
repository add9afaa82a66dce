using System.Runtime.InteropServices;

namespace Engine.Core.Events;

/// <summary>
/// What an order says beyond <see cref="OrderPayload"/>. It follows its order directly; the order carries
/// <see cref="EventFlags.HasTerms"/>. Zero is "not given" in every field.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct OrderTermsPayload
{
    public const int SizeInBytes = EngineEvent.PayloadBytes;

    [FieldOffset(0)] public long OrderId;

    /// <summary>In the price exponent. Of a trailing stop where it begins; of a replacement the new stop.</summary>
    [FieldOffset(8)] public long StopPrice;

    /// <summary>Distance of a trailing stop, in the price exponent.</summary>
    [FieldOffset(16)] public long TrailPrice;

    /// <summary>End of a good-till-date order, engine time.</summary>
    [FieldOffset(24)] public long ExpireTimeNs;

    /// <summary>Id of the first order of its group: the first execution cancels the others.</summary>
    [FieldOffset(32)] public long OcoGroup;

    /// <summary>For a leg that the engine fired: the order whose protection it is.</summary>
    [FieldOffset(40)] public long ParentOrderId;

    /// <summary>Stop that the engine holds for what this order executes, in the price exponent.</summary>
    [FieldOffset(48)] public long ProtectStopPrice;

    /// <summary>Profit target that the engine holds, in the price exponent.</summary>
    [FieldOffset(56)] public long ProtectTargetPrice;

    /// <summary>Distance at which the held stop follows the market, in the price exponent.</summary>
    [FieldOffset(64)] public long ProtectTrailPrice;

    /// <summary>Distance of a trailing stop in basis points of the market's price.</summary>
    [FieldOffset(72)] public int TrailBps;

    /// <summary>Distance at which the held stop follows the market, in basis points.</summary>
    [FieldOffset(76)] public int ProtectTrailBps;

    /// <summary>For a leg that the engine fired: which one.</summary>
    [FieldOffset(80)] public OrderLeg Leg;

    /// <summary>True if something is said: then the record is written.</summary>
    public readonly bool IsGiven =>
        (StopPrice | TrailPrice | ExpireTimeNs | OcoGroup | ParentOrderId | ProtectStopPrice | ProtectTargetPrice
            | ProtectTrailPrice | (uint)TrailBps | (uint)ProtectTrailBps) != 0;

    /// <summary>True if the engine shall hold legs for what the order executes.</summary>
    public readonly bool IsProtected =>
        (ProtectStopPrice | ProtectTargetPrice | ProtectTrailPrice | (uint)ProtectTrailBps) != 0;

    /// <summary>True if the held stop follows the market.</summary>
    public readonly bool IsProtectionTrailing => (ProtectTrailPrice | (uint)ProtectTrailBps) != 0;
}
