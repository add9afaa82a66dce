using System.Runtime.InteropServices;
using Engine.Core.Events;

namespace Engine.Core.Orders;

/// <summary>
/// An order of somebody else at the venue, as it was last reported. Entity of
/// <see cref="State.StateParts.ForeignOrders"/>, layout version 1.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct ForeignOrderState
{
    public const int SizeInBytes = 96;

    /// <summary>What the venue calls it; 0 in a free slot.</summary>
    [FieldOffset(0)] public long VenueOrderId;

    /// <summary><see cref="FixedPoint.Absent"/> for a market order.</summary>
    [FieldOffset(8)] public long LimitPrice;

    [FieldOffset(16)] public long Quantity;
    [FieldOffset(24)] public long CumulativeQuantity;
    [FieldOffset(32)] public long FirstSeenNs;
    [FieldOffset(40)] public long LastSeenNs;

    /// <summary>The newest question for open orders that it was an answer to.</summary>
    [FieldOffset(48)] public long QueryId;

    /// <summary>The reference that its sender gave it; empty if none.</summary>
    [FieldOffset(56)] public AsciiText24 Reference;

    /// <summary>-1 if the engine does not know the instrument: its exposure cannot be counted then.</summary>
    [FieldOffset(80)] public int InstrumentId;

    /// <summary>Which client of the venue sent it; 0 if the venue does not say.</summary>
    [FieldOffset(84)] public int ClientId;

    [FieldOffset(88)] public Side Side;
    [FieldOffset(89)] public OrderType Type;
    [FieldOffset(90)] public TimeInForce TimeInForce;
    [FieldOffset(91)] public OrderStatus Status;

    /// <summary>1 if it came under an order id in the range of this engine, which it does not know.</summary>
    [FieldOffset(92)] public int IsUnderOurId;

    public readonly bool IsCounted =>
        VenueOrderId != 0 && InstrumentId >= 0 && Side is Side.Buy or Side.Sell && Quantity > 0;

    /// <summary>The order as risk sees it: all that may still execute, for no strategy.</summary>
    public readonly OrderState AsOrder() => !IsCounted
        ? default
        : new OrderState
        {
            InstrumentId = InstrumentId,
            Side = Side,
            Type = Type,
            TimeInForce = TimeInForce,
            Quantity = Quantity,
            CumulativeQuantity = CumulativeQuantity,
            LimitPrice = LimitPrice,
            Status = CumulativeQuantity > 0 ? OrderStatus.PartiallyFilled : OrderStatus.Accepted,
        };
}
