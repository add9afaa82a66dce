using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.MarketData;
using Engine.Core.Pipeline;
using Engine.Core.Pipeline.Logic;
using Engine.Core.Strategies;
using Engine.Testing;
using Xunit;
using Xunit.Abstractions;

namespace Engine.Core.Tests.Pipeline.Logic;

/// <summary>
/// Goal: a flatten ends flat or says what is not, sends nothing twice, and a crash anywhere only pauses it.
/// </summary>
public sealed class FlattenFlowTests(ITestOutputHelper output)
{
    private const long RetryNs = 1_000_000_000;

    private static readonly string[] Settings =
        ["strategies.a.type=taker", "flatten.retries=3", "flatten.retryAfter=1s", "flatten.collarBps=100"];

    [Fact]
    public void A_flatten_cancels_closes_reads_back_and_reports()
    {
        var bench = Held();
        var group = bench.Bench.Command(OperatorCommand.Flatten(Issuer.Of()));
        var answer = group[^1].CommandAnswer;
        Assert.Equal((CommandCode.Done, 3, 2L, 1), (answer.Code, answer.OrdersAffected, answer.Detail,
            answer.HoldsPlaced));
        Assert.Equal(Permission.Halted, answer.Permission);
        Assert.Equal(CommandCode.AlreadyInForce, bench.Bench.Answer(OperatorCommand.Flatten(Issuer.Of())).Code);
        bench.Settle();

        AssertFlat(bench);
        var completed = Assert.Single(bench.Of(EventKind.FlattenCompleted)).Flatten;
        Assert.Equal((FlattenCode.Flat, 3, 3, 0, 0), (completed.Code, completed.Instruments, completed.Flat,
            completed.Remaining, completed.Differences));
        Assert.Equal(3, bench.Of(EventKind.PositionFlattened).Count(e => e.Flatten.Code == FlattenCode.Flat));
        var exits = bench.Of(EventKind.OrderRequested).Where(e => e.Order.Class == OrderClass.EmergencyExit)
            .OrderBy(e => e.InstrumentId);
        Assert.Equal([(Side.Sell, 100L, 9_900L), (Side.Buy, 50L, 10_101L)],
            exits.Select(e => (e.Order.Side, e.Order.Quantity, e.Order.LimitPrice)));
        Assert.Equal(Permission.Halted, bench.Bench.View.Holds.AccountPermission);
        Assert.False(bench.Bench.Chain.IsFlattening);
        AssertReplay(bench);
    }

    [Fact]
    public void A_flatten_goes_on_after_a_crash_at_any_group()
    {
        var crashes = 0;
        for (var crashAt = 0; crashAt < 60; crashAt++)
        {
            output.WriteLine($"crash before group {crashAt}");
            var bench = Held();
            bench.Venue.FillsAtOnce = intent => intent.Order.Class == OrderClass.EmergencyExit
                ? Math.Min(intent.Order.Quantity, 30) : 0; // Several tries per position.
            var before = bench.Venue.Written.Count;
            bench.Take(CommandRecords.Build(OperatorCommand.Flatten(Issuer.Of()), 77), LaneIds.Control);
            bench.GroupsUntilCrash = crashAt;
            bench.Settle();
            for (var i = 0; i < 20 && bench.Bench.Chain.IsFlattening; i++) bench.Advance(RetryNs);
            if (bench.GroupsUntilCrash < 0) crashes++;

            AssertFlat(bench);
            Assert.Equal(0, Assert.Single(bench.Of(EventKind.FlattenCompleted)).Flatten.Remaining);
            var sent = bench.Venue.Written.Skip(before).Where(e => e.Kind == EventKind.OrderRequested).ToArray();
            Assert.Equal(sent.Length, sent.Select(e => e.Order.OrderId).Distinct().Count());
            Assert.All(sent, e => Assert.Equal(OrderClass.EmergencyExit, e.Order.Class));
            AssertReplay(bench);
        }
        Assert.True(crashes > 20, $"only {crashes} of them happened");
    }

    [Fact]
    public void An_unknown_order_blocks_its_own_instrument_and_no_other()
    {
        var bench = Held();
        bench.Venue.IgnoresCancels = true;
        bench.Take(CommandRecords.Build(OperatorCommand.Flatten(Issuer.Of()), 77), LaneIds.Control);
        bench.Restart(); // What was canceled without answer is Unknown now, and found working again.
        for (var i = 0; i < 10 && bench.Bench.Chain.IsFlattening; i++) bench.Advance(RetryNs);

        var ended = bench.Of(EventKind.PositionFlattened).ToDictionary(e => e.InstrumentId, e => e.Flatten);
        Assert.Equal(FlattenCode.BlockedByOrder, ended[0].Code);
        Assert.Equal(FlattenCode.Flat, ended[1].Code); // Short, and nothing worked there.
        Assert.Equal(100, ended[0].RemainingQuantity);
        var completed = Assert.Single(bench.Of(EventKind.FlattenCompleted)).Flatten;
        Assert.Equal((1, 2, FlattenCode.BlockedByOrder), (completed.Flat, completed.Remaining, completed.Code));
        AssertReplay(bench);
    }

