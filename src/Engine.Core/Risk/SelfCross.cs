using Engine.Core.Events;
using Engine.Core.Orders;

namespace Engine.Core.Risk;

/// <summary>
/// Finds the account's own working order that an order would meet on the other side. A bound per side tells in one
/// comparison that there is none; only an order at or beyond it looks at the orders, and makes the bound exact again.
/// </summary>
internal sealed class SelfCross(ExposureBook book, OpenOrderSums open, OrdersView orders)
{
    /// <param name="price">Its limit, or what a market order would meet.</param>
    public RiskCode Check(Side side, long price, int instrumentId, ref RiskFigures figures)
    {
        ref readonly var working = ref open.Of(0, instrumentId);
        ref readonly var exposure = ref book.Of(instrumentId);
        var isBuy = side == Side.Buy;
        if ((isBuy ? working.SellQuantity : working.BuyQuantity) == 0) return RiskCode.Accepted;
        if (isBuy ? price < exposure.SellPriceBound : price > exposure.BuyPriceBound) return RiskCode.Accepted;

        var other = isBuy ? Side.Sell : Side.Buy;
        var best = isBuy ? long.MaxValue : long.MinValue;
        var isAny = false;
        foreach (ref readonly var order in orders.WorkingOfInstrument(instrumentId))
        {
            var isMeant = order.Side == other && order.WorstCaseLeaves > 0
                && order.Type is OrderType.Market or OrderType.Limit;
            if (!isMeant) continue;

            var own = ExposureBook.AggressivePrice(in order);
            best = isBuy ? Math.Min(best, own) : Math.Max(best, own);
            isAny = true;
        }
        if (!isAny) return RiskCode.Accepted;

        book.SetBound(instrumentId, other, best);
        var isMet = isBuy ? price >= best : price <= best;
        return isMet ? figures.Deny(RiskCode.SelfCross, best, price) : RiskCode.Accepted;
    }
}
