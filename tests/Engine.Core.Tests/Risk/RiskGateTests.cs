using Engine.Core.Events;
using Engine.Core.Orders;
using Engine.Core.Risk;
using Engine.Core.State;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Engine.Core.Tests.Risk;

/// <summary>
/// Goal: the order of the checks, worst cases that are never netted, and exits that work when others do not.
/// </summary>
public sealed class RiskGateTests
{
    [Fact]
    public void The_first_check_that_fails_names_the_denial()
    {
        var fixture = new RiskFixture("risk.maxOpenOrders=1\nrisk.orderBurst=0\nrisk.maxInFlight=0");
        fixture.Open(Side.Buy, 1_000);
        fixture.Order = new OrderPayload { Quantity = 0, LimitPrice = 150_01 };
        fixture.Inputs.InstrumentId = 2;
        fixture.Inputs.TickSize = 5;
        fixture.Inputs.LotSize = 7;
        fixture.Inputs.IsStrategyEnabled = false;
        fixture.Inputs.Phase = EnginePhase.Reconciling;
        fixture.Inputs.Permission = Permission.Halted;
        fixture.Inputs.IsMarketOpen = false;
        fixture.Inputs.NowNs += 1_000_000_000;
        fixture.Inputs.Position = 1_500;

        // Each step mends exactly the fault that the expected code names.
        Step(fixture, RiskCode.UnknownInstrument, f => f.Inputs.InstrumentId = RiskFixture.Apple);
        Step(fixture, RiskCode.InvalidSide, f => f.Order.Side = Side.Buy);
        Step(fixture, RiskCode.InvalidQuantity, f => f.Order.Quantity = 1_500);
        Step(fixture, RiskCode.UnsupportedOrderType, f => f.Order.Type = OrderType.Limit);
        Step(fixture, RiskCode.UnsupportedTimeInForce, f => f.Order.TimeInForce = TimeInForce.ImmediateOrCancel);
        Step(fixture, RiskCode.OffTick, f => f.Order.LimitPrice = 250_00);
        Step(fixture, RiskCode.OffLot, f => f.Inputs.LotSize = 1);
        Step(fixture, RiskCode.StrategyDisabled, f => f.Inputs.IsStrategyEnabled = true);
        Step(fixture, RiskCode.NotRunning, f => f.Inputs.Phase = EnginePhase.Running);
        Step(fixture, RiskCode.PermissionHalted, f => f.Inputs.Permission = Permission.Active);
        Step(fixture, RiskCode.MarketClosed, f => f.Inputs.IsMarketOpen = true);
        Step(fixture, RiskCode.OrderQuantityLimit, f => f.Order.Quantity = 1_000);
        Step(fixture, RiskCode.OrderNotionalLimit, f => f.Order.Quantity = 700);
        Step(fixture, RiskCode.PriceCollar, f => f.Order.LimitPrice = 100_00);
        Step(fixture, RiskCode.StaleQuote, f => f.Inputs.NowNs -= 1_000_000_000);
        Step(fixture, RiskCode.PositionLimit, f => f.Inputs.Position = 0);
        Step(fixture, RiskCode.OpenOrdersLimit, f => f.Gate.OnOrderChanged(RiskFixture.Working(Side.Buy, 1_000),
            Ended()));
        Step(fixture, RiskCode.InFlightLimit, _ => { });
    }

    [Theory]
    [InlineData(OrderType.Market, 100_00, RiskCode.InvalidPrice)]
    [InlineData(OrderType.Market, FixedPoint.Absent, RiskCode.Accepted)]
    [InlineData(OrderType.Limit, FixedPoint.Absent, RiskCode.InvalidPrice)]
    [InlineData((OrderType)8, 100_00, RiskCode.UnsupportedOrderType)]
    public void A_price_belongs_to_limit_orders_only(OrderType type, long price, RiskCode code)
    {
        var fixture = new RiskFixture();
        fixture.Order.Type = type;
        fixture.Order.LimitPrice = price;
        Assert.Equal(code, fixture.Check());
    }