    [Fact]
    public void What_nobody_buys_is_given_up_after_the_retries()
    {
        var bench = Held();
        bench.Venue.FillsAtOnce = null;
        bench.Bench.Command(OperatorCommand.Flatten(Issuer.Of(), instrumentId: 1));
        bench.Settle();
        for (var i = 0; i < 20 && bench.Bench.Chain.IsFlattening; i++) bench.Advance(RetryNs / 2);
        var ended = Assert.Single(bench.Of(EventKind.PositionFlattened));
        Assert.Equal((1, FlattenCode.RetriesExhausted, 4, -50L),
            (ended.InstrumentId, ended.Flatten.Code, ended.Flatten.Attempts, ended.Flatten.RemainingQuantity));
        Assert.Equal(4, bench.Venue.Written.Count(e => e.Order.Class == OrderClass.EmergencyExit));
        Assert.Equal(3, bench.Venue.Working.Count()); // Another instrument's orders are none of its business.
    }

    [Fact]
    public void Strategies_are_frozen_where_it_goes_on_and_nowhere_else()
    {
        var bench = Held();
        bench.Venue.FillsAtOnce = null;
        bench.Take(EngineInputs.Stop(StopMode.Park, "op", "no hold is placed by a stop"), LaneIds.Control);
        bench.Restart();
        bench.Bench.Command(OperatorCommand.Flatten(Issuer.Of(), instrumentId: 1));
        bench.Bench.Answer(OperatorCommand.Resume(Issuer.Of(), HoldScope.Instrument, 1));
        var frozen = Want(bench, 1, Side.Buy, 10).Single(e => e.Kind == EventKind.OrderDenied);
        Assert.Equal(RiskCode.FlattenInProgress, frozen.Order.Code);
        Assert.Contains(Want(bench, 0, Side.Buy, 10), e => e.Kind == EventKind.OrderRequested);
    }

    [Fact]
    public void A_stop_may_flatten_and_a_milder_one_ends_that()
    {
        var bench = Held();
        bench.Take(EngineInputs.Stop(StopMode.Flatten, "op", "why"), LaneIds.Control);
        bench.Settle();
        AssertFlat(bench);
        Assert.Equal(0, bench.Bench.View.Holds.Count);
        Assert.Equal(EnginePhase.Stopping, bench.Bench.View.State.Phase);

        var other = Held();
        other.Venue.FillsAtOnce = null;
        other.Take(EngineInputs.Stop(StopMode.Flatten, "op", "why"), LaneIds.Control);
        other.Settle();
        Assert.True(other.Bench.Chain.IsFlattening);
        other.Take(EngineInputs.Stop(StopMode.Park, "op", "leave it"), LaneIds.Control);
        Assert.False(other.Bench.Chain.IsFlattening);
        Assert.Equal(2, Assert.Single(other.Of(EventKind.FlattenCompleted)).Flatten.Remaining);
    }

    [Theory]
    [InlineData("report", FlattenCode.MarketClosed)]
    [InlineData("wait", FlattenCode.None)]
    public void A_closed_market_is_waited_for_or_reported(string setting, FlattenCode code)
    {
        var bench = Held($"flatten.outOfSession={setting}");
        var definition = bench.Bench.Journal.First(e => e.Kind == EventKind.InstrumentDefined);
        var day = new EngineEvent { Kind = EventKind.CalendarDay, InstrumentId = -1 };
        day.CalendarDay.CalendarId = 1;
        day.CalendarDay.Date = 20260101;
        day.CalendarDay.OpenTimeNs = bench.Bench.NowNs + (100 * RetryNs);
        day.CalendarDay.CloseTimeNs = bench.Bench.NowNs + (200 * RetryNs);
        bench.Take(in day, LaneIds.Control);
        definition.Flags = EventFlags.None;
        definition.Instrument.LocalId = 5;
        definition.Instrument.CalendarId = 1;
        definition.Instrument.Symbol = AsciiText24.From("CLOSED");
        var id = bench.Take(in definition, LaneIds.FirstSource)[0].InstrumentId;
        bench.Bench.Execute(99_999, Side.Buy, 10, instrumentId: id);
        bench.Bench.Command(OperatorCommand.Flatten(Issuer.Of(), id));
        bench.Settle();
        bench.Advance(2 * LogicBench.Second); // The venue does not know of that position: it is compared once more.
        Assert.Equal(code == FlattenCode.None, bench.Bench.Chain.IsFlattening);
        if (code != FlattenCode.None)
            Assert.Equal(code, Assert.Single(bench.Of(EventKind.PositionFlattened)).Flatten.Code);
    }

    [Fact]
    public void What_cannot_be_flattened_is_refused()
    {
        var bench = Held();
        Assert.Equal(CommandCode.UnknownScope, bench.Bench.Answer(OperatorCommand.Flatten(Issuer.Of(), 15)).Code);
        Assert.Equal(
            CommandCode.RoleNotAllowed,
            bench.Bench.Answer(OperatorCommand.Flatten(Issuer.Of(OperatorRole.Emergency))).Code);
    }

