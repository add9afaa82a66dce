using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Orders;
using Engine.Core.Pipeline;
using Engine.Core.Replay;
using Engine.Core.Strategies;
using Engine.Testing;
using Xunit;

namespace Engine.Core.Tests.Pipeline.Logic;

/// <summary>
/// Goal: what the engine holds for an order guards exactly what was executed: it fires when it should, also where
/// trading is halted, one leg at a time, and never more than the position. Entries are bought at 100.00, guarded by a
/// stop at 99.00 and a target at 102.00.
/// </summary>
public sealed class ProtectionFlowTests
{
    private const long Stop = 99_00;
    private const long Target = 102_00;

    private readonly LogicBench _bench = Started();
    private int _key;

    [Fact]
    public void A_stop_guards_what_was_executed_and_nothing_before()
    {
        var entry = Enter(100);
        Assert.Empty(Legs(_bench.Trade(0, 98_00)));
        _bench.Execute(entry, Side.Buy, 40);
        Assert.Empty(Legs(_bench.Trade(0, 99_01)));

        var group = _bench.Trade(0, 98_50);
        var leg = Assert.Single(Legs(group));
        Assert.Equal((Side.Sell, 40L, OrderType.Market, TimeInForce.Day, OrderClass.Protective),
            (leg.Order.Side, leg.Order.Quantity, leg.Order.Type, leg.Order.TimeInForce, leg.Order.Class));
        var terms = group.Single(r => r.Kind == EventKind.OrderTerms);
        Assert.Equal((leg.Sequence + 1, leg.Order.OrderId, entry, OrderLeg.ProtectiveStop),
            (terms.Sequence, terms.OrderTerms.OrderId, terms.OrderTerms.ParentOrderId, terms.OrderTerms.Leg));
        Assert.True(leg.HasTerms);

        // The rest of the entry is guarded too, once the first leg is over.
        _bench.Execute(entry, Side.Buy, 60);
        Assert.Empty(Legs(_bench.Trade(0, 98_50)));
        _bench.Execute(leg.Order.OrderId, Side.Sell, 40);
        _bench.NowNs += ProtectionTable.RetryNs;
        Assert.Equal(60, Assert.Single(Legs(_bench.Trade(0, 101_00))).Order.Quantity); // It was reached: it stays so.
    }

    [Fact]
    public void Quotes_reach_a_stop_only_where_nothing_was_traded()
    {
        _bench.Execute(Enter(10), Side.Buy, 10);
        Assert.Equal(10, Assert.Single(Legs(_bench.Quote(0, 98_99, 99_01))).Order.Quantity);

        var traded = Started();
        traded.Trade(0, 100_00);
        traded.Execute(EnterOn(traded, 10, new OrderTermsPayload { ProtectStopPrice = Stop }), Side.Buy, 10);
        Assert.Empty(Legs(traded.Quote(0, 90_00, 90_02)));
        Assert.Single(Legs(traded.Trade(0, 98_99)));
    }

    [Fact]
    public void A_target_is_taken_at_its_price_and_the_stop_waits_for_its_end()
    {
        _bench.Trade(0, 100_00);
        _bench.Execute(Enter(100), Side.Buy, 100);
        var leg = Assert.Single(Legs(_bench.Quote(0, 102_00, 102_02))).Order;
        Assert.Equal((OrderType.Limit, TimeInForce.ImmediateOrCancel, Target, 100L),
            (leg.Type, leg.TimeInForce, leg.LimitPrice, leg.Quantity));
        Assert.Empty(Legs(_bench.Trade(0, 98_00))); // Reached, but the target may still execute.

        _bench.Execute(leg.OrderId, Side.Sell, 30);
        _bench.Report(EventKind.OrderCanceled, leg.OrderId, VenueReason.RemainderOfImmediate);
        Assert.Empty(Legs(_bench.Trade(0, 98_00)));
        _bench.NowNs += ProtectionTable.RetryNs;
        Assert.Equal((OrderType.Market, 70L), Kind(Assert.Single(Legs(_bench.Trade(0, 98_00)))));
    }

