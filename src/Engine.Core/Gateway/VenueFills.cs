using Engine.Core.Events;

namespace Engine.Core.Gateway;

/// <summary>
/// Decides what a quote or a print fills. Only market data that comes after an order took effect is ever looked at.
/// docs/VENUE_MODEL.md states the rules; here they stand in the order in which they are applied.
/// </summary>
internal sealed class VenueFills(VenueTables tables, VenueResponses responses, VenueTriggers triggers)
{
    private const int Million = 1_000_000;

    private long _askOffered; // What is left of this quote's sizes for own orders.
    private long _bidOffered;
    private long _printLeft;  // What is left of this print.
    private long _executedGroup; // Group of the order that was just executed; 0 if it has none.

    /// <param name="isOpen">Outside the session nothing triggers and nothing trades.</param>
    public void OnWatchedQuote(int instrumentId, in QuotePayload quote, long nowNs, bool isOpen)
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

        if (isOpen) triggers.OnQuote(ref market, in quote); // First: the quote that reaches a stop is its market.
        for (var next = isOpen ? market.FirstOrder : 0; next != 0;)
        {
            var slot = next - 1;
            next = tables.Orders[slot].Next; // Read first: a filled order leaves the queue.
            MeetQuote(slot, ref market, in quote, nowNs);
            if (_executedGroup != 0) next = CancelGroup(slot, next, nowNs);
        }

