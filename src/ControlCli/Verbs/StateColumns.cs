using ControlCli.Output;
using Engine.Core.Events;
using Engine.Core.Orders;
using Engine.Core.Pipeline.Logic;
using Engine.Core.Portfolio;
using Engine.Core.Risk;

namespace ControlCli.Verbs;

/// <summary>How positions, orders, holds and ledgers are shown, the same in every verb.</summary>
internal static class StateColumns
{
    public static IReadOnlyList<Column<int>> Positions(LogicView view) =>
    [
        new("SYMBOL", "symbol", id => Cell.Of(Symbol(view, id))),
        new("CURRENCY", "currency", id => Cell.Of(view.Market.Instrument(id).Currency.ToString())),
        new("QUANTITY", "quantity", id =>
            Cell.Decimal(view.Portfolio.Position(id).Quantity, view.Market.Instrument(id).SizeExponent)),
        new("AVG PRICE", "averagePrice", id => AveragePrice(view, id)),
        new("MARK", "markPrice", id =>
            Cell.Decimal(view.Portfolio.Position(id).MarkPrice, view.Market.Instrument(id).PriceExponent)),
        new("VALUE", "marketValue", id => Cell.Money(view.Portfolio.Position(id).MarketValue)),
        new("COST", "costBasis", id => Cell.Money(view.Portfolio.Position(id).CostBasis)),
        new("UNREALISED", "unrealizedProfit", id => Cell.Money(view.Portfolio.Position(id).UnrealizedProfit)),
        new("REALISED", "realizedProfit", id => Cell.Money(view.Portfolio.Position(id).RealizedProfit)),
        new("COMMISSIONS", "commissions", id => Cell.Money(view.Portfolio.Position(id).Commissions)),
    ];

    public static IReadOnlyList<Column<OrderState>> Orders(LogicView view) =>
    [
        new("ORDER", "orderId", order => Cell.Whole(order.OrderId)),
        new("BROKER ID", "brokerOrderId", order => Cell.Whole(order.BrokerOrderId)),
        new("CREATED", "created", order => Cell.Time(order.CreatedTimeNs)),
        new("SYMBOL", "symbol", order => Cell.Of(Symbol(view, order.InstrumentId))),
        new("STRATEGY", "strategy", order => Cell.Of(Strategy(view, order.StrategyId))),
        new("SIDE", "side", order => Cell.Name(order.Side)),
        new("TYPE", "type", order => Cell.Name(order.Type)),
        new("TIF", "timeInForce", order => Cell.Name(order.TimeInForce)),
        new("QUANTITY", "quantity", order =>
            Cell.Decimal(order.Quantity, view.Market.Instrument(order.InstrumentId).SizeExponent)),
        new("FILLED", "filledQuantity", order =>
            Cell.Decimal(order.CumulativeQuantity, view.Market.Instrument(order.InstrumentId).SizeExponent)),
        new("LIMIT", "limitPrice", order =>
            Cell.Decimal(order.LimitPrice, view.Market.Instrument(order.InstrumentId).PriceExponent)),
        new("AVG FILL", "averageFillPrice", order => AverageFill(view, in order)),
        new("STATUS", "status", order => Cell.Name(order.Status).With(PaintOf(order.Status))),
        new("REASON", "reason", order => Cell.Name(order.Reason)),
    ];

    public static IReadOnlyList<Column<HoldState>> Holds(LogicView view) =>
    [
        new("HOLD", "holdId", hold => Cell.Whole(hold.HoldId)),
        new("KIND", "kind", hold => Cell.Name(hold.Kind)),
        new("SCOPE", "scope", hold => Cell.Name(hold.Scope)),
        new("OF", "scopeName", hold => Cell.Of(hold.Scope switch
        {
            HoldScope.Strategy => Strategy(view, hold.ScopeId),
            HoldScope.Instrument => Symbol(view, hold.ScopeId),
            _ => "",
        })),
        new("PERMISSION", "permission", hold => Cell.Name(hold.Permission).With(Paint.Warning)),
        new("SINCE", "placedTime", hold => Cell.Time(hold.PlacedTimeNs)),
        new("SEQUENCE", "placedSequence", hold => Cell.Whole(hold.PlacedSequence)),
        new("WHO", "who", hold => Cell.Of(hold.Who.ToString())),
        new("WHY", "why", hold => Cell.Of(hold.Why.ToString())),
    ];

