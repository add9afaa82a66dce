using Engine.Core.Events;
using Engine.Core.MarketData;
using Engine.Core.Orders;
using Engine.Core.State;

namespace Engine.Core.Strategies.Reference;

/// <summary>
/// Makes a market: joins the best bid and the best ask with one limit order each, follows them when they move, and
/// backs away on the side that would add to its inventory. Never holds more than the configured position.
/// </summary>
public sealed class PassiveQuoting : IStrategy
{
    private StateTable<QuotingState> _states = null!;
    private OrderQuantity _quantity;
    private OrderQuantity _positionMax;
    private long _skewTicks;
    private long _moveTicks;
    private long _changeIntervalNs;
    private bool _mayShort;

    public void Configure(StrategySetup setup)
    {
        var parameters = setup.Parameters;
        _quantity = OrderQuantity.Read(parameters, "quantity", "100");
        _positionMax = OrderQuantity.Read(parameters, "positionMax", "500");
        _skewTicks = parameters.GetLong("skewTicks", 0, 1_000, 1);
        _moveTicks = parameters.GetLong("moveTicks", 1, 1_000, 1);
        _changeIntervalNs = parameters.GetDurationNs("changeInterval", 0, DurationNs.Day, "1s");
        _mayShort = parameters.GetBool("allowShort", true);
        _states = setup.AddState<QuotingState>(setup.InstrumentsMax);
    }

    public void OnQuote(StrategyContext context, int instrumentId, in QuotePayload quote)
    {
        // A missing ask is below every bid, a missing bid below zero. Crossed and locked markets are left alone.
        if (quote.BidPrice <= 0 || quote.AskPrice <= quote.BidPrice) return;

        ref readonly var instrument = ref context.Market.Instrument(instrumentId);
        var quantity = _quantity.For(in instrument);
        if (quantity == 0) return;

        var tick = Math.Max(instrument.TickSize, 1);
        var position = context.Position(instrumentId).Quantity;
        var skew = position / quantity * _skewTicks * tick;
        var bid = quote.BidPrice - (quote.BidPrice % tick) - Math.Max(0, skew);
        var ask = quote.AskPrice + ((tick - (quote.AskPrice % tick)) % tick) + Math.Max(0, -skew);
        var room = _positionMax.For(in instrument);
        var mayShort = _mayShort && instrument.IsShortable != 0;
        var bidRoom = bid > 0 ? WholeLots(room - position, in instrument) : 0;
        var askRoom = WholeLots(mayShort ? room + position : position, in instrument);

        ref readonly var state = ref _states[instrumentId];
        if (IsChangeDue(in state.Bid, bid, bidRoom, tick, context.NowNs))
        {
            Change(context, ref _states.Edit(instrumentId).Bid,
                OrderTicket.Limit(instrumentId, Side.Buy, Math.Min(quantity, bidRoom), bid));
        }
        if (IsChangeDue(in state.Ask, ask, askRoom, tick, context.NowNs))
        {
            Change(context, ref _states.Edit(instrumentId).Ask,
                OrderTicket.Limit(instrumentId, Side.Sell, Math.Min(quantity, askRoom), ask));
        }
    }

    public void OnOrder(StrategyContext context, int instrumentId, long orderId, OrderStatus status)
    {
        if (OrderState.IsTerminalStatus(status)) Forget(instrumentId, orderId, context.NowNs);
    }

    public void OnDenied(StrategyContext context, int instrumentId, in OrderPayload denied)
    {
        // A denied cancel or replace leaves the order working; a denied order never was.
        ref readonly var order = ref context.Orders.Find(denied.OrderId, out var found);
        if (!found || !order.IsWorking) Forget(instrumentId, denied.OrderId, context.NowNs);
    }

    public void OnStop(StrategyContext context)
    {
        foreach (ref readonly var order in context.Orders.WorkingOfStrategy(context.StrategyId))
            if (!order.IsCancelPending && !context.Cancel(order.OrderId)) return;
    }

    private static long WholeLots(long quantity, in InstrumentState instrument) =>
        quantity <= 0 ? 0 : quantity - (quantity % Math.Max(instrument.LotSize, 1));

    // The usual quote changes nothing and gets no further than this.
    private bool IsChangeDue(in QuoteSlot slot, long price, long room, long tick, long nowNs)
    {
        if (nowNs < slot.NextChangeNs) return false;
        if (slot.OrderId == 0) return room > 0;
        return room <= 0 || Math.Abs(price - slot.Price) >= _moveTicks * tick;
    }

    private void Change(StrategyContext context, ref QuoteSlot slot, in OrderTicket ticket)
    {
        if (slot.OrderId == 0)
        {
            slot.OrderId = context.Submit(in ticket);
            slot.Price = ticket.LimitPrice;
            slot.NextChangeNs = context.NowNs + _changeIntervalNs;
            return;
        }
        ref readonly var order = ref context.Orders.Find(slot.OrderId, out var found);
        if (!found || !order.IsWorking)
        {
            slot.OrderId = 0;
            return;
        }
        if (!order.IsAcknowledged || order.IsCancelPending || order.IsReplacePending) return;
        if (order.Status == OrderStatus.Unknown) return;

        slot.NextChangeNs = context.NowNs + _changeIntervalNs;
        if (ticket.Quantity <= 0)
        {
            context.Cancel(slot.OrderId);
            return;
        }
        // The total includes what was executed already, so that what is left is what the room allows.
        if (context.Replace(slot.OrderId, ticket.LimitPrice, order.CumulativeQuantity + ticket.Quantity))
            slot.Price = ticket.LimitPrice;
    }

    private void Forget(int instrumentId, long orderId, long nowNs)
    {
        if (orderId == 0) return;
        if (_states[instrumentId].Bid.OrderId == orderId) Clear(ref _states.Edit(instrumentId).Bid, nowNs);
        if (_states[instrumentId].Ask.OrderId == orderId) Clear(ref _states.Edit(instrumentId).Ask, nowNs);
    }

    private void Clear(ref QuoteSlot slot, long nowNs)
    {
        slot.OrderId = 0;
        slot.NextChangeNs = nowNs + _changeIntervalNs;
    }
}
