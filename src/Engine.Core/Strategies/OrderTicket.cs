using Engine.Core.Events;

namespace Engine.Core.Strategies;

/// <summary>What a strategy asks for.</summary>
/// <param name="Quantity">Positive, in the size exponent of the instrument.</param>
/// <param name="LimitPrice">In the price exponent; <see cref="FixedPoint.Absent"/> for a market order.</param>
/// <param name="Tag">Comes back with everything said of the order.</param>
public readonly record struct OrderTicket(
    int InstrumentId, Side Side, OrderType Type, TimeInForce TimeInForce, long Quantity, long LimitPrice, long Tag = 0)
{
    public static OrderTicket Market(int instrumentId, Side side, long quantity,
        TimeInForce timeInForce = TimeInForce.Day) =>
        new(instrumentId, side, OrderType.Market, timeInForce, quantity, FixedPoint.Absent);

    public static OrderTicket Limit(
        int instrumentId, Side side, long quantity, long limitPrice, TimeInForce timeInForce = TimeInForce.Day) =>
        new(instrumentId, side, OrderType.Limit, timeInForce, quantity, limitPrice);
}
