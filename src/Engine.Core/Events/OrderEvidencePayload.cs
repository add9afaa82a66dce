using System.Runtime.InteropServices;

namespace Engine.Core.Events;

/// <summary>
/// What an operator knows of an order or an execution: how an Unknown order ended (its evidence is the body of the
/// command), which order of another to take over, which order an execution belongs to.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct OrderEvidencePayload
{
    public const int SizeInBytes = EngineEvent.PayloadBytes;

    /// <summary>Attribute: the execution.</summary>
    [FieldOffset(0)] public AsciiText32 ExecutionId;

    /// <summary>Resolve, attribute: the order.</summary>
    [FieldOffset(32)] public long OrderId;

    /// <summary>Adopt: what the venue calls the order.</summary>
    [FieldOffset(40)] public long VenueOrderId;

    /// <summary>
    /// Resolve as filled: of the quantity for which no execution came, with exponent 9, because whoever writes it need
    /// not know the instrument; <see cref="FixedPoint.Absent"/> if it is not given.
    /// </summary>
    [FieldOffset(48)] public long Price;

    /// <summary>Resolve: Filled, Canceled or Rejected.</summary>
    [FieldOffset(56)] public OrderStatus Status;
}
