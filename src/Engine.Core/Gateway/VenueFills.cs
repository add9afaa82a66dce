using Engine.Core.Events;

namespace Engine.Core.Gateway;

/// <summary>
/// Decides what a quote or a print fills. Only market data that comes after an order took effect is ever looked at.
/// docs/VENUE_MODEL.md states the rules; here they stand in the order in which they are applied.
/// </summary>
internal sealed class VenueFills(VenueTables tables, VenueResponses responses)
{
    private const int Million = 1_000_000;

    private long _askOffered; // What is left of this quote's sizes for own orders.
    private long _bidOffered;
    private long _printLeft;  // What is left of this print.

    public void OnWatchedQuote(int instrumentId, in QuotePayload quote, long nowNs)
    {
        ref var market = ref tables.Markets.Edit(instrumentId);
        market.Watch &= ~VenueMarketState.AwaitsQuote;
        var lot = market.LotSize;
        var sizeless = SizelessOffer(market.SizeExponent, lot);

        // Displayed size that own orders took stays taken until the price moves: the feed does not know about them.
        if (quote.AskPrice != market.TakenAskPrice) market.TakenAsk = market.TakenAskPrice = 0;
        if (quote.BidPrice != market.TakenBidPrice) market.TakenBid = market.TakenBidPrice = 0;
        _askOffered = Offer(quote.AskPrice, quote.AskSize, market.TakenAsk, sizeless, lot);
        _bidOffered = Offer(quote.BidPrice, quote.BidSize, market.TakenBid, sizeless, lot);

        for (var next = market.FirstOrder; next != 0;)
        {
            var slot = next - 1;
            next = tables.Orders[slot].Next; // Read first: a filled order leaves the queue.
            MeetQuote(slot, ref market, in quote, nowNs);
        }

        if ((market.TakenAsk | market.TakenBid) != 0) market.Watch |= VenueMarketState.HasTaken;
        else market.Watch &= ~VenueMarketState.HasTaken;
    }

    private void MeetQuote(int slot, ref VenueMarketState market, in QuotePayload quote, long nowNs)
    {
        ref var order = ref tables.Orders.Edit(slot);
        var isBuy = order.Side == Side.Buy;
        var price = isBuy ? quote.AskPrice : quote.BidPrice;
        var hasSize = (isBuy ? quote.AskSize : quote.BidSize) != FixedPoint.Absent;
        var hasPrice = price != FixedPoint.Absent;
        ref var offered = ref isBuy ? ref _askOffered : ref _bidOffered;

        if (hasPrice && MayTake(in order, price, isBuy, hasSize))
        {
            var quantity = Math.Min(order.Remaining, offered);
            var fillPrice = order.Type == OrderType.Market ? Slip(price, isBuy, market.TickSize)
                : order.IsResting != 0 ? order.LimitPrice : price;
            var filled = Fill(slot, quantity, fillPrice, nowNs);
            offered -= filled;
            if (hasSize && filled > 0)
            {
                if (isBuy) (market.TakenAsk, market.TakenAskPrice) = (market.TakenAsk + filled, price);
                else (market.TakenBid, market.TakenBidPrice) = (market.TakenBid + filled, price);
                order.IsResting = 1;
            }
        }

        if (!order.IsLive) return;
        if (order.TimeInForce == TimeInForce.ImmediateOrCancel)
        {
            var isEmpty = order.Type == OrderType.Market && !hasPrice && order.Filled == 0;
            Cancel(slot, isEmpty ? VenueReason.NoMarket : VenueReason.RemainderOfImmediate, nowNs);
        }
        else if (order.Type == OrderType.Limit)
        {
            order.IsResting = 1;
        }
    }

    // A market order takes displayed size once; what is left of it works against prints. Quotes without sizes have no
    // prints that could fill a rest, so each of them is taken again.
    private static bool MayTake(in VenueOrderState order, long price, bool isBuy, bool hasSize)
    {
        if (order.Type == OrderType.Market) return order.IsResting == 0 || !hasSize;
        return isBuy ? price <= order.LimitPrice : price >= order.LimitPrice;
    }

    public void OnWatchedTrade(int instrumentId, in TradePayload trade, long nowNs)
    {
        if (trade.Price == FixedPoint.Absent || trade.Size <= 0) return;

        ref var market = ref tables.Markets.Edit(instrumentId);
        var hasQuotes = (market.Watch & VenueMarketState.AwaitsQuote) == 0;
        _printLeft = trade.Size;
        for (var next = market.FirstOrder; next != 0;)
        {
            var slot = next - 1;
            next = tables.Orders[slot].Next;
            MeetPrint(slot, ref market, in trade, hasQuotes, nowNs);
        }
    }

