using System.Runtime.InteropServices;

namespace Engine.Core.Orders;

/// <summary>
/// Counters behind order ids. Entity of <see cref="State.StateParts.OrderCounters"/>, layout version 1.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct OrderCountersState
{
    public const int SizeInBytes = 24;

    /// <summary>The last order id given away; ids begin at 1.</summary>
    [FieldOffset(0)] public long LastOrderId;

    /// <summary>The highest broker order id this engine ever assigned.</summary>
    [FieldOffset(8)] public int BrokerHighWater;

    /// <summary>The lowest broker order id that the venue said is free.</summary>
    [FieldOffset(12)] public int NextValidId;

    /// <summary>Epoch of the newest venue session.</summary>
    [FieldOffset(16)] public int SessionEpoch;

    /// <summary>Venue sessions so far.</summary>
    [FieldOffset(20)] public int VenueConnections;
}