    [Fact]
    public void Buys_are_never_netted_against_sells()
    {
        var fixture = new RiskFixture();
        fixture.Open(Side.Buy, 1_000);
        fixture.Open(Side.Sell, 1_000);
        fixture.Order.Quantity = 1_000;
        Assert.Equal(RiskCode.Accepted, fixture.Check());
        fixture.Open(Side.Buy, 1_000);

        fixture.Order.Quantity = 1;
        Assert.Equal((RiskCode.PositionLimit, 2_000L, 2_001L), fixture.CheckWithFigures());
        fixture.Order.Side = Side.Sell;
        Assert.Equal(RiskCode.Accepted, fixture.Check());
    }

    [Theory]
    [InlineData(OrderStatus.PendingNew)]
    [InlineData(OrderStatus.PendingCancel)]
    [InlineData(OrderStatus.Unknown)]
    public void An_order_counts_until_it_is_terminal(OrderStatus status)
    {
        var fixture = new RiskFixture();
        var before = RiskFixture.Working(Side.Buy, 1_000, executed: 200);
        fixture.Gate.OnOrderChanged(default, in before);
        var after = before;
        after.Status = status;
        fixture.Gate.OnOrderChanged(in before, in after);
        Assert.Equal(800, fixture.Gate.Open(0, RiskFixture.Apple).BuyQuantity);

        var end = after;
        end.Status = OrderStatus.Canceled;
        fixture.Gate.OnOrderChanged(in after, in end);
        Assert.Equal((0L, 0), (fixture.Gate.Open(0, RiskFixture.Apple).BuyQuantity, fixture.Gate.Account.OpenOrders));
    }

    [Theory]
    [InlineData(900, RiskCode.Accepted)]
    [InlineData(901, RiskCode.PositionLimit)]
    [InlineData(500, RiskCode.Accepted)]       // Smaller than before: the old version still counts, nothing is added.
    [InlineData(200, RiskCode.InvalidQuantity)]
    [InlineData(long.MinValue, RiskCode.InvalidQuantity)]
    [InlineData(long.MaxValue, RiskCode.OrderQuantityLimit)]
    public void A_replacement_counts_as_the_larger_version(long quantity, RiskCode code)
    {
        var fixture = new RiskFixture();
        var order = RiskFixture.Working(Side.Buy, 800, executed: 200);
        fixture.Gate.OnOrderChanged(default, in order);
        fixture.Inputs.Position = 1_300;        // 200 of them are the order's; 600 more are open.

        Assert.Equal(code, fixture.Gate.CheckReplace(in order, 100_00, quantity, in fixture.Inputs, out _));
    }

    [Fact]
    public void Market_orders_are_measured_at_what_they_would_meet()
    {
        var fixture = new RiskFixture();
        fixture.Order.Type = OrderType.Market;
        fixture.Order.LimitPrice = FixedPoint.Absent;
        fixture.Inputs.Ask = 103_00;            // 300 bps over the last trade.
        Assert.Equal((RiskCode.PriceCollar, 100L, 300L), fixture.CheckWithFigures());

        fixture.Order.Side = Side.Sell;
        Assert.Equal(RiskCode.PriceCollar, fixture.Check());    // 99.99 is more than 100 bps below the mid of 101.495.

        fixture.Inputs.Bid = fixture.Inputs.Ask = fixture.Inputs.Last = FixedPoint.Absent;
        Assert.Equal(RiskCode.NoReferencePrice, fixture.Check());
    }

    [Fact]
    public void Fresh_trades_do_not_excuse_a_stale_quote()
    {
        var fixture = new RiskFixture();
        fixture.Inputs.QuoteTimeNs -= 600_000_000;
        Assert.Equal((RiskCode.StaleQuote, 500_000_000L, 600_000_000L), fixture.CheckWithFigures());

        fixture.Inputs.QuoteTimeNs = FixedPoint.Absent;
        Assert.Equal(RiskCode.Accepted, fixture.Check());
        fixture.Inputs.TradeTimeNs = FixedPoint.Absent;
        Assert.Equal(RiskCode.StaleQuote, fixture.Check());
    }

