using Engine.Core.Config;
using Engine.Core.Events;
using Engine.Core.Loading;
using Engine.Core.MarketData;
using Engine.Core.Orders;
using Engine.Core.Portfolio;
using Engine.Core.State;
using Engine.Core.Strategies;

namespace Engine.Core.Tests.Strategies;

/// <summary>
/// One strategy with real books around it and a venue made of plain method calls: a test says what the market does,
/// sees what was requested, and answers for the venue. No risk checks: what is requested is accepted unless told
/// otherwise.
/// </summary>
internal sealed class StrategyBench : IOrderIds, ITimerPort
{
    public const long Second = 1_000_000_000;

    private readonly MarketBook _market;
    private readonly PortfolioBook _portfolio;
    private readonly OrderTable _orders;
    private readonly StrategyOutbox _outbox;
    private readonly StrategyDispatcher _dispatcher;
    private readonly EngineLimits _limits = new()
    {
        InstrumentsMax = 16,
        StrategiesMax = 2,
        OrdersRetained = 1_024,
        OpenOrdersMax = 512,
    };

    public StrategyBench(params string[] settings)
    {
        Registry = new StateRegistry();
        _market = new MarketBook(Registry, _limits);
        _portfolio = new PortfolioBook(Registry, _limits);
        _orders = new OrderTable(Registry, _limits);
        _outbox = new StrategyOutbox(_limits.IntentsPerCallbackMax, this, this);
        _dispatcher = new StrategyDispatcher(Registry, _limits, _outbox);
        var config = new CanonicalConfig();
        foreach (var setting in settings)
        {
            var separator = setting.IndexOf('=', StringComparison.Ordinal);
            config.Set("strategies.tested." + setting[..separator], setting[(separator + 1)..]);
        }
        _dispatcher.Configure(
            config.Section("strategies"), new StrategyCatalog(), _market.View, _portfolio.StrategyView, _orders.View);
    }

    public StateRegistry Registry { get; }

    public StrategyHost Host => _dispatcher.Hosts[0];

    public OrdersView Orders => _orders.View;

    public long NowNs { get; set; } = 1_000 * Second;

    /// <summary>Denies the next requests instead of accepting them.</summary>
    public bool IsDenying { get; set; }

    /// <summary>Everything requested so far, signals included.</summary>
    public List<EngineEvent> Emissions { get; } = [];

    public long Mark => _orders.NextOrderId;

    public IEnumerable<EngineEvent> OfKind(EventKind kind) => Emissions.Where(e => e.Kind == kind);

    public EngineEvent LastRequest => Emissions.Last(e => e.Kind == EventKind.OrderRequested);

    public long Position(int instrumentId) => _portfolio.StrategyView.Position(Host.Id, instrumentId).Quantity;

    public long Reserve() => _orders.TryReserve(out var id) ? id : 0;

    public void Rewind(long mark) => _orders.ResetNextOrderId(mark);

    public long Schedule(int strategyId, long deadlineNs, long tag) => 0;

    public bool Cancel(int strategyId, long timerId) => false;

    public void CancelAll(int strategyId)
    {
    }

    public int Define(string symbol, bool isShortable = true, byte priceExponent = 2)
    {
        var payload = new InstrumentPayload
        {
            Symbol = AsciiText24.From(symbol),
            Class = InstrumentClass.Equity,
            PriceExponent = priceExponent,
            IsShortable = isShortable ? (byte)1 : (byte)0,
            Currency = AsciiText8.From("USD"),
            Multiplier = FixedPoint.MoneyOne,
            TickSize = 1,
            LotSize = 1,
            ExpiryTimeNs = FixedPoint.Absent,
        };
        var id = _market.Define(in payload, out var code);
        if (id < 0) throw new InvalidOperationException($"{symbol}: {code}");
        _portfolio.DefineInstrument(id, in payload.Currency, payload.Multiplier, priceExponent);
        _dispatcher.OnInstrument(id, symbol);
        return id;
    }

