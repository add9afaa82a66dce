using Engine.Core.Events;
using Engine.Core.Strategies;
using Engine.Testing;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Engine.Core.Tests.Pipeline.Logic;

/// <summary>
/// Goal: exposure that is kept from changes is what counting everything again gives, and what decided is on record.
/// </summary>
public sealed class ExposureFlowTests
{
    private const int Instruments = 3;

    [Fact]
    public void Exposure_equals_a_recount_after_random_orders_fills_and_marks() =>
        Check.One(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(60), Prop.ForAll(
            Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => LiveRandomly(new Random(seed))));

    [Fact]
    public void A_denial_tells_what_it_looked_at_and_an_accepted_order_what_it_came_nearest_to()
    {
        var bench = New("risk.maxPosition=150");
        bench.Define("AAPL");
        Ask(bench, 0, buy: 100);
        Ask(bench, 0, sell: 30);
        bench.Execute(1, Side.Buy, 40);
        bench.NowNs += 5_000_000;
        bench.Trade(0, LogicBench.Price + 7);
        var group = Ask(bench, 0, buy: 51);
        var (denied, figures) = (group[^2], group[^1]);
        Assert.Equal((EventKind.OrderDenied, RiskCode.PositionLimit, 150L, 151L),
            (denied.Kind, denied.Order.Code, denied.Order.Limit, denied.Order.Measured));
        Assert.Equal((EventKind.RiskFigures, denied.Order.OrderId, -1L),
            (figures.Kind, figures.RiskFigures.OrderId, figures.RiskFigures.Margin));
        Assert.Equal((LogicBench.Price - 1, LogicBench.Price + 1, LogicBench.Price + 7, 0L),
            (figures.RiskFigures.BidPrice, figures.RiskFigures.AskPrice, figures.RiskFigures.LastTradePrice,
                figures.RiskFigures.QuoteAgeNs));
        Assert.Equal((40L, 60L, 30L), (figures.RiskFigures.PositionQuantity, figures.RiskFigures.OpenBuyQuantity,
            figures.RiskFigures.OpenSellQuantity));
        Assert.Equal(100 * 100 * FixedPoint.MoneyOne, figures.RiskFigures.Exposure);
        Assert.Equal(bench.View.Portfolio.Currency(0).Equity, figures.RiskFigures.Equity);

        var accepted = Ask(bench, 0, buy: 50)[^1].Order;
        Assert.Equal((RiskCode.Accepted, RiskCode.PositionLimit, 150L, 150L),
            (accepted.Code, accepted.TightestCheck, accepted.Limit, accepted.Measured));
        AssertReplays(bench, "risk.maxPosition=150");
    }

    [Fact]
    public void A_rounded_order_leaves_as_it_was_rounded_and_the_journal_keeps_what_was_asked()
    {
        var bench = New("risk.rounding=passive");
        Define(bench, tick: 5, lot: 10);
        var group = Ask(bench, 0, buy: 57, price: LogicBench.Price - 1);
        Assert.Equal((EventKind.OrderRequested, LogicBench.Price - 5, 50L),
            (group[^2].Kind, group[^2].Order.LimitPrice, group[^2].Order.Quantity));
        Assert.Equal((EventKind.OrderRounded, group[^2].Order.OrderId, LogicBench.Price - 1, 57L, 5L, 10L),
            (group[^1].Kind, group[^1].OrderRounded.OrderId, group[^1].OrderRounded.AskedPrice,
                group[^1].OrderRounded.AskedQuantity, group[^1].OrderRounded.TickSize, group[^1].OrderRounded.LotSize));
        Assert.Equal(50, bench.View.Risk.Open(0, 0).BuyQuantity);

        // What fits leaves as it is; what cannot be rounded is denied as it was asked for.
        Assert.Equal(EventKind.OrderRequested, Ask(bench, 0, sell: 20, price: LogicBench.Price)[^1].Kind);
        var denied = Ask(bench, 0, buy: 9, price: LogicBench.Price)[^1];
        Assert.Equal((EventKind.OrderDenied, RiskCode.OffLot, 9L),
            (denied.Kind, denied.Order.Code, denied.Order.Quantity));

        bench = New("risk.rounding=deny");
        Define(bench, tick: 5, lot: 10);
        Assert.Equal(RiskCode.OffTick, Ask(bench, 0, buy: 57, price: LogicBench.Price - 1)[^1].Order.Code);
    }

    [Fact]
    public void A_restart_forgets_neither_exposure_nor_what_was_ordered_lately()
    {
        var bench = New("risk.maxOrdersPerMinute=3", "risk.repeatWindowMs=10000");
        bench.Define("AAPL");
        for (var i = 1; i <= 3; i++) Ask(bench, 0, buy: i);
        var copy = New("risk.maxOrdersPerMinute=3", "risk.repeatWindowMs=10000");
        var again = new LogicBench(copy.Model);
        copy.Model.CopyFrom(bench.Model);
        again.NowNs = bench.NowNs;
        again.NextSequence = bench.NextSequence;
        Assert.Equal(bench.Chain.StateDigest, again.Chain.StateDigest);
        Assert.Equal(RiskCode.RepeatedIntent, Ask(again, 0, buy: 3)[^1].Order.Code);
        Assert.Equal(RiskCode.OrdersPerMinuteLimit, Ask(again, 0, buy: 4)[^1].Order.Code);
        Assert.Equal(6 * 100 * FixedPoint.MoneyOne, again.View.Risk.Currency(1).GrossExposure);
    }