    [Fact]
    public void An_emergency_exit_needs_neither_feed_nor_caps_but_never_crosses_zero_and_takes_its_token()
    {
        var fixture = new RiskFixture(
            "risk.orderBurst=3\nrisk.maxOrderQuantity=1\nrisk.maxOrderNotional=0\nrisk.maxOpenOrders=0");
        fixture.Order =
            fixture.Order with { Side = Side.Sell, Type = OrderType.Market, LimitPrice = FixedPoint.Absent };
        fixture.Order.Class = OrderClass.EmergencyExit;
        fixture.Inputs.Permission = Permission.Halted;
        fixture.Inputs.Bid = fixture.Inputs.Ask = fixture.Inputs.Last = FixedPoint.Absent;
        fixture.Inputs.QuoteTimeNs = fixture.Inputs.TradeTimeNs = FixedPoint.Absent;
        fixture.Inputs.Position = 100;
        Assert.Equal(RiskCode.Accepted, fixture.Check());

        fixture.Inputs.Position = 99;
        Assert.Equal((RiskCode.PermissionReducing, 99L, 100L), fixture.CheckWithFigures());
        fixture.Inputs.Position = 150;
        fixture.Open(Side.Sell, 51);
        Assert.Equal((RiskCode.PermissionReducing, 99L, 100L), fixture.CheckWithFigures());
        fixture.Inputs.Position = 151;
        Assert.Equal(RiskCode.Accepted, fixture.Check());
        Assert.Equal(RiskCode.Accepted, fixture.Check());
        Assert.Equal(RiskCode.OrderRateLimit, fixture.Check());
    }

    [Fact]
    public void Under_reducing_only_what_reduces_passes()
    {
        var fixture = new RiskFixture();
        fixture.Inputs.Permission = Permission.Reducing;
        fixture.Inputs.Position = -100;
        Assert.Equal(RiskCode.Accepted, fixture.Check());
        Assert.Equal(OrderClass.Reducing, fixture.Gate.Classify(in fixture.Order, in fixture.Inputs));

        fixture.Order.Quantity = 101;
        Assert.Equal(RiskCode.PermissionReducing, fixture.Check());
        Assert.Equal(OrderClass.Opening, fixture.Gate.Classify(in fixture.Order, in fixture.Inputs));
    }

    [Fact]
    public void Only_an_accepted_order_takes_a_token()
    {
        var fixture = new RiskFixture("risk.orderBurst=2");
        fixture.Order.Quantity = 1_001;
        for (var i = 0; i < 5; i++) Assert.Equal(RiskCode.OrderQuantityLimit, fixture.Check());
        fixture.Order.Quantity = 1;
        Assert.Equal(RiskCode.Accepted, fixture.Check());
        Assert.Equal(RiskCode.Accepted, fixture.Check());
        Assert.Equal((RiskCode.OrderRateLimit, 2L, 3L), fixture.CheckWithFigures());
        fixture.Inputs.NowNs += 100_000_000;
        Assert.Equal(RiskCode.Accepted, fixture.Check());
    }

    [Fact]
    public void Cancels_have_room_in_flight_when_orders_have_none()
    {
        var fixture = new RiskFixture();
        var order = RiskFixture.Working(Side.Buy, 10);
        for (var i = 0; i < 7; i++) fixture.Gate.OnIntentJournaled();
        Assert.Equal(RiskCode.InFlightLimit, fixture.Check());
        Assert.Equal(RiskCode.Accepted, fixture.Gate.CheckCancel(in order, EnginePhase.Running, Permission.Halted));

        fixture.Gate.OnIntentJournaled();
        Assert.Equal(RiskCode.InFlightLimit, fixture.Gate.CheckCancel(in order, EnginePhase.Running,
            Permission.Halted));
        for (var i = 0; i < 8; i++) fixture.Gate.OnIntentResolved();
        Assert.Throws<InvalidOperationException>(fixture.Gate.OnIntentResolved);
    }

    [Fact]
    public void A_gate_without_limits_allows_nothing()
    {
        var gate = NewGate(new StateRegistry());
        var fixture = new RiskFixture();
        Assert.Equal(RiskCode.UnknownInstrument, gate.Check(in fixture.Order, in fixture.Inputs, out _));
        Assert.Throws<InvalidOperationException>(() => gate.DefineInstrument(0, "X", 0));
        fixture.Inputs.StrategyId = 2;          // Never defined.
        Assert.Equal(RiskCode.OrderQuantityLimit, fixture.Check());
        fixture.Inputs.StrategyId = 0;          // The operator has the account's limits only.
        Assert.Equal(RiskCode.Accepted, fixture.Check());
    }

