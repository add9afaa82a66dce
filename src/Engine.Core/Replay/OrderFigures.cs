using Engine.Core.Events;
using Engine.Core.MarketData;
using Engine.Core.Orders;

namespace Engine.Core.Replay;

/// <summary>One order for people. Quantities in the size exponent of its instrument, prices in its price exponent.
/// </summary>
public sealed record OrderFigures(
    long OrderId, int StrategyId, int InstrumentId, Side Side, OrderType Type, TimeInForce TimeInForce,
    OrderClass Class, OrderStatus Status, long Quantity, long FilledQuantity, long LimitPrice, long FilledNotional,
    long CreatedTimeNs, long LastChangeTimeNs, long Tag, int BrokerOrderId, VenueReason Reason,
    int SessionEpoch, long UnknownSinceNs)
{
    /// <summary>Of <see cref="AveragePrice"/>: finer than any price, because an average is.</summary>
    public const int AverageExponent = FixedPoint.ExponentMax;

    /// <summary>All zero if the order has none.</summary>
    public OrderTermsPayload Terms { get; init; }

    public static OrderFigures Of(in OrderState order, OrderTermsView terms) => new(
        order.OrderId, order.StrategyId, order.InstrumentId, order.Side, order.Type, order.TimeInForce, order.Class,
        order.Status, order.Quantity, order.CumulativeQuantity, order.LimitPrice, order.FilledNotional,
        order.CreatedTimeNs, order.LastChangeTimeNs, order.Tag, order.BrokerOrderId, order.Reason,
        order.SessionEpoch, order.UnknownSinceNs)
    {
        Terms = terms.Find(order.OrderId, out _).ToPayload(),
    };

    /// <summary>Average over all executions, cut to <see cref="AverageExponent"/>; null before the first, or if it does
    /// not fit.</summary>
    public long? AveragePrice(in InstrumentState instrument)
    {
        if (FilledQuantity == 0 || instrument.Multiplier == 0) return null;

        // Notional and multiplier have the same exponent; what is left is that of the quantity.
        var scaled = (Int128)FilledNotional * FixedPoint.PowerOfTen(AverageExponent)
            * FixedPoint.PowerOfTen(instrument.SizeExponent);
        var average = scaled / ((Int128)FilledQuantity * instrument.Multiplier);
        return average <= long.MaxValue && average >= long.MinValue ? (long)average : null;
    }
}
