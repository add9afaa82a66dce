using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Pipeline;
using Engine.Core.Strategies;
using Engine.Testing;
using Xunit;

namespace Engine.Core.Tests.Pipeline.Logic;

/// <summary>
/// Goal: whatever is to be canceled is canceled, all of it and nothing else, in any number of groups.
/// </summary>
public sealed class CancelFlowTests
{
    private static readonly string[] Wide =
    [
        "limits.openOrdersMax=10000", "limits.ordersRetained=16384", "risk.maxOpenOrders=10000",
        "strategies.a.type=taker", "strategies.b.type=taker", "strategies.a.instruments=AAPL",
        "strategies.b.instruments=MSFT",
    ];

    [Theory]
    [InlineData(CancelPolicy.Opening, 2)]
    [InlineData(CancelPolicy.All, 4)]
    [InlineData(CancelPolicy.Keep, 0)]
    public void A_halt_cancels_what_its_policy_says(CancelPolicy policy, int canceled)
    {
        var bench = Mixed();
        var group = bench.Command(OperatorCommand.Halt(Issuer.Of(), policy: policy));
        Assert.Equal(canceled, group[^1].CommandAnswer.OrdersAffected);
        var orders = group.Where(e => e.Kind == EventKind.CancelRequested).Select(e => e.Order.Class).ToArray();
        Assert.Equal(canceled, orders.Length);
        Assert.Equal(policy == CancelPolicy.Opening, orders.Length > 0 && orders.All(c => c == OrderClass.Opening));
        Assert.Equal(EventKind.CommandAnswered, group[^1].Kind);
    }

    [Fact]
    public void A_halt_may_be_given_again_with_a_harsher_policy()
    {
        var bench = Mixed();
        Assert.Equal(2, bench.Answer(OperatorCommand.Halt(Issuer.Of())).OrdersAffected);
        Assert.Equal(CommandCode.AlreadyInForce, bench.Answer(OperatorCommand.Halt(Issuer.Of())).Code);
        var all = bench.Answer(OperatorCommand.Halt(Issuer.Of(), policy: CancelPolicy.All));
        Assert.Equal((CommandCode.Done, 2, 0), (all.Code, all.OrdersAffected, all.HoldsPlaced));
    }

    [Theory]
    [InlineData("true", 2)]
    [InlineData("false", 0)]
    public void Entering_Reducing_cancels_what_could_increase_exposure_if_the_settings_say_so(string setting, int count)
    {
        var bench = Mixed($"risk.cancelOnReducing={setting}");
        var group = bench.Command(OperatorCommand.Pause(Issuer.Of()));
        Assert.Equal(count, group[^1].CommandAnswer.OrdersAffected);
        Assert.Equal(count, group.Count(e => e.Kind == EventKind.CancelRequested));
        Assert.Equal(CommandCode.AlreadyInForce, bench.Answer(OperatorCommand.Pause(Issuer.Of())).Code);
    }

    [Fact]
    public void A_hold_of_the_engines_own_cancels_too_and_a_read_only_one_does_not()
    {
        var bench = Mixed();
        bench.Take(EngineInputs.Hold(HoldScope.Account, 0, HoldKind.Disk, Permission.ReadOnly, "disk", "x"));
        Assert.False(bench.Chain.NeedsContinuation);
        Assert.Equal(CommandCode.PermissionReadOnly, bench.Answer(OperatorCommand.CancelAll(Issuer.Of())).Code);
        bench.Answer(OperatorCommand.Release(Issuer.Of(OperatorRole.Admin), 1));
        bench.Take(EngineInputs.Hold(HoldScope.Account, 0, HoldKind.Disk, Permission.Reducing, "disk", "x"));
        Assert.Equal(2, bench.GoOn().SelectMany(g => g).Count(e => e.Kind == EventKind.CancelRequested));
    }

    [Fact]
    public void An_order_that_was_reducing_and_would_open_now_is_canceled_as_well()
    {
        var bench = Mixed();
        var reducing = bench.Records.Last(e => e.Kind == EventKind.OrderRequested && e.InstrumentId == 1);
        Assert.Equal(OrderClass.Reducing, reducing.Order.Class);
        bench.Execute(99_999, Side.Sell, 100, instrumentId: 1); // Somebody else has closed the position.
        var group = bench.Command(OperatorCommand.Pause(Issuer.Of(), HoldScope.Instrument, 1));
        Assert.Contains(
            group, e => e.Kind == EventKind.CancelRequested && e.Order.OrderId == reducing.Order.OrderId);
    }

    [Fact]
    public void One_order_a_strategy_or_an_instrument_is_canceled_and_nothing_else()
    {
        var bench = Mixed();
        var ids = bench.View.Orders.Working;
        var first = 0L;
        foreach (ref readonly var order in ids)
        {
            first = order.OrderId;
            break;
        }
        var one = bench.Answer(OperatorCommand.CancelOrder(Issuer.Of(), first));
        Assert.Equal((CommandCode.Done, 1, first), (one.Code, one.OrdersAffected, one.OrderId));
        Assert.Equal(CommandCode.AlreadyInForce, bench.Answer(OperatorCommand.CancelOrder(Issuer.Of(), first)).Code);
        Assert.Equal(CommandCode.UnknownOrder, bench.Answer(OperatorCommand.CancelOrder(Issuer.Of(), 77_777)).Code);
        bench.Report(EventKind.OrderCanceled, first, VenueReason.Requested);
        Assert.Equal(CommandCode.NothingToDo, bench.Answer(OperatorCommand.CancelOrder(Issuer.Of(), first)).Code);

        var strategy = bench.Command(OperatorCommand.Cancel(Issuer.Of(), HoldScope.Strategy, 2));
        Assert.Equal(2, strategy[^1].CommandAnswer.OrdersAffected);
        Assert.All(strategy.Where(e => e.Kind == EventKind.CancelRequested), e => Assert.Equal(1, e.InstrumentId));
        Assert.Equal(1, bench.Answer(OperatorCommand.Cancel(Issuer.Of(), HoldScope.Instrument, 0)).OrdersAffected);
        Assert.Equal(
            CommandCode.NothingToDo, bench.Answer(OperatorCommand.Cancel(Issuer.Of(), HoldScope.Account, 0)).Code);
        Assert.Equal(
            CommandCode.UnknownScope, bench.Answer(OperatorCommand.Cancel(Issuer.Of(), HoldScope.Strategy, 99)).Code);
        Assert.Equal(CommandCode.NothingToDo, bench.Answer(OperatorCommand.CancelMine(Issuer.Of())).Code);
    }