    [Theory]
    [InlineData(Permission.Reducing, true)]
    [InlineData(Permission.Halted, true)]
    [InlineData(Permission.ReadOnly, false)]
    public void Legs_fire_in_reducing_and_halted_and_not_in_read_only(Permission permission, bool fires)
    {
        _bench.Execute(Enter(10), Side.Buy, 10);
        _bench.Take(Hold(permission));
        Assert.Equal(fires, Legs(_bench.Trade(0, 98_00)).Length == 1);
        Assert.DoesNotContain(_bench.Journal, r => r.Kind == EventKind.OrderDenied);
    }

    [Fact]
    public void A_stop_that_was_reached_while_nothing_could_leave_fires_when_it_can()
    {
        _bench.Execute(Enter(10), Side.Buy, 10);
        _bench.Venue(EventKind.VenueDisconnected, default);
        Assert.Empty(Legs(_bench.Trade(0, 98_00)));
        _bench.Reconcile();
        Assert.Single(Legs(_bench.Trade(0, 101_00)));
    }

    [Fact]
    public void What_is_closed_in_another_way_is_guarded_no_longer()
    {
        var first = Enter(100);
        var second = Enter(50);
        _bench.Execute(first, Side.Buy, 100);
        _bench.Execute(second, Side.Buy, 50);
        var sale = Submit(new OrderPayload { Side = Side.Sell, Quantity = 120 }, default, isReduceOnly: true);
        _bench.Execute(sale, Side.Sell, 120);
        Assert.Equal([30L], Legs(_bench.Trade(0, 98_00)).Select(leg => leg.Order.Quantity));
        Assert.Equal(1, _bench.View.Protections.Count); // The oldest went first.
    }

    [Fact]
    public void Orders_in_the_way_of_a_stop_are_canceled_first()
    {
        _bench.Execute(Enter(100), Side.Buy, 100);
        var limit = new OrderPayload { Side = Side.Sell, Type = OrderType.Limit, Quantity = 70, LimitPrice = 101_00 };
        var sale = Submit(limit, default, isReduceOnly: true);
        _bench.Report(EventKind.OrderAccepted, sale);
        var group = _bench.Trade(0, 98_00);
        Assert.Equal(sale, Assert.Single(group, r => r.Kind == EventKind.CancelRequested).Order.OrderId);
        var leg = Assert.Single(Legs(group)).Order; // What is free goes at once.
        Assert.Equal(30, leg.Quantity);

        _bench.Report(EventKind.OrderCanceled, sale, VenueReason.Requested);
        _bench.Execute(leg.OrderId, Side.Sell, 30);
        _bench.NowNs += ProtectionTable.RetryNs;
        Assert.Equal(70, Assert.Single(Legs(_bench.Trade(0, 98_00))).Order.Quantity);
    }

    [Fact]
    public void A_leg_is_fired_however_far_the_market_is_gone_and_a_denied_one_again_after_a_second()
    {
        var bench = Started("risk.priceCollarBps=10", "risk.orderRatePerSecond=1", "risk.orderBurst=1");
        bench.Execute(EnterOn(bench, 10, new OrderTermsPayload { ProtectStopPrice = Stop }), Side.Buy, 10);
        Assert.Equal(RiskCode.OrderRateLimit,
            Assert.Single(bench.Trade(0, 50_00), r => r.Kind == EventKind.OrderDenied).Order.Code);
        bench.NowNs += ProtectionTable.RetryNs - 1;
        Assert.Single(bench.Trade(0, 50_00)); // nothing is asked
        bench.NowNs += 1;
        Assert.Single(Legs(bench.Trade(0, 50_00)));
    }

    [Fact]
    public void A_held_stop_follows_the_market_and_never_moves_back()
    {
        _bench.Execute(Enter(10, new OrderTermsPayload { ProtectTrailPrice = 50 }), Side.Buy, 10);
        foreach (var (price, stop) in new[] { (100_00L, 99_50L), (99_80, 99_50), (101_00, 100_50), (100_51, 100_50) })
        {
            Assert.Empty(Legs(_bench.Trade(0, price)));
            Assert.Equal(stop, _bench.View.Protections.AtSlot(0).StopPrice);
        }
        Assert.Single(Legs(_bench.Trade(0, 100_50)));
    }

