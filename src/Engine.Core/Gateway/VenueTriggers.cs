using Engine.Core.Events;

namespace Engine.Core.Gateway;

/// <summary>
/// Orders that wait: stops for their price, orders on close for the last price of the session. A stop that is reached
/// becomes a market or limit order at the end of the queue.
/// </summary>
internal sealed class VenueTriggers(VenueTables tables)
{
    /// <summary>Quotes trigger only where no print came so far: a buy by the ask, a sell by the bid.</summary>
    public void OnQuote(ref VenueMarketState market, in QuotePayload quote)
    {
        if (market.WaitingOrders == 0) return;

        var isTwoSided = quote.BidPrice != FixedPoint.Absent && quote.AskPrice != FixedPoint.Absent;
        for (var next = market.FirstOrder; next != 0;)
        {
            var slot = next - 1;
            ref readonly var order = ref tables.Orders[slot];
            next = order.Next; // Read first: a stop that is reached goes to the end.
            if (!order.IsWaiting) continue;

            if (OrderTypeTable.IsOnClose(order.Type))
            {
                if (isTwoSided)
                {
                    tables.Orders.Edit(slot).SeenMid =
                        (long)FixedPoint.DivideHalfEven((Int128)quote.BidPrice + quote.AskPrice, 2);
                }
                continue;
            }
            var price = order.Side == Side.Buy ? quote.AskPrice : quote.BidPrice;
            if (market.HasPrints == 0 && price != FixedPoint.Absent) Meet(slot, price, market.TickSize);
        }
    }

    public void OnTrade(ref VenueMarketState market, long price)
    {
        market.HasPrints = 1;
        if (market.WaitingOrders == 0) return;

        for (var next = market.FirstOrder; next != 0;)
        {
            var slot = next - 1;
            ref readonly var order = ref tables.Orders[slot];
            next = order.Next;
            if (!order.IsWaiting) continue;

            if (OrderTypeTable.IsOnClose(order.Type)) tables.Orders.Edit(slot).SeenPrint = price;
            else Meet(slot, price, market.TickSize);
        }
    }

    private void Meet(int slot, long price, long tick)
    {
        ref readonly var order = ref tables.Orders[slot];
        if (order.StopPrice != 0 && StopTrigger.IsHit(order.Side, order.StopPrice, price))
        {
            Activate(slot);
            return;
        }
        if (order.Type != OrderType.TrailingStop) return;

        var stop = StopTrigger.Trail(order.Side, order.StopPrice, price, order.TrailPrice, order.TrailBps, tick);
        if (stop != order.StopPrice) tables.Orders.Edit(slot).StopPrice = stop;
    }

    // It meets the market now, as if it had just arrived.
    private void Activate(int slot)
    {
        tables.Delist(slot);
        ref var order = ref tables.Orders.Edit(slot);
        order.Type = order.Type == OrderType.StopLimit ? OrderType.Limit : OrderType.Market;
        order.IsResting = 0;
        tables.Enlist(slot);
    }
}