    [Fact]
    public void Thousands_of_orders_are_canceled_once_each_over_crashes_and_overlapping_commands()
    {
        var bench = new LogicBench(Takers(), Wide).Start();
        bench.Define("AAPL");
        for (var i = 0; i < 40; i++) Place(bench, 0, Side.Buy, 50);
        Assert.Equal(2_000, bench.Chain.OpenOrderCount);
        bench.Command(OperatorCommand.Cancel(Issuer.Of(), HoldScope.Strategy, 1));
        bench.GoOn(groupsMax: 2);
        var halt = bench.Answer(OperatorCommand.Halt(Issuer.Of()));
        Assert.InRange(halt.OrdersAffected, 1_000, 1_999); // What is marked or still to be marked.
        bench.GoOn(groupsMax: 3);
        bench.Take(bench.Started(runEpoch: 2));
        bench.GoOn();
        Assert.False(bench.Chain.NeedsContinuation);
        bench.Connect(2);
        bench.GoOn();
        var canceled = bench.Records.Where(e => e.Kind == EventKind.CancelRequested).Select(e => e.Order.OrderId);
        Assert.Equal(2_000, canceled.Distinct().Count());
        Assert.Equal(2_000, canceled.Count());
        var runner = bench.Replay(new LogicBench(Takers(), Wide).Model);
        Assert.Null(runner.Divergence);
        Assert.Equal(bench.Chain.StateDigest, runner.Model.Chain.ComputeStateDigest());
    }

    [Fact]
    public void A_sweep_waits_for_room_in_the_gateway()
    {
        var bench = new LogicBench(Takers(), [.. Wide, "limits.inFlightMessages=64", "risk.maxInFlight=40"]).Start();
        bench.Define("AAPL");
        for (var i = 0; i < 3; i++)
        {
            Place(bench, 0, Side.Buy, 40);
            for (var sent = 0; sent < 40; sent++) bench.Gateway(EventKind.OrderSent, 1);
        }
        Assert.Equal(120, bench.Answer(OperatorCommand.CancelAll(Issuer.Of())).OrdersAffected);
        Assert.Equal(64, bench.Records.Count(e => e.Kind == EventKind.CancelRequested));
        Assert.False(bench.Chain.NeedsContinuation);
        for (var sent = 0; sent < 32; sent++) bench.Gateway(EventKind.OrderSent, 1);
        bench.GoOn();
        Assert.Equal(96, bench.Records.Count(e => e.Kind == EventKind.CancelRequested));
        Assert.DoesNotContain(bench.Records, e => e.Kind == EventKind.CancelDenied);
    }

    // Instrument 0: an opening buy and a reducing sell of strategy 1 against 100 long; instrument 1 the same of 2.
    private static LogicBench Mixed(params string[] settings)
    {
        var bench = new LogicBench(Takers(), [.. Wide, .. settings]).Start();
        bench.Define("AAPL");
        bench.Define("MSFT");
        for (var id = 0; id < 2; id++)
        {
            var opening = Place(bench, id, Side.Buy, 1, quantity: 100);
            bench.Execute(opening, Side.Buy, 100, instrumentId: id);
            Place(bench, id, Side.Buy, 1);
            Place(bench, id, Side.Sell, 1);
        }
        Assert.Equal(4, bench.Chain.OpenOrderCount);
        return bench;
    }

    private static long Place(LogicBench bench, int instrumentId, Side side, int count, long quantity = 10)
    {
        var e = new EngineEvent { Kind = EventKind.Quote, InstrumentId = instrumentId };
        e.Quote = new QuotePayload
        {
            BidPrice = LogicBench.Price - 1,
            AskPrice = LogicBench.Price + 1,
            BidSize = side == Side.Buy ? count : 0,
            AskSize = side == Side.Sell ? count : 0,
            SourceRow = quantity,
        };
        var last = 0L;
        foreach (var record in bench.Take(in e, LaneIds.FirstSource))
            if (record.Kind == EventKind.OrderRequested) last = record.Order.OrderId;
        for (var i = 0; i < count; i++) bench.Gateway(EventKind.OrderSent, last);
        return last;
    }

    private static ScriptedCatalog Takers() => new ScriptedCatalog().Add("taker", () => new ScriptedStrategy
    {
        Quoted = (StrategyContext context, int id, in QuotePayload quote) =>
        {
            for (var i = 0; i < quote.BidSize; i++)
                context.Submit(OrderTicket.Limit(id, Side.Buy, quote.SourceRow, LogicBench.Price));
            for (var i = 0; i < quote.AskSize; i++)
                context.Submit(OrderTicket.Limit(id, Side.Sell, quote.SourceRow, LogicBench.Price));
        },
    });
}
