using System.Runtime.InteropServices;

namespace Engine.Core.Events;

/// <summary>
/// An order at the venue that no intent of this engine asked for, as the venue reports it: when it changes, or as an
/// answer to the question for open orders. The instrument is in the header of the record.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct ForeignOrderPayload
{
    public const int SizeInBytes = EngineEvent.PayloadBytes;

    /// <summary>What the venue calls it. Never 0.</summary>
    [FieldOffset(0)] public long VenueOrderId;

    [FieldOffset(8)] public long VenueEventId;
    [FieldOffset(16)] public long VenueTimeNs;

    /// <summary><see cref="FixedPoint.Absent"/> for a market order.</summary>
    [FieldOffset(24)] public long LimitPrice;

    [FieldOffset(32)] public long Quantity;
    [FieldOffset(40)] public long CumulativeQuantity;

    /// <summary>The question that it answers; 0 if it came as it happened.</summary>
    [FieldOffset(48)] public long QueryId;

    /// <summary>The reference that its sender gave it; empty if none. See docs/VENUE_PROTOCOL.md.</summary>
    [FieldOffset(56)] public AsciiText24 Reference;

    [FieldOffset(80)] public Side Side;
    [FieldOffset(81)] public OrderType Type;
    [FieldOffset(82)] public TimeInForce TimeInForce;
    [FieldOffset(83)] public OrderStatus Status;

    /// <summary>Which client of the venue sent it; 0 if the venue does not say.</summary>
    [FieldOffset(84)] public int ClientId;
}