    [Theory]
    [InlineData(OrderType.Limit, Side.Sell, 10_000, 10_010, 1, 9_900)]
    [InlineData(OrderType.Limit, Side.Buy, 10_000, 10_010, 1, 10_110)]
    [InlineData(OrderType.Limit, Side.Sell, 10_000, 10_010, 25, 9_900)]
    [InlineData(OrderType.Limit, Side.Buy, 10_000, 10_010, 25, 10_100)]
    [InlineData(OrderType.Limit, Side.Sell, 1, 2, 1, 1)]
    [InlineData(OrderType.Market, Side.Sell, 10_000, 10_010, 1, FixedPoint.Absent)]
    public void A_closing_order_has_a_price_within_its_collar(
        OrderType type, Side side, long bid, long ask, long tick, long limit)
    {
        var market = new MarketState { BidPrice = bid, AskPrice = ask, LastTradePrice = FixedPoint.Absent };
        Assert.Equal(RiskCode.Accepted, FlattenPricing.TryPrice(side, in market, tick, Options(type), out var actual));
        Assert.Equal(limit, actual);
    }

    [Fact]
    public void Without_a_price_or_with_too_wide_a_spread_nothing_is_sent()
    {
        var market = new MarketState { BidPrice = 9_000, AskPrice = 10_000, LastTradePrice = FixedPoint.Absent };
        Assert.Equal(
            RiskCode.PriceCollar,
            FlattenPricing.TryPrice(Side.Sell, in market, 1, Options(OrderType.Market), out _));
        market.BidPrice = FixedPoint.Absent;
        Assert.Equal(
            RiskCode.NoReferencePrice,
            FlattenPricing.TryPrice(Side.Sell, in market, 1, Options(OrderType.Limit), out _));
    }

    private static FlattenOptions Options(OrderType type) => new()
    {
        OrderType = type,
        CollarBps = 100,
        Retries = 3,
        RetryAfterNs = RetryNs,
        WaitsForSession = false,
    };

    // 100 long in 0 with two orders working, 50 short in 1, and one order working in 2, where nothing is held.
    private static VenueBench Held(params string[] settings)
    {
        var bench = new VenueBench(Takers(), [.. Settings, .. settings]);
        for (var id = 0; id < 3; id++) bench.Bench.Define("S" + id);
        bench.Venue.FillsAtOnce = intent => intent.Order.Quantity;
        Want(bench, 0, Side.Buy, 100);
        Want(bench, 1, Side.Sell, 50);
        bench.Venue.FillsAtOnce = intent =>
            intent.Order.Class == OrderClass.EmergencyExit ? intent.Order.Quantity : 0;
        Want(bench, 0, Side.Buy, 10);
        Want(bench, 0, Side.Sell, 10);
        Want(bench, 2, Side.Buy, 10);
        Assert.Equal((100L, -50L, 3), (bench.Venue.PositionOf(0), bench.Venue.PositionOf(1),
            bench.Venue.Working.Count()));
        return bench;
    }

    private static EngineEvent[] Want(VenueBench bench, int instrumentId, Side side, long quantity)
    {
        var e = new EngineEvent { Kind = EventKind.Quote, InstrumentId = instrumentId };
        e.Quote = new QuotePayload
        {
            BidPrice = LogicBench.Price,
            AskPrice = LogicBench.Price + 1,
            BidSize = side == Side.Buy ? quantity : 0,
            AskSize = side == Side.Sell ? quantity : 0,
        };
        var group = bench.Take(in e, LaneIds.FirstSource);
        bench.Settle();
        return group;
    }

    private static void AssertFlat(VenueBench bench)
    {
        Assert.Equal(0, bench.Bench.Chain.OpenOrderCount);
        for (var id = 0; id < 3; id++)
        {
            Assert.Equal(0, bench.Venue.PositionOf(id));
            Assert.Equal(0, bench.Bench.View.Portfolio.Position(id).Quantity);
        }
        Assert.Empty(bench.Venue.Working);
    }

    private static void AssertReplay(VenueBench bench)
    {
        var runner = bench.Bench.Replay(new LogicBench(Takers(), Settings).Model);
        Assert.Null(runner.Divergence);
        Assert.Equal(bench.Bench.Chain.StateDigest, runner.Model.Chain.ComputeStateDigest());
    }

    private static ScriptedCatalog Takers() => new ScriptedCatalog().Add("taker", () => new ScriptedStrategy
    {
        Quoted = (StrategyContext context, int id, in QuotePayload quote) =>
        {
            if (quote.BidSize > 0) context.Submit(OrderTicket.Limit(id, Side.Buy, quote.BidSize, LogicBench.Price));
            if (quote.AskSize > 0) context.Submit(OrderTicket.Limit(id, Side.Sell, quote.AskSize, LogicBench.Price));
        },
    });
}
