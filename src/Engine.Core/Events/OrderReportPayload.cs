using System.Runtime.InteropServices;

namespace Engine.Core.Events;

/// <summary>What the venue, or the gateway, says of an order.</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct OrderReportPayload
{
    public const int SizeInBytes = EngineEvent.PayloadBytes;

    /// <summary>0 for an order this engine does not know.</summary>
    [FieldOffset(0)] public long OrderId;

    /// <summary>Running number of the venue for everything it says; a restart asks from here.</summary>
    [FieldOffset(8)] public long VenueEventId;

    [FieldOffset(16)] public long VenueTimeNs;
    [FieldOffset(24)] public long CumulativeQuantity;
    [FieldOffset(32)] public long LeavesQuantity;
    [FieldOffset(40)] public long LimitPrice;
    [FieldOffset(48)] public long Quantity;
    [FieldOffset(56)] public int BrokerOrderId;
    [FieldOffset(60)] public VenueReason Reason;

    /// <summary>For a status report: the state in which the venue holds it.</summary>
    [FieldOffset(64)] public OrderStatus Status;

    [FieldOffset(65)] public Side Side;

    /// <summary>Sequence of the intent this is about; set by the gateway, 0 in what a venue says.</summary>
    [FieldOffset(72)] public long IntentSequence;

    [FieldOffset(80)] public int SessionEpoch;
}
