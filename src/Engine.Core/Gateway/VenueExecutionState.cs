using System.Runtime.InteropServices;
using Engine.Core.Events;

namespace Engine.Core.Gateway;

/// <summary>An execution as the simulated venue remembers it for queries.</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
internal struct VenueExecutionState
{
    public const int SizeInBytes = 72;

    /// <summary>Running number; the execution id is made of it.</summary>
    [FieldOffset(0)] public long Number;

    [FieldOffset(8)] public long OrderId;
    [FieldOffset(16)] public long Price;
    [FieldOffset(24)] public long Quantity;
    [FieldOffset(32)] public long Commission;
    [FieldOffset(40)] public long TimeNs;
    [FieldOffset(48)] public long VenueEventId;
    [FieldOffset(56)] public int BrokerOrderId;
    [FieldOffset(60)] public int InstrumentId;
    [FieldOffset(64)] public ushort StrategyId;
    [FieldOffset(66)] public ushort SideCode;
    [FieldOffset(68)] public int SessionEpoch;

    public readonly Side Side => (Side)SideCode;
}