    public void Quote(int instrumentId, long bid, long ask)
    {
        var input = new EngineEvent { Kind = EventKind.Quote, InstrumentId = instrumentId, TimestampNs = NowNs };
        input.Quote.BidPrice = bid;
        input.Quote.AskPrice = ask;
        input.Quote.BidSize = 100;
        input.Quote.AskSize = 100;
        input.Quote.EventTimeNs = NowNs;
        _market.OnQuote(in input);
        if (_dispatcher.CallMarketData(Host, in input, NowNs, _limits.IntentsPerCallbackMax)) TakeEmissions();
        ThrowFault();
    }

    public void Bar(int instrumentId, long close, long intervalNs)
    {
        var bar = new BarPayload { Open = close, High = close, Low = close, Close = close, IntervalNs = intervalNs };
        Call(new StrategyCall { Callback = StrategyCallback.Bar, InstrumentId = instrumentId, Bar = ref bar });
    }

    public void Stop() => Call(new StrategyCall { Callback = StrategyCallback.Stop });

    /// <summary>Executes what is left of an order, or part of it.</summary>
    public void Fill(long orderId, long price, long quantity = 0)
    {
        var order = _orders.Find(orderId, out _);
        var fill = quantity == 0 ? order.LeavesQuantity : quantity;
        _orders.Apply(orderId, OrderInput.Execution(fill, notional: 0, NowNs), out _);
        _portfolio.ApplyExecution(order.InstrumentId, order.StrategyId, order.Side, fill, price, commission: 0);
        var execution = new ExecutionPayload
        {
            OrderId = orderId,
            Price = price,
            Quantity = fill,
            Side = order.Side,
        };
        Call(new StrategyCall
        {
            Callback = StrategyCallback.Execution,
            InstrumentId = order.InstrumentId,
            Execution = ref execution,
        });
        TellStatus(orderId);
    }

    /// <summary>The venue says something else of an order.</summary>
    public void Tell(long orderId, OrderMessage message)
    {
        _orders.Apply(orderId, OrderInput.Of(message, NowNs), out _);
        TellStatus(orderId);
    }

    public void ConfirmReplace(long orderId)
    {
        var order = _orders.Find(orderId, out _);
        var input = OrderInput.Of(OrderMessage.Replaced, NowNs) with
        {
            Quantity = order.PendingQuantity,
            LimitPrice = order.PendingLimitPrice,
        };
        _orders.Apply(orderId, in input, out _);
        TellStatus(orderId);
    }

    private void TellStatus(long orderId)
    {
        var order = _orders.Find(orderId, out _);
        Call(new StrategyCall
        {
            Callback = StrategyCallback.Order,
            InstrumentId = order.InstrumentId,
            OrderId = orderId,
            Status = order.Status,
        });
    }

    private void Call(StrategyCall call)
    {
        call.NowNs = NowNs;
        call.EventTimeNs = NowNs;
        if (_dispatcher.Call(Host, in call, _limits.IntentsPerCallbackMax)) TakeEmissions();
        ThrowFault();
    }

    private void ThrowFault()
    {
        if (Host.Fault is not null) throw new InvalidOperationException("The strategy has thrown.", Host.Fault);
    }

    private void TakeEmissions()
    {
        var first = Emissions.Count;
        for (var i = 0; i < _outbox.Count; i++) Emissions.Add(_outbox[i]);
        for (var i = first; i < Emissions.Count; i++) Act(Emissions[i]);
    }

    private void Act(EngineEvent emission)
    {
        var order = emission.Order;
        switch (emission.Kind)
        {
            case EventKind.OrderRequested when IsDenying:
                Call(new StrategyCall
                {
                    Callback = StrategyCallback.Denied,
                    InstrumentId = emission.InstrumentId,
                    Denied = ref order,
                });
                break;
            case EventKind.OrderRequested:
                _orders.Add(in order, emission.InstrumentId, emission.StrategyId, NowNs);
                _orders.Apply(order.OrderId, OrderInput.Of(OrderMessage.Sent, NowNs), out _);
                _orders.Apply(order.OrderId, OrderInput.Of(OrderMessage.Accepted, NowNs), out _);
                break;
            case EventKind.CancelRequested:
                _orders.Apply(order.OrderId, OrderInput.Of(OrderMessage.CancelRequested, NowNs), out _);
                break;
            case EventKind.ReplaceRequested:
                _orders.Apply(
                    order.OrderId, OrderInput.ReplaceRequested(order.LimitPrice, order.Quantity, NowNs), out _);
                break;
        }
    }
}
