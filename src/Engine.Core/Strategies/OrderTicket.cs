using Engine.Core.Events;

namespace Engine.Core.Strategies;

/// <summary>What a strategy asks for. A ticket with terms counts as two emissions.</summary>
/// <param name="Quantity">Positive, in the size exponent of the instrument.</param>
/// <param name="LimitPrice">
/// In the price exponent; <see cref="FixedPoint.Absent"/> for a type without limit.
/// </param>
/// <param name="Tag">Comes back with everything said of the order.</param>
public readonly record struct OrderTicket(
    int InstrumentId, Side Side, OrderType Type, TimeInForce TimeInForce, long Quantity, long LimitPrice, long Tag = 0)
{
    /// <summary>Stop price, in the price exponent; of a trailing stop where it begins. 0 if not given.</summary>
    public long StopPrice { get; init; }

    /// <summary>Distance of a trailing stop, in the price exponent; 0 if <see cref="TrailBps"/> says it.</summary>
    public long TrailPrice { get; init; }

    /// <summary>Distance of a trailing stop in basis points of the market's price; 0 if not given.</summary>
    public int TrailBps { get; init; }

    /// <summary>Engine time at which a good-till-date order ends; 0 for every other.</summary>
    public long ExpireTimeNs { get; init; }

    /// <summary>
    /// Id of the first order of a group in the same instrument: the first execution in it cancels the others. 0 if it
    /// stands alone.
    /// </summary>
    public long OcoGroup { get; init; }

    /// <summary>Stop at which the engine closes what this order executes, in the price exponent; 0 if none.</summary>
    public long ProtectStopPrice { get; init; }

    /// <summary>Target at which the engine closes it, in the price exponent; 0 if none.</summary>
    public long ProtectTargetPrice { get; init; }

    /// <summary>Distance at which that stop follows the market, in the price exponent; 0 if it does not.</summary>
    public long ProtectTrailPrice { get; init; }

    /// <summary>The same in basis points.</summary>
    public int ProtectTrailBps { get; init; }

    public static OrderTicket Market(int instrumentId, Side side, long quantity,
        TimeInForce timeInForce = TimeInForce.Day) =>
        new(instrumentId, side, OrderType.Market, timeInForce, quantity, FixedPoint.Absent);

    public static OrderTicket Limit(
        int instrumentId, Side side, long quantity, long limitPrice, TimeInForce timeInForce = TimeInForce.Day) =>
        new(instrumentId, side, OrderType.Limit, timeInForce, quantity, limitPrice);

    /// <summary>A market order once the stop is reached.</summary>
    public static OrderTicket Stop(
        int instrumentId, Side side, long quantity, long stopPrice, TimeInForce timeInForce = TimeInForce.Day) =>
        new(instrumentId, side, OrderType.Stop, timeInForce, quantity, FixedPoint.Absent) { StopPrice = stopPrice };

    /// <summary>A limit order once the stop is reached.</summary>
    public static OrderTicket StopLimit(
        int instrumentId, Side side, long quantity, long stopPrice, long limitPrice,
        TimeInForce timeInForce = TimeInForce.Day) =>
        new(instrumentId, side, OrderType.StopLimit, timeInForce, quantity, limitPrice) { StopPrice = stopPrice };

    /// <summary>A stop that follows the market at a distance in the price exponent.</summary>
    public static OrderTicket TrailingStop(
        int instrumentId, Side side, long quantity, long trailPrice, TimeInForce timeInForce = TimeInForce.Day) =>
        new(instrumentId, side, OrderType.TrailingStop, timeInForce, quantity, FixedPoint.Absent)
        {
            TrailPrice = trailPrice,
        };

    /// <summary>A stop that follows the market at a distance in basis points.</summary>
    public static OrderTicket TrailingStopBps(
        int instrumentId, Side side, long quantity, int trailBps, TimeInForce timeInForce = TimeInForce.Day) =>
        new(instrumentId, side, OrderType.TrailingStop, timeInForce, quantity, FixedPoint.Absent)
        {
            TrailBps = trailBps,
        };

    public static OrderTicket MarketOnClose(int instrumentId, Side side, long quantity) =>
        new(instrumentId, side, OrderType.MarketOnClose, TimeInForce.Day, quantity, FixedPoint.Absent);

    public static OrderTicket LimitOnClose(int instrumentId, Side side, long quantity, long limitPrice) =>
        new(instrumentId, side, OrderType.LimitOnClose, TimeInForce.Day, quantity, limitPrice);

    internal OrderTermsPayload ToTerms() => new()
    {
        StopPrice = StopPrice,
        TrailPrice = TrailPrice,
        TrailBps = TrailBps,
        ExpireTimeNs = ExpireTimeNs,
        OcoGroup = OcoGroup,
        ProtectStopPrice = ProtectStopPrice,
        ProtectTargetPrice = ProtectTargetPrice,
        ProtectTrailPrice = ProtectTrailPrice,
        ProtectTrailBps = ProtectTrailBps,
    };
}
