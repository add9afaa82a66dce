using System.Runtime.InteropServices;
using Engine.Core.Events;

namespace Engine.Core.Gateway;

/// <summary>An intent on its way to the simulated venue.</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
internal struct VenueArrivalState
{
    public const int SizeInBytes = 64;

    [FieldOffset(0)] public long EffectiveTimeNs;
    [FieldOffset(8)] public long OrderId;
    [FieldOffset(16)] public long LimitPrice;
    [FieldOffset(24)] public long Quantity;
    [FieldOffset(32)] public long IntentSequence;
    [FieldOffset(40)] public int BrokerOrderId;
    [FieldOffset(44)] public int SessionEpoch;
    [FieldOffset(48)] public int InstrumentId;
    [FieldOffset(52)] public EventKind Kind;
    [FieldOffset(54)] public ushort StrategyId;
    [FieldOffset(56)] public Side Side;
    [FieldOffset(57)] public OrderType Type;
    [FieldOffset(58)] public TimeInForce TimeInForce;
    [FieldOffset(59)] public OrderClass Class;

    /// <summary>Always zero; fills the entity to whole longs.</summary>
    [FieldOffset(60)] public uint Reserved;
}
