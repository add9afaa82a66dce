using System.Runtime.InteropServices;
using Engine.Core.Events;

namespace Engine.Core.Gateway;

/// <summary>An intent on its way to the simulated venue.</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
internal struct VenueArrivalState
{
    public const int SizeInBytes = 88;

    [FieldOffset(0)] public long EffectiveTimeNs;
    [FieldOffset(8)] public long OrderId;
    [FieldOffset(16)] public long LimitPrice;
    [FieldOffset(24)] public long Quantity;
    [FieldOffset(32)] public int BrokerOrderId;
    [FieldOffset(36)] public int SessionEpoch;
    [FieldOffset(40)] public int InstrumentId;
    [FieldOffset(44)] public EventKind Kind;
    [FieldOffset(46)] public ushort StrategyId;
    [FieldOffset(48)] public Side Side;
    [FieldOffset(49)] public OrderType Type;
    [FieldOffset(50)] public TimeInForce TimeInForce;
    [FieldOffset(51)] public OrderClass Class;

    [FieldOffset(52)] public int TrailBps;

    /// <summary>The terms of the order; zero is "not given".</summary>
    [FieldOffset(56)] public long StopPrice;

    [FieldOffset(64)] public long TrailPrice;
    [FieldOffset(72)] public long ExpireTimeNs;
    [FieldOffset(80)] public long OcoGroup;
}