    [Fact]
    public void A_short_position_is_guarded_from_above()
    {
        var terms = new OrderTermsPayload { ProtectStopPrice = 101_00, ProtectTargetPrice = 98_00 };
        var entry = Submit(new OrderPayload { Side = Side.Sell, Quantity = 10 }, terms);
        _bench.Execute(entry, Side.Sell, 10);
        var leg = Assert.Single(Legs(_bench.Trade(0, 101_00))).Order;
        Assert.Equal((Side.Buy, 10L), (leg.Side, leg.Quantity));
    }

    [Theory]
    [InlineData(Side.Buy, 100_00, 0, RiskCode.InvalidProtection)]   // at the market: it would close at once
    [InlineData(Side.Buy, 99_99, 0, RiskCode.Accepted)]
    [InlineData(Side.Buy, 0, 100_00, RiskCode.InvalidProtection)]
    [InlineData(Side.Buy, 0, 100_01, RiskCode.Accepted)]
    [InlineData(Side.Sell, 100_00, 0, RiskCode.InvalidProtection)]
    [InlineData(Side.Sell, 100_01, 99_99, RiskCode.Accepted)]
    [InlineData(Side.Buy, -1, 0, RiskCode.InvalidProtection)]
    public void Stop_and_target_lie_on_their_sides_of_the_entry(Side side, long stop, long target, RiskCode code)
    {
        _bench.Trade(0, 100_00);
        var terms = new OrderTermsPayload { ProtectStopPrice = stop, ProtectTargetPrice = target };
        var answer = _bench.Answer(Command(new OrderPayload { Side = side, Quantity = 10 }, terms));
        Assert.Equal((long)code, answer.Detail);
        Assert.Equal(code == RiskCode.Accepted ? 1 : 0, _bench.View.Protections.Count);
    }

    [Fact]
    public void More_than_can_be_held_is_denied()
    {
        var bench = Started("limits.protectionsMax=4");
        for (var i = 0; i < 2; i++) EnterOn(bench, 10, new OrderTermsPayload { ProtectStopPrice = Stop });
        var denied = bench.Answer(Command(
            new OrderPayload { Side = Side.Buy, Quantity = 1 }, new OrderTermsPayload { ProtectStopPrice = Stop }));
        Assert.Equal((long)RiskCode.ProtectionsFull, denied.Detail);
    }

    [Fact]
    public void A_protection_ends_with_an_entry_that_executed_nothing_and_comes_back_if_it_did_after_all()
    {
        var entry = Enter(10);
        _bench.Report(EventKind.OrderCanceled, entry);
        Assert.Equal(0, _bench.View.Protections.Count);
        _bench.Execute(entry, Side.Buy, 4);
        Assert.Equal(4, Assert.Single(Legs(_bench.Trade(0, 98_00))).Order.Quantity);
    }

    [Fact]
    public void A_flatten_gives_up_what_was_guarded_and_so_does_a_cancel_of_the_order_that_is_over()
    {
        var entry = Enter(10);
        _bench.Execute(entry, Side.Buy, 10);
        var preview = CommandPreviewer.Of(
            _bench.Chain, CommandRecords.Build(OperatorCommand.CancelOrder(Issue(), entry), 0)).Result;
        Assert.Equal((CommandCode.Done, 1), (preview.Code, preview.OrdersAffected));
        Assert.Equal(CommandCode.Done, _bench.Answer(OperatorCommand.CancelOrder(Issue(), entry)).Code);
        Assert.Equal(CommandCode.NothingToDo, _bench.Answer(OperatorCommand.CancelOrder(Issue(), entry)).Code);
        Assert.Empty(Legs(_bench.Trade(0, 98_00)));

        _bench.Execute(Enter(10, new OrderTermsPayload { ProtectStopPrice = 90_00 }), Side.Buy, 10);
        var flatten = _bench.Command(OperatorCommand.Flatten(Issue()));
        var close = flatten.Single(r => r.Kind == EventKind.OrderRequested).Order;
        Assert.Empty(Legs(_bench.Trade(0, 80_00)));
        _bench.Execute(close.OrderId, Side.Sell, close.Quantity);
        Assert.Equal(0, _bench.View.Protections.Count);
    }

