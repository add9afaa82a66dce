using Engine.Core.Config;
using Engine.Core.Events;
using Engine.Core.Pipeline;
using Engine.Core.Pipeline.Logic;
using Engine.Core.Replay;
using Engine.Core.Sequencing;
using Engine.Core.Strategies;
using Xunit;

namespace Engine.Core.Tests.Pipeline;

/// <summary>After the stop command nothing new begins, so that the stop comes to an end.</summary>
public sealed class StopTests
{
    private const long Price = 10_000;

    private readonly TradingModel _model;
    private readonly RingBuffer<EngineEvent> _ring = new(1_024);
    private readonly GroupWriter _group;
    private long _nextSequence = 1;
    private long _row = 1;

    public StopTests()
    {
        var config = new CanonicalConfig();
        config.Set("mode", "backtest");
        config.Set("strategies.seller.type", "seller");
        _model = new ModelFactory(new SellerCatalog()).Create(config);
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
        Assert.Equal(OrderClass.Reducing, Assert.Single(Take(Quote()), r => r.Kind == EventKind.OrderRequested).Order.Class);

        var stop = Take([EngineInputs.Stop(StopMode.Cancel, "test", "test")]);
        Assert.Single(stop, r => r.Kind == EventKind.OrderRequested);

        var denied = Assert.Single(Take(Quote()), r => r.Kind is EventKind.OrderRequested or EventKind.OrderDenied);
        Assert.Equal(EventKind.OrderDenied, denied.Kind);
        Assert.Equal(RiskCode.NotRunning, denied.Order.Code);
    }

    private EngineEvent[] Take(EngineEvent input) => Take([input]);

    private EngineEvent[] Take(EngineEvent[] input)
    {
        var lane = input[0].Kind switch
        {
            EventKind.Execution => LaneIds.Venue,
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

    private sealed class SellerCatalog : IStrategyCatalog
    {
        public IStrategy Create(string type, ConfigSection section) => new Seller();
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
