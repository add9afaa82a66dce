using System.Runtime.InteropServices;
using Engine.Core.Events;

namespace Engine.Core.Gateway;

/// <summary>One order as the venue reported it.</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
internal struct ReconciliationOrderState
{
    public const int SizeInBytes = 40;

    [FieldOffset(0)] public long OrderId;
    [FieldOffset(8)] public long CumulativeQuantity;
    [FieldOffset(16)] public long VenueEventId;
    [FieldOffset(24)] public VenueReason Reason;
    [FieldOffset(28)] public uint StatusCode;

    /// <summary>1-based; 0 if the venue named none.</summary>
    [FieldOffset(32)] public long InstrumentNumber;

    public readonly OrderStatus Status => (OrderStatus)StatusCode;
}