    [Fact]
    public void Open_sums_near_the_end_of_the_range_are_refused_before_they_overflow()
    {
        var fixture = new RiskFixture();
        fixture.Open(Side.Buy, RiskGate.OpenQuantityCeiling - 99);
        fixture.Inputs.Position = -RiskGate.OpenQuantityCeiling;
        Assert.Equal(RiskCode.Overflow, fixture.Check());
        fixture.Order.Quantity = 99;
        Assert.Equal(RiskCode.Accepted, fixture.Check());
    }

    [Fact]
    public void Open_sums_equal_a_recount_after_random_lives_of_orders() =>
        Check.One(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(
            Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => LiveRandomly(new Random(seed))));

    [Fact]
    public void Checks_and_denials_allocate_nothing()
    {
        var fixture = new RiskFixture();
        CheckOften(fixture, 10);
        var before = GC.GetAllocatedBytesForCurrentThread();
        CheckOften(fixture, 10_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void CheckOften(RiskFixture fixture, int rounds)
    {
        for (var i = 0; i < rounds; i++)
        {
            fixture.Order.Quantity = 900 + (i % 200);
            fixture.Inputs.NowNs += 100_000_000;
            fixture.Inputs.QuoteTimeNs = fixture.Inputs.NowNs;
            fixture.Check();
            var order = RiskFixture.Working(Side.Sell, 5);
            fixture.Gate.OnOrderChanged(default, in order);
            fixture.Gate.CheckReplace(in order, 100_00, 7, in fixture.Inputs, out _);
            var end = order;
            end.Status = OrderStatus.Filled;
            fixture.Gate.OnOrderChanged(in order, in end);
            fixture.Registry.FoldDigest();
        }
    }

    private static void LiveRandomly(Random random)
    {
        var registry = new StateRegistry();
        var orders = new OrderTable(registry, RiskFixture.Limits);
        var gate = new RiskGate(registry, RiskFixture.Limits, orders.View);
        for (var id = 0; id < 4; id++) gate.DefineValue(id, FixedPoint.MoneyOne, 2, 1 + (id % 2));
        for (var step = 0; step < 400; step++)
        {
            if (random.Next(4) == 0 && orders.TryReserve(out var id))
            {
                var side = random.Next(2) == 0 ? Side.Buy : Side.Sell;
                var order = new OrderPayload { OrderId = id, Quantity = random.Next(1, 500), Side = side };
                gate.OnOrderChanged(default, in orders.Add(in order, random.Next(4), random.Next(3), step));
                continue;
            }
            var message = OrderStateMachine.Messages[random.Next(OrderStateMachine.Messages.Length)];
            var input = OrderInput.Of(message, step) with { Quantity = random.Next(1, 300) };
            var target = random.NextInt64(Math.Max(1, orders.NextOrderId - 12), orders.NextOrderId + 1);
            if (orders.Apply(target, in input, out var before).IsApplied)
                gate.OnOrderChanged(in before, in orders.Find(target, out _));
        }
        Assert.True(gate.AgreesWith(orders.View));
        Assert.Equal(registry.FoldDigest(), registry.ComputeDigest());

        // The recount is worth something: it sees one order too many.
        gate.OnOrderChanged(default, new OrderState { Side = Side.Buy, Quantity = 1, Status = OrderStatus.Accepted });
        Assert.False(gate.AgreesWith(orders.View));
    }

    private static RiskGate NewGate(StateRegistry registry) =>
        new(registry, RiskFixture.Limits, new OrderTable(registry, RiskFixture.Limits).View);

    private static void Step(RiskFixture fixture, RiskCode expected, Action<RiskFixture> mend)
    {
        Assert.Equal(expected, fixture.Check());
        mend(fixture);
    }

    private static OrderState Ended()
    {
        var order = RiskFixture.Working(Side.Buy, 1_000);
        order.Status = OrderStatus.Canceled;
        return order;
    }
}
