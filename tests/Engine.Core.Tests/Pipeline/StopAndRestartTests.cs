using Engine.Core.Config;
using Engine.Core.Events;
using Engine.Core.Pipeline;
using Engine.Core.Pipeline.Logic;
using Engine.Core.Replay;
using Engine.Core.Risk;
using Engine.Core.Sequencing;
using Engine.Core.Strategies;
using Engine.Testing;
using Xunit;

namespace Engine.Core.Tests.Pipeline;

/// <summary>
/// After the stop command nothing new begins; after a crash or a lost connection nothing is waited for in vain.
/// </summary>
public sealed class StopAndRestartTests
{
    private const long Price = 10_000;

    private readonly TradingModel _model;
    private readonly RingBuffer<EngineEvent> _ring = new(1_024);
    private readonly GroupWriter _group;
    private long _nextSequence = 1;
    private long _row = 1;

    public StopAndRestartTests()
        : this("backtest", step: 1)
    {
    }

    private StopAndRestartTests(string mode, int step)
    {
        var config = new CanonicalConfig();
        config.Set("mode", mode);
        config.Set("strategies.seller.type", "seller");
        if (mode == "paper") config.Set("venue.hosted", "false");
        var limits = RiskLimits.DemoDefaults + BreakerTexts.OffText;
        foreach (var line in limits.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            config.Set(line.Split('=')[0], line.Split('=')[1]);
        _model = new ModelFactory(new SellerCatalog(step)).Create(config);
        _group = new GroupWriter(_ring, _model.Chain.Limits.GroupEventsMax);
    }

    [Fact]
    public void A_stopped_strategy_reduces_in_its_last_callback_and_never_after_it()
    {
        Take(new EngineEvent { Kind = EventKind.EngineStarted, Lifecycle = { Mode = EngineMode.Backtest } });
        Take(EngineInputs.Config(_model.Chain.ConfigText));
        Take([EngineInputs.MarketDataStarted()]);
        Take(Definition());
        var bought = Assert.Single(Take(Quote()), r => r.Kind == EventKind.OrderRequested);
        Take(Execution(in bought));
        Assert.Equal(OrderClass.Reducing, Assert.Single(Take(Quote()), r =>
            r.Kind == EventKind.OrderRequested).Order.Class);

        var stop = Take([EngineInputs.Stop(StopMode.Cancel, "test", "test")]);
        Assert.Single(stop, r => r.Kind == EventKind.OrderRequested);

        var denied = Assert.Single(Take(Quote()), r => r.Kind is EventKind.OrderRequested or EventKind.OrderDenied);
        Assert.Equal(EventKind.OrderDenied, denied.Kind);
        Assert.Equal(RiskCode.NotRunning, denied.Order.Code);
    }

    [Theory]
    [InlineData(EventKind.CancelRequested, true)]
    [InlineData(EventKind.ReplaceRequested, true)]
    [InlineData(EventKind.CancelRequested, false)]
    [InlineData(EventKind.ReplaceRequested, false)]
    public void A_request_without_answer_makes_its_order_unknown_with_the_run_or_the_session(EventKind request,
        bool isCrash)
    {
        var bench = new StopAndRestartTests("paper", request == EventKind.CancelRequested ? -1 : -2);
        bench.Take(new EngineEvent { Kind = EventKind.EngineStarted, Lifecycle = { Mode = EngineMode.Paper } });
        bench.Take(EngineInputs.Config(bench._model.Chain.ConfigText));
        bench.Take(VenueSays(EventKind.VenueConnected));
        foreach (var query in new[] { QueryKind.OpenOrders, QueryKind.Executions, QueryKind.Positions })
        {
            var completed = VenueSays(EventKind.QueryCompleted);
            completed.Query = new QueryPayload { Query = query, QueryId = 1, IsComplete = 1 };
            bench.Take(completed);
        }
        bench.Take([EngineInputs.MarketDataStarted()]);
        bench.Take(bench.Definition());
        var order = Assert.Single(bench.Take(bench.Quote()), r => r.Kind == EventKind.OrderRequested).Order.OrderId;
        var accepted = VenueSays(EventKind.OrderAccepted);
        accepted.OrderReport =
            new OrderReportPayload { OrderId = order, LimitPrice = FixedPoint.Absent, VenueEventId = 1 };
        bench.Take(accepted);
        Assert.Single(bench.Take(bench.Quote()), r => r.Kind == request);

        var group = isCrash
            ? bench.Take(new EngineEvent { Kind = EventKind.EngineStarted, Lifecycle = { Mode = EngineMode.Paper } })
            : bench.Take(VenueSays(EventKind.VenueDisconnected));

        Assert.Equal(order, Assert.Single(group, r => r.Kind == EventKind.OrderBecameUnknown).OrderReport.OrderId);
    }

    private static EngineEvent VenueSays(EventKind kind) => new()
    {
        Kind = kind,
        InstrumentId = -1,
        OrderReport = kind == EventKind.VenueConnected
            ? new OrderReportPayload { BrokerOrderId = 1, SessionEpoch = 1 } : default,
    };

    private EngineEvent[] Take(EngineEvent input) => Take([input]);

    private EngineEvent[] Take(EngineEvent[] input)
    {
        var lane = input[0].Kind switch
        {
            EventKind.Execution or EventKind.VenueConnected or EventKind.VenueDisconnected or EventKind.QueryCompleted
                or EventKind.OrderAccepted => LaneIds.Venue,
            EventKind.Quote or EventKind.InstrumentDefined => LaneIds.FirstSource,
            _ => LaneIds.Control,
        };
        _group.Begin(0, _nextSequence);
        foreach (ref readonly var record in input.AsSpan()) _group.AppendInput(in record, 1_000_000_000, (ushort)lane);
        _model.Chain.Process(_group);
        _model.Chain.Seal(_group, _ring, seed: 0);
        _nextSequence += _group.Count;
        return _ring.Slice(0, _group.Count).ToArray();
    }

    private EngineEvent Definition() => new()
    {
        Kind = EventKind.InstrumentDefined,
        Instrument = new InstrumentPayload
        {
            Symbol = AsciiText24.From("ALFA"),
            Class = InstrumentClass.Equity,
            PriceExponent = 2,
            IsShortable = 1,
            Currency = AsciiText8.From("USD"),
            Multiplier = FixedPoint.MoneyOne,
            TickSize = 1,
            LotSize = 1,
            SourceRow = _row,
        },
    };

    private EngineEvent Quote() => new()
    {
        Kind = EventKind.Quote,
        Quote = new QuotePayload
        {
            BidPrice = Price,
            AskPrice = Price + 1,
            BidSize = 1_000,
            AskSize = 1_000,
            EventTimeNs = 1_000_000_000,
            ReceiveTimeNs = 1_000_000_000,
            SourceRow = ++_row,
        },
    };

    private static EngineEvent Execution(in EngineEvent order) => new()
    {
        Kind = EventKind.Execution,
        InstrumentId = order.InstrumentId,
        Execution = new ExecutionPayload
        {
            ExecutionId = AsciiText32.From("X-1"),
            OrderId = order.Order.OrderId,
            Price = Price,
            Quantity = order.Order.Quantity,
            Side = Side.Buy,
            VenueEventId = 1,
        },
    };

    private sealed class SellerCatalog(int step) : IStrategyCatalog
    {
        public IStrategy Create(string type, ConfigSection section) =>
            step > 0 ? new Seller() : new Changer(isCancel: step == -1);
    }

    /// <summary>Rests one order, then cancels it or asks for more of it.</summary>
    private sealed class Changer(bool isCancel) : IStrategy
    {
        public void Configure(StrategySetup setup)
        {
        }

        public void OnQuote(StrategyContext context, int instrumentId, in QuotePayload quote)
        {
            ref readonly var order = ref context.Orders.Find(1, out var isFound);
            if (!isFound) context.Submit(OrderTicket.Limit(instrumentId, Side.Buy, 100, Price - 10));
            else if (isCancel) context.Cancel(order.OrderId);
            else context.Replace(order.OrderId, Price - 10, 200);
        }
    }

    /// <summary>Buys a hundred, then sells one of them at every opportunity.</summary>
    private sealed class Seller : IStrategy
    {
        public void Configure(StrategySetup setup)
        {
        }

        public void OnQuote(StrategyContext context, int instrumentId, in QuotePayload quote)
        {
            if (context.Position(instrumentId).Quantity == 0)
                context.Submit(OrderTicket.Market(instrumentId, Side.Buy, 100));
            else
                context.Submit(OrderTicket.Market(instrumentId, Side.Sell, 1));
        }

        public void OnStop(StrategyContext context) => context.Submit(OrderTicket.Market(0, Side.Sell, 1));
    }
}