    [Fact]
    public void To_park_is_refused_while_something_is_held_unless_it_is_accepted()
    {
        var entry = Enter(10);
        _bench.Execute(entry, Side.Buy, 10);
        Assert.Equal(CommandCode.ProtectionHeld, _bench.Answer(OperatorCommand.Stop(Issue(), StopMode.Park)).Code);
        Assert.Equal(EnginePhase.Running, _bench.View.State.Phase);
        Assert.Equal(
            CommandCode.Done,
            _bench.Answer(OperatorCommand.Stop(Issue(), StopMode.Park, acceptsHeldProtection: true)).Code);
    }

    [Fact]
    public void Held_stops_survive_a_restart_and_the_replay_is_the_same()
    {
        _bench.Execute(Enter(10), Side.Buy, 10, isAnswer: true);
        var model = new ModelFactory(Catalog()).Create(LogicBench.ConfigOf());
        Assert.Null(_bench.Replay(model).Divergence);
        Assert.Equal(_bench.Chain.ComputeStateDigest(), model.Chain.ComputeStateDigest());

        var next = new LogicBench(model).Start(runEpoch: 2);
        Assert.Equal(10, Assert.Single(Legs(next.Trade(0, 98_00))).Order.Quantity);
    }

    [Fact]
    public void A_strategy_that_has_thrown_leaves_its_position_guarded()
    {
        var catalog = Catalog().Add("bracket", () => new ScriptedStrategy
        {
            Quoted = (context, id, in _) => context.Submit(
                OrderTicket.Market(id, Side.Buy, 10) with { ProtectStopPrice = Stop, ProtectTargetPrice = Target }),
            Traded = (_, _, in _) => throw new InvalidOperationException("A strategy with a mistake."),
        });
        var bench = new LogicBench(catalog, "strategies.s.type=bracket").Start();
        bench.Define("AAPL");
        var entry = bench.Quote(0).Single(r => r.Kind == EventKind.OrderRequested).Order;
        bench.Execute(entry.OrderId, Side.Buy, 10);
        Assert.Single(bench.Trade(0, 100_00), r => r.Kind == EventKind.StrategyDisabled);
        var leg = Assert.Single(Legs(bench.Trade(0, 98_00)));
        Assert.Equal((1, 10L), (leg.StrategyId, leg.Order.Quantity));
    }

    internal static LogicBench Started(params string[] settings)
    {
        var bench = new LogicBench(Catalog(), settings).Start();
        bench.Define("AAPL");
        bench.Quote(0, 99_99, 100_00);
        return bench;
    }

    internal static ScriptedCatalog Catalog() => new();

    internal static EngineEvent[] Legs(EngineEvent[] group) =>
        [.. group.Where(r => r.Kind == EventKind.OrderRequested && r.Order.Class == OrderClass.Protective)];

    private static (OrderType Type, long Quantity) Kind(EngineEvent leg) => (leg.Order.Type, leg.Order.Quantity);

    private static EngineEvent Hold(Permission permission) =>
        EngineInputs.Hold(HoldScope.Account, 0, HoldKind.Disk, permission, "disk", "x");

    private long Enter(long quantity) => Enter(
        quantity, new OrderTermsPayload { ProtectStopPrice = Stop, ProtectTargetPrice = Target });

    private long Enter(long quantity, OrderTermsPayload terms) => EnterOn(_bench, quantity, terms);

    private long EnterOn(LogicBench bench, long quantity, OrderTermsPayload terms)
    {
        var answer = bench.Answer(Command(new OrderPayload { Side = Side.Buy, Quantity = quantity }, terms));
        Assert.Equal(CommandCode.Done, answer.Code);
        return answer.OrderId;
    }

    private long Submit(OrderPayload order, OrderTermsPayload terms, bool isReduceOnly = false)
    {
        var answer = _bench.Answer(Command(order, terms, isReduceOnly));
        Assert.Equal(CommandCode.Done, answer.Code);
        return answer.OrderId;
    }

    private OperatorCommand Command(OrderPayload order, OrderTermsPayload terms, bool isReduceOnly = false)
    {
        if (order.Type == OrderType.None)
        {
            order.Type = OrderType.Market;
            order.LimitPrice = FixedPoint.Absent;
        }
        order.TimeInForce = TimeInForce.Day;
        return OperatorCommand.Submit(Issue(), 0, in order, isReduceOnly, terms: terms);
    }

    private CommandIssuer Issue() => Issuer.Of(OperatorRole.Admin, key: $"p-{++_key}");
}
