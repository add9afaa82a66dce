using Engine.Core.Events;
using Engine.Core.MarketData;

namespace Engine.Core.Pipeline.Logic;

/// <summary>The price of a closing order, within its own collar. Pure.</summary>
internal static class FlattenPricing
{
    private const int BpsPerOne = 10_000;

    /// <summary>False if there is no price to close at, or none within the collar.</summary>
    /// <param name="limit">Absent for a market order.</param>
    public static RiskCode TryPrice(
        Side side, in MarketState market, long tickSize, FlattenOptions options, out long limit)
    {
        limit = FixedPoint.Absent;
        var touch = side == Side.Sell ? market.BidPrice : market.AskPrice;
        var hasMid = market.BidPrice != FixedPoint.Absent && market.AskPrice != FixedPoint.Absent;
        if (touch == FixedPoint.Absent) touch = market.LastTradePrice;
        if (touch == FixedPoint.Absent || touch <= 0) return RiskCode.NoReferencePrice;

        if (options.OrderType == OrderType.Market)
        {
            // Nothing bounds what a market order meets but the spread as it is seen.
            if (!hasMid) return RiskCode.Accepted;
            var twiceMid = (Int128)market.BidPrice + market.AskPrice;
            var distance = Int128.Abs(((Int128)touch * 2) - twiceMid);
            return distance * BpsPerOne > twiceMid * options.CollarBps ? RiskCode.PriceCollar : RiskCode.Accepted;
        }

        var tick = Math.Max(1, tickSize);
        var room = (Int128)touch * options.CollarBps / BpsPerOne;
        var price = side == Side.Sell ? touch - room : touch + room;
        price = side == Side.Sell ? Up(price, tick) : price - (price % tick);
        if (price < tick) price = tick;
        if (price > long.MaxValue) return RiskCode.Overflow;
        limit = (long)price;
        return RiskCode.Accepted;
    }

    // Toward the market: rounding must not leave the collar.
    private static Int128 Up(Int128 price, long tick) => (price + tick - 1) / tick * tick;
}