    private static void LiveRandomly(Random random)
    {
        var bench = New();
        for (var id = 0; id < Instruments; id++) bench.Define($"I{id}");
        for (var step = 0; step < 150; step++)
        {
            var id = random.Next(Instruments);
            bench.NowNs += random.Next(1, 1_000_000_000);
            var order = PickWorking(bench, random);
            switch (random.Next(8))
            {
                case 0:
                    bench.Quote(id, LogicBench.Price - random.Next(500), LogicBench.Price + random.Next(500));
                    break;
                case 1:
                    bench.Trade(id, LogicBench.Price + random.Next(-500, 500));
                    break;
                case 2 when order != 0:
                    ref readonly var filled = ref bench.View.Orders.Find(order, out _);
                    bench.Execute(order, filled.Side, random.NextInt64(1, filled.Quantity + 2),
                        instrumentId: filled.InstrumentId);
                    break;
                case 3 when order != 0:
                    bench.Report(
                        random.Next(2) == 0 ? EventKind.OrderCanceled : EventKind.OrderRejected, order);
                    break;
                case 4 when order != 0:
                    bench.Gateway(EventKind.OrderNotSent, order);
                    break;
                case 5: // Nobody's execution: it counts for the account.
                    bench.Execute(random.Next(1_000_000, 2_000_000), random.Next(2) == 0 ? Side.Buy : Side.Sell,
                        random.Next(1, 50), instrumentId: id);
                    break;
                default:
                    Ask(bench, id, random.Next(2) * random.Next(200), random.Next(2) * random.Next(200));
                    break;
            }
            AssertCounted(bench);
        }
        AssertReplays(bench);
    }

    private static void AssertCounted(LogicBench bench)
    {
        Assert.True(bench.View.Risk.AgreesWith(bench.View.Orders));
        for (var id = 0; id < Instruments; id++)
        {
            ref readonly var position = ref bench.View.Portfolio.Position(id);
            ref readonly var exposure = ref bench.View.Risk.Exposure(id);
            Assert.Equal(position.Quantity, exposure.Position);
            if (exposure.IsOpen != 0 && bench.View.Market.TryGetMark(id, out var mark))
                Assert.Equal(mark, exposure.MarkPrice);
            if (bench.View.Orders.OpenCountOfInstrument(id) == 0)
                Assert.Equal(position.MarketValue, exposure.LongValue);
        }
    }

    private static long PickWorking(LogicBench bench, Random random)
    {
        var ids = new List<long>();
        foreach (ref readonly var order in bench.View.Orders.Working) ids.Add(order.OrderId);
        return ids.Count == 0 ? 0 : ids[random.Next(ids.Count)];
    }

    private static void AssertReplays(LogicBench bench, params string[] settings)
    {
        var runner = bench.Replay(new LogicBench(Taker(), ["strategies.a.type=taker", .. settings]).Model);
        Assert.Null(runner.Divergence);
        Assert.Equal(bench.Chain.StateDigest, runner.Model.Chain.ComputeStateDigest());
    }

    private static LogicBench New(params string[] settings) =>
        new LogicBench(Taker(), ["strategies.a.type=taker", .. settings]).Start();

    private static void Define(LogicBench bench, long tick, long lot)
    {
        var e = new EngineEvent { Kind = EventKind.InstrumentDefined, InstrumentId = 0 };
        e.Instrument = new InstrumentPayload
        {
            Symbol = AsciiText24.From("AAPL"),
            Class = InstrumentClass.Equity,
            PriceExponent = 2,
            IsShortable = 1,
            Currency = AsciiText8.From("USD"),
            Multiplier = FixedPoint.MoneyOne,
            TickSize = tick,
            LotSize = lot,
            SourceRow = 1,
        };
        bench.Take(in e, LaneIds.FirstSource);
    }

    // The quote tells the strategy what to ask for.
    private static EngineEvent[] Ask(
        LogicBench bench, int instrumentId, long buy = 0, long sell = 0, long price = LogicBench.Price)
    {
        var e = new EngineEvent { Kind = EventKind.Quote, InstrumentId = instrumentId };
        e.Quote = new QuotePayload
        {
            BidPrice = LogicBench.Price - 1,
            AskPrice = LogicBench.Price + 1,
            BidSize = buy,
            AskSize = sell,
            SourceRow = price,
        };
        return bench.Take(in e, LaneIds.FirstSource);
    }

    private static ScriptedCatalog Taker() => new ScriptedCatalog().Add("taker", () => new ScriptedStrategy
    {
        Quoted = (StrategyContext context, int id, in QuotePayload quote) =>
        {
            if (quote.SourceRow < LogicBench.Price / 2) return; // A plain quote of the bench.
            if (quote.BidSize > 0)
                context.Submit(OrderTicket.Limit(id, Side.Buy, quote.BidSize, quote.SourceRow));
            if (quote.AskSize > 0)
                context.Submit(OrderTicket.Limit(id, Side.Sell, quote.AskSize, quote.SourceRow));
        },
    });
}