    private void MeetPrint(int slot, ref VenueMarketState market, in TradePayload trade, bool hasQuotes, long nowNs)
    {
        ref var order = ref tables.Orders.Edit(slot);
        var isImmediate = order.TimeInForce == TimeInForce.ImmediateOrCancel;
        if (isImmediate && hasQuotes) return; // The next quote decides.

        var isBuy = order.Side == Side.Buy;
        if (order.Type == OrderType.Market
            || (isBuy ? trade.Price <= order.LimitPrice : trade.Price >= order.LimitPrice))
        {
            var volume = order.EligibleVolume + trade.Size;
            order.EligibleVolume = volume < 0 ? long.MaxValue : volume;
            var allowed =
                (long)((Int128)order.EligibleVolume * tables.Options.VolumeCapPpm / Million) - order.PrintFilled;
            var quantity = RoundToLot(Math.Min(Math.Min(order.Remaining, allowed), _printLeft), market.LotSize);
            var price = order.Type == OrderType.Market ? Slip(trade.Price, isBuy, market.TickSize)
                : order.IsResting != 0 ? order.LimitPrice : trade.Price;
            var filled = Fill(slot, quantity, price, nowNs);
            order.PrintFilled += filled;
            _printLeft -= filled;
        }

        if (!order.IsLive) return;
        if (isImmediate) Cancel(slot, VenueReason.RemainderOfImmediate, nowNs);
        else if (!hasQuotes && order.Type == OrderType.Limit) order.IsResting = 1;
    }

    /// <summary>Executes up to a quantity; returns how much.</summary>
    private long Fill(int slot, long quantity, long price, long nowNs)
    {
        if (quantity <= 0 || !responses.HasRoomForFill) return 0;

        ref var order = ref tables.Orders.Edit(slot);
        ref var market = ref tables.Markets.Edit(order.InstrumentId);
        quantity = MaybePart(quantity, market.LotSize);
        if (!TryCommission(quantity, market.SizeExponent, out var commission))
            throw new InvalidOperationException(
                $"Commission of order {order.OrderId} overflows, though it was checked.");

        var number = ++tables.Counters.Edit(0).LastExecution;
        ref var execution = ref tables.Executions.Edit((int)((number - 1) & (tables.Executions.Capacity - 1)));
        execution.Number = number;
        execution.OrderId = order.OrderId;
        execution.Price = price;
        execution.Quantity = quantity;
        execution.Commission = commission;
        execution.TimeNs = nowNs;
        execution.BrokerOrderId = order.BrokerOrderId;
        execution.InstrumentId = order.InstrumentId;
        execution.StrategyId = order.StrategyId;
        execution.SideCode = (ushort)order.Side;
        execution.SessionEpoch = order.SessionEpoch;
        execution.VenueEventId = responses.ReportExecution(in execution);

        var signed = order.Side == Side.Buy ? quantity : -quantity;
        market.NetPosition += signed;
        Pay(ref market, signed, price, commission);
        order.Filled += quantity;
        order.Status = order.Remaining == 0 ? OrderStatus.Filled : OrderStatus.PartiallyFilled;
        if (order.Remaining == 0) tables.Delist(slot);
        return quantity;
    }

    private static void Pay(ref VenueMarketState market, long signed, long price, long commission)
    {
        if (market.CashFlow == FixedPoint.Absent) return;

        var fits = FixedPoint.TryNotional(
            price, signed, market.Multiplier, (int)market.ScaleExponent, out var value);
        var flow = (Int128)market.CashFlow - value - commission;
        fits &= flow > long.MinValue && flow <= long.MaxValue;
        market.CashFlow = fits ? (long)flow : FixedPoint.Absent;
    }

    public bool TryCommission(long quantity, int sizeExponent, out long commission) =>
        FixedPoint.TryNotional(tables.Options.CommissionPerShare, quantity, FixedPoint.MoneyOne,
            FixedPoint.MoneyExponent + sizeExponent, out commission);

    private void Cancel(int slot, VenueReason reason, long nowNs)
    {
        ref var order = ref tables.Orders.Edit(slot);
        order.Status = OrderStatus.Canceled;
        order.Reason = reason;
        tables.Delist(slot);
        responses.ReportOrder(EventKind.OrderCanceled, in order, nowNs, reason);
    }

    private long MaybePart(long quantity, long lot)
    {
        if (!tables.Chance(tables.Options.PartialFillPpm)) return quantity;

        var lots = (ulong)(quantity / lot);
        return lots <= 1 ? quantity : (long)(1 + (tables.NextRandom() % lots)) * lot;
    }

    private static long Offer(long price, long size, long taken, long sizeless, long lot)
    {
        if (price == FixedPoint.Absent) return 0;
        return size == FixedPoint.Absent ? sizeless : RoundToLot(Math.Max(0, size - taken), lot);
    }

    private long SizelessOffer(int sizeExponent, long lot)
    {
        var max = tables.Options.FillPerQuoteMax;
        var unit = FixedPoint.PowerOfTen(sizeExponent);
        return max > long.MaxValue / unit ? long.MaxValue : RoundToLot(max * unit, lot);
    }

    /// <summary>Moves a price against the trader, and onto the tick beyond.</summary>
    private long Slip(long price, bool isBuy, long tick)
    {
        var distance = Int128.Abs(price) * tables.Options.SlippagePpm;
        var exact = ((Int128)price * Million) + (isBuy ? distance : -distance);
        var step = (Int128)tick * Million;
        var steps = Int128.DivRem(exact, step);
        var ticks = steps.Quotient;
        if (steps.Remainder > 0 && isBuy) ticks++;
        if (steps.Remainder < 0 && !isBuy) ticks--;
        return (long)(ticks * tick);
    }

    private static long RoundToLot(long quantity, long lot) => quantity - (quantity % lot);
}
