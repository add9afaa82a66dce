using Engine.Core.Events;
using Engine.Core.State;
using Engine.Core.Strategies;

namespace Engine.Simulation;

/// <summary>
/// Orders, cancels and replaces without sense, many of them too late or refused, decided by a hash of how often it was
/// called. Throws once if told to, and is then disabled for ever.
/// </summary>
internal sealed class RestlessStrategy : IStrategy
{
    private StateTable<RestlessState> _state = null!;
    private long _salt;
    private long _throwAt;

    public void Configure(StrategySetup setup)
    {
        _salt = setup.Parameters.GetLong("salt", 0, long.MaxValue, 0);
        _throwAt = setup.Parameters.GetLong("throwAt", 0, long.MaxValue, 0);
        _state = setup.AddState<RestlessState>(1);
    }

    public void OnQuote(StrategyContext context, int instrumentId, in QuotePayload quote)
    {
        var roll = Roll();
        if (quote.BidPrice <= 0 || quote.AskPrice <= 0) return;

        ref readonly var instrument = ref context.Market.Instrument(instrumentId);
        var quantity = (1 + (roll >> 8 & 7)) * Math.Max(1, instrument.LotSize);
        var side = (roll >> 16 & 1) == 0 ? Side.Buy : Side.Sell;
        var price = side == Side.Buy ? quote.AskPrice : quote.BidPrice;
        price -= price % Math.Max(1, instrument.TickSize);
        switch (roll & 31)
        {
            case 0 or 1:
                context.Submit(OrderTicket.Market(instrumentId, side, quantity));
                break;
            case 2 or 3:
                context.Submit(OrderTicket.Limit(instrumentId, side, quantity, price));
                break;
            case 4:
                context.Submit(OrderTicket.Limit(instrumentId, side, quantity, price, TimeInForce.ImmediateOrCancel));
                break;
            case 5:
                var passive = side == Side.Buy ? quote.BidPrice : quote.AskPrice;
                passive -= passive % Math.Max(1, instrument.TickSize);
                for (var i = 0; i < 4; i++) context.Submit(OrderTicket.Limit(instrumentId, side, quantity, passive));
                break;
            case 6 or 7 or 8:
                ChangeOldest(context, price, quantity, isCancel: (roll & 31) != 8);
                break;
            case 10 or 11 or 12:
                SubmitWaiting(context, instrumentId, side, quantity, price, roll);
                break;
            case 9:
                context.SetTimer(context.NowNs + (roll >> 20 & 0xFFFFFF), roll & 0xFF);
                break;
        }
    }

    // Every type that there is, near the market, so that much of it is reached; some are guarded, some are groups.
    private static void SubmitWaiting(
        StrategyContext context, int instrumentId, Side side, long quantity, long price, long roll)
    {
        ref readonly var instrument = ref context.Market.Instrument(instrumentId);
        var tick = Math.Max(1, instrument.TickSize);
        var away = (1 + (roll >> 20 & 7)) * tick * (side == Side.Buy ? 1 : -1);
        var ticket = (roll >> 24 & 7) switch
        {
            0 => OrderTicket.Stop(instrumentId, side, quantity, price + away, TimeInForce.GoodTillCanceled),
            1 => OrderTicket.StopLimit(instrumentId, side, quantity, price + away, price + (2 * away)),
            2 => OrderTicket.TrailingStop(instrumentId, side, quantity, 3 * tick),
            3 => OrderTicket.TrailingStopBps(instrumentId, side, quantity, 5, TimeInForce.GoodTillCanceled),
            4 => OrderTicket.Limit(instrumentId, side, quantity, price, TimeInForce.FillOrKill),
            5 => OrderTicket.Limit(instrumentId, side, quantity, price - away, TimeInForce.GoodTillDate) with
            {
                ExpireTimeNs = context.NowNs + (roll >> 20 & 0xFFFFFFF),
            },
            6 => OrderTicket.MarketOnClose(instrumentId, side, quantity),
            _ => OrderTicket.Market(instrumentId, side, quantity) with
            {
                ProtectStopPrice = price - (4 * away) - (2 * tick * Math.Sign(away)),
                ProtectTargetPrice = price + (4 * away) + (2 * tick * Math.Sign(away)),
            },
        };
        var first = context.Submit(in ticket);
        if ((roll >> 28 & 3) != 0 || first == 0 || ticket.Type == OrderType.Market) return;
        context.Submit(OrderTicket.Limit(instrumentId, side, quantity, price) with { OcoGroup = first });
    }

    public void OnTimer(StrategyContext context, long tag)
    {
        _state.Edit(0).Timers++;
        ChangeOldest(context, 0, 0, isCancel: true);
    }

    // An order from within an execution: several groups of a storm of fills then decide, too.
    public void OnExecution(StrategyContext context, int instrumentId, in ExecutionPayload execution)
    {
        if ((Roll() & 15) != 0) return;
        var opposite = execution.Side == Side.Buy ? Side.Sell : Side.Buy;
        context.Submit(OrderTicket.Market(instrumentId, opposite, execution.Quantity));
    }

    private static void ChangeOldest(StrategyContext context, long price, long quantity, bool isCancel)
    {
        foreach (ref readonly var order in context.Orders.WorkingOfStrategy(context.StrategyId))
        {
            if (isCancel) context.Cancel(order.OrderId);
            else context.Replace(order.OrderId, price, order.CumulativeQuantity + quantity);
            return;
        }
    }

    private long Roll()
    {
        ref var state = ref _state.Edit(0);
        state.Calls++;
        if (state.Calls == _throwAt) throw new InvalidOperationException("A strategy with a mistake.");

        var mixed = (ulong)(state.Calls + (_salt << 32)) * 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        return (long)((mixed ^ (mixed >> 27)) >> 2);
    }
}