        if ((market.TakenAsk | market.TakenBid) != 0) market.Watch |= VenueMarketState.HasTaken;
        else market.Watch &= ~VenueMarketState.HasTaken;
    }

    private void MeetQuote(int slot, ref VenueMarketState market, in QuotePayload quote, long nowNs)
    {
        if (tables.Orders[slot].IsWaiting) return;
        ref var order = ref tables.Orders.Edit(slot);
        var isBuy = order.Side == Side.Buy;
        var price = isBuy ? quote.AskPrice : quote.BidPrice;
        var hasSize = (isBuy ? quote.AskSize : quote.BidSize) != FixedPoint.Absent;
        var hasPrice = price != FixedPoint.Absent;
        ref var offered = ref isBuy ? ref _askOffered : ref _bidOffered;

        if (hasPrice && MayTake(in order, price, isBuy, hasSize))
        {
            var quantity = WholeOrNothing(in order, Math.Min(order.Remaining, offered));
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
        if (OrderTypeTable.IsImmediate(order.TimeInForce))
        {
            var isEmpty = order.Type == OrderType.Market && !hasPrice && order.Filled == 0;
            Cancel(slot, isEmpty ? VenueReason.NoMarket : RemainderReasonOf(in order), nowNs);
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

    /// <inheritdoc cref="OnWatchedQuote"/>
    public void OnWatchedTrade(int instrumentId, in TradePayload trade, long nowNs, bool isOpen)
    {
        if (trade.Price == FixedPoint.Absent || !isOpen) return;

        ref var market = ref tables.Markets.Edit(instrumentId);
        var hasQuotes = (market.Watch & VenueMarketState.AwaitsQuote) == 0;
        _printLeft = trade.Size;
        for (var next = trade.Size > 0 ? market.FirstOrder : 0; next != 0;)
        {
            var slot = next - 1;
            next = tables.Orders[slot].Next;
            MeetPrint(slot, ref market, in trade, hasQuotes, nowNs);
            if (_executedGroup != 0) next = CancelGroup(slot, next, nowNs);
        }
        triggers.OnTrade(ref market, trade.Price); // Last: the print that reaches a stop is over when the stop works.
    }

    /// <summary>The close: an order on close trades at the last price it saw, whole, without slippage.</summary>
    public void FillAtClose(int slot, long nowNs)
    {
        ref readonly var order = ref tables.Orders[slot];
        var isBuy = order.Side == Side.Buy;
        var isMid = order.SeenPrint == FixedPoint.Absent;
        var price = isMid ? order.SeenMid : order.SeenPrint;
        if (price == FixedPoint.Absent) return;

        if (isMid) price = OntoTick((Int128)price, 1, isBuy, tables.Markets[order.InstrumentId].TickSize);
        var isWithin = order.Type == OrderType.MarketOnClose
            || (isBuy ? price <= order.LimitPrice : price >= order.LimitPrice);
        if (!isWithin) return;
        Fill(slot, order.Remaining, price, nowNs);
        if (_executedGroup != 0) CancelGroup(slot, next: 0, nowNs);
    }

    private void MeetPrint(int slot, ref VenueMarketState market, in TradePayload trade, bool hasQuotes, long nowNs)
    {
        if (tables.Orders[slot].IsWaiting) return;
        ref var order = ref tables.Orders.Edit(slot);
        var isImmediate = OrderTypeTable.IsImmediate(order.TimeInForce);
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
            quantity = WholeOrNothing(in order, quantity);
            var price = order.Type == OrderType.Market ? Slip(trade.Price, isBuy, market.TickSize)
                : order.IsResting != 0 ? order.LimitPrice : trade.Price;
            var filled = Fill(slot, quantity, price, nowNs);
            order.PrintFilled += filled;
            _printLeft -= filled;
        }

        if (!order.IsLive) return;
        if (isImmediate) Cancel(slot, RemainderReasonOf(in order), nowNs);
        else if (!hasQuotes && order.Type == OrderType.Limit) order.IsResting = 1;
    }

    /// <summary>Executes up to a quantity; returns how much.</summary>
    private long Fill(int slot, long quantity, long price, long nowNs)
    {
        if (quantity <= 0 || !responses.HasRoomForFill) return 0;

        ref var order = ref tables.Orders.Edit(slot);
        ref var market = ref tables.Markets.Edit(order.InstrumentId);
        if (order.TimeInForce != TimeInForce.FillOrKill) quantity = MaybePart(quantity, market.LotSize);
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
        _executedGroup = order.OcoGroup;
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

    // One cancels the other: the first execution ends the rest of the group. Returns where the queue goes on.
    private int CancelGroup(int executedSlot, int next, long nowNs)
    {
        var group = _executedGroup;
        _executedGroup = 0;
        while (next != 0 && tables.Orders[next - 1].OcoGroup == group) next = tables.Orders[next - 1].Next;

        var first = tables.FindOrder(group);
        if (first >= 0) tables.Orders.Edit(first).IsGroupExecuted = 1;
        for (var other = tables.Markets[tables.Orders[executedSlot].InstrumentId].FirstOrder; other != 0;)
        {
            var slot = other - 1;
            other = tables.Orders[slot].Next;
            if (slot != executedSlot && tables.Orders[slot].OcoGroup == group)
                Cancel(slot, VenueReason.GroupExecuted, nowNs);
        }
        return next;
    }

    private static long WholeOrNothing(in VenueOrderState order, long quantity) =>
        order.TimeInForce == TimeInForce.FillOrKill && quantity < order.Remaining ? 0 : quantity;

    private static VenueReason RemainderReasonOf(in VenueOrderState order) =>
        order.TimeInForce == TimeInForce.FillOrKill ? VenueReason.NotFillable : VenueReason.RemainderOfImmediate;

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
        return OntoTick(((Int128)price * Million) + (isBuy ? distance : -distance), Million, isBuy, tick);
    }

    // Of a price in parts: onto the tick that is worse for the trader.
    private static long OntoTick(Int128 price, int parts, bool isBuy, long tick)
    {
        var steps = Int128.DivRem(price, (Int128)tick * parts);
        var ticks = steps.Quotient;
        if (steps.Remainder > 0 && isBuy) ticks++;
        if (steps.Remainder < 0 && !isBuy) ticks--;
        return (long)(ticks * tick);
    }

    private static long RoundToLot(long quantity, long lot) => quantity - (quantity % lot);
}