    public static IReadOnlyList<Column<CurrencyState>> Ledgers { get; } =
    [
        new("CURRENCY", "currency", ledger => Cell.Of(ledger.Code.ToString())),
        new("EQUITY", "equity", ledger => Cell.Money(ledger.Equity)),
        new("CASH", "cash", ledger => Cell.Money(ledger.Cash)),
        new("PAID IN", "startingCash", ledger => Cell.Money(ledger.StartingCash)),
        new("REALISED", "realizedProfit", ledger => Cell.Money(ledger.RealizedProfit)),
        new("UNREALISED", "unrealizedProfit", ledger => Cell.Money(ledger.UnrealizedProfit)),
        new("COMMISSIONS", "commissions", ledger => Cell.Money(ledger.Commissions)),
        new("NET", "netExposure", ledger => Cell.Money(ledger.NetExposure)),
        new("GROSS", "grossExposure", ledger => Cell.Money(ledger.LongExposure + ledger.ShortExposure)),
        new("PEAK", "peakEquity", ledger => Cell.Money(ledger.PeakEquity)),
        new("DRAWDOWN", "drawdown", ledger => Cell.Money(ledger.Drawdown)),
        new("MAX DRAWDOWN", "drawdownMax", ledger => Cell.Money(ledger.DrawdownMax)),
    ];

    /// <summary>Instruments with a position, or, if asked, everything that was ever traded.</summary>
    public static IEnumerable<int> PositionIds(LogicView view, bool includesFlat) =>
        Enumerable.Range(0, view.Market.InstrumentCount).Where(id =>
        {
            ref readonly var position = ref view.Portfolio.Position(id);
            return position.IsOpen || (includesFlat && (position.RealizedProfit != 0 || position.Commissions != 0));
        });

    public static IEnumerable<CurrencyState> LedgersOf(LogicView view) =>
        Enumerable.Range(0, view.Portfolio.CurrencyCount).Select(index => view.Portfolio.Currency(index));

    /// <summary>All orders remembered, by id.</summary>
    public static IReadOnlyList<OrderState> OrdersOf(LogicView view)
    {
        var orders = new List<OrderState>();
        for (var slot = 0; slot < view.Orders.SlotCount; slot++)
            if (view.Orders.AtSlot(slot).OrderId != 0) orders.Add(view.Orders.AtSlot(slot));
        orders.Sort((left, right) => left.OrderId.CompareTo(right.OrderId));
        return orders;
    }

    public static IReadOnlyList<HoldState> HoldsOf(LogicView view)
    {
        var holds = new List<HoldState>();
        for (var slot = 0; slot < view.Holds.Capacity; slot++)
            if (view.Holds.TryReadSlot(slot, out var hold)) holds.Add(hold);
        return holds;
    }

    public static string Symbol(LogicView view, int instrumentId) =>
        view.Market.IsDefined(instrumentId) ? view.Market.Instrument(instrumentId).Symbol.ToString() : "";

    public static string Strategy(LogicView view, int strategyId) =>
        strategyId >= 1 && strategyId <= view.Strategies.Count ? view.Strategies[strategyId - 1].Name : "";

    private static Cell AveragePrice(LogicView view, int id)
    {
        ref readonly var position = ref view.Portfolio.Position(id);
        return position.IsOpen ? Average(view, id, position.CostBasis, position.Quantity)
            : Cell.Empty with { IsNumber = true };
    }

    private static Cell AverageFill(LogicView view, in OrderState order) => order.CumulativeQuantity == 0
        ? Cell.Empty with { IsNumber = true }
        : Average(view, order.InstrumentId, order.FilledNotional, order.CumulativeQuantity);

    // Derived for people: money over quantity and multiplier, rounded to eight decimals. The books keep the cost
    // instead.
    private static Cell Average(LogicView view, int instrumentId, long money, long quantity)
    {
        ref readonly var instrument = ref view.Market.Instrument(instrumentId);
        var scale = (Int128)FixedPoint.PowerOfTen(instrument.SizeExponent) * FixedPoint.MoneyOne;
        var units = Int128.Abs((Int128)quantity * instrument.Multiplier);
        var (quotient, remainder) = Int128.DivRem(Int128.Abs((Int128)money) * scale, units);
        if (remainder * 2 >= units) quotient++;
        return Cell.Decimal((long)Int128.Min(quotient, long.MaxValue), FixedPoint.MoneyExponent);
    }

    private static Paint PaintOf(OrderStatus status) => status switch
    {
        OrderStatus.Filled => Paint.Good,
        OrderStatus.Rejected or OrderStatus.Unknown => Paint.Bad,
        OrderStatus.Canceled or OrderStatus.Expired => Paint.None,
        _ => Paint.Warning,
    };
}
