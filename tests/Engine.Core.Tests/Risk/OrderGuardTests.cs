using Engine.Core.Events;
using Engine.Core.Orders;
using Xunit;

namespace Engine.Core.Tests.Risk;

/// <summary>
/// Goal: an account does not trade with itself, ask twice by mistake, go on asking for what is refused, or order more
/// in a minute or a day than it may.
/// </summary>
public sealed class OrderGuardTests
{
    private const long Ms = 1_000_000;
    private const long Second = 1_000 * Ms;

    [Theory]
    [InlineData(Side.Buy, 100_01, RiskCode.Accepted)]
    [InlineData(Side.Buy, 100_02, RiskCode.SelfCross)]
    [InlineData(Side.Buy, 100_03, RiskCode.SelfCross)]
    [InlineData(Side.Sell, 99_99, RiskCode.Accepted)]
    [InlineData(Side.Sell, 99_98, RiskCode.SelfCross)]
    [InlineData(Side.Sell, 99_97, RiskCode.SelfCross)]
    public void An_order_that_would_meet_one_of_our_own_is_denied(Side side, long price, RiskCode code)
    {
        var fixture = new RiskFixture("risk.selfCross=false");
        Work(fixture, side == Side.Buy ? Side.Sell : Side.Buy, side == Side.Buy ? 100_02 : 99_98);
        fixture.Order.Side = side;
        fixture.Order.LimitPrice = price;
        Assert.Equal(code, fixture.Check());
    }

    [Fact]
    public void Only_what_still_works_is_met_and_the_nearest_of_it_is_named()
    {
        var fixture = new RiskFixture("risk.selfCross=false");
        var near = Work(fixture, Side.Sell, 100_01);
        var far = Work(fixture, Side.Sell, 100_05);
        fixture.Order.LimitPrice = 100_05;
        Assert.Equal((RiskCode.SelfCross, 100_01L, 100_05L), fixture.CheckWithFigures());

        // A cancel on its way may come too late.
        Apply(fixture, near, OrderMessage.CancelRequested);
        Assert.Equal((RiskCode.SelfCross, 100_01L, 100_05L), fixture.CheckWithFigures());
        Apply(fixture, near, OrderMessage.Canceled);
        Assert.Equal((RiskCode.SelfCross, 100_05L, 100_05L), fixture.CheckWithFigures());
        fixture.Order.LimitPrice = 100_04;
        Assert.Equal(RiskCode.Accepted, fixture.Check());
        Apply(fixture, far, OrderMessage.BecomeUnknown);
        fixture.Order.LimitPrice = 100_05;
        Assert.Equal(RiskCode.SelfCross, fixture.Check());
        Apply(fixture, far, OrderMessage.Canceled);
        Assert.Equal(RiskCode.Accepted, fixture.Check());
    }

    [Fact]
    public void Market_orders_meet_what_stands_at_the_touch_and_a_pending_replacement_counts_where_it_is_nearer()
    {
        var fixture = new RiskFixture("risk.selfCross=false");
        var sell = Work(fixture, Side.Sell, 100_20);
        fixture.Order.Type = OrderType.Market;
        fixture.Order.LimitPrice = FixedPoint.Absent;
        Assert.Equal(RiskCode.Accepted, fixture.Check());

        ref readonly var order = ref fixture.Orders.Find(sell, out _);
        var input = OrderInput.ReplaceRequested(100_01, 100, RiskFixture.NowNs);
        Assert.True(fixture.Orders.Apply(sell, in input, out var before).IsApplied);
        fixture.Gate.OnOrderChanged(in before, in order);
        Assert.Equal((RiskCode.SelfCross, 100_01L, 100_01L), fixture.CheckWithFigures());

        // Protective legs and exits must not wait for a quote of our own.
        fixture.Inputs.Position = -100;
        fixture.Order.Class = OrderClass.Protective;
        Assert.Equal(RiskCode.Accepted, fixture.Check());
        fixture.Order.Class = OrderClass.EmergencyExit;
        Assert.Equal(RiskCode.Accepted, fixture.Check());
        fixture.Order.Class = OrderClass.Reducing;
        Assert.Equal(RiskCode.SelfCross, fixture.Check());
    }

    [Theory]
    [InlineData(0, RiskCode.RepeatedIntent)]
    [InlineData((100 * Ms) - 1, RiskCode.RepeatedIntent)]
    [InlineData(100 * Ms, RiskCode.Accepted)]
    public void An_equal_intent_within_the_window_is_denied(long laterNs, RiskCode code)
    {
        var fixture = new RiskFixture("risk.repeatWindowMs=100");
        Assert.Equal(RiskCode.Accepted, fixture.Check());
        fixture.Inputs.NowNs += laterNs;
        Assert.Equal(code, fixture.Check());
    }

    [Fact]
    public void Equal_means_strategy_instrument_side_type_price_and_quantity()
    {
        var fixture = new RiskFixture("risk.repeatWindowMs=100\nrisk.maxOpenPositions=100");
        fixture.Gate.DefineStrategy(2, "other");
        fixture.Gate.DefineInstrument(2, "MSFT", sizeExponent: 0);
        Assert.Equal(RiskCode.Accepted, fixture.Check());
        foreach (var change in new Action<RiskFixture>[]
                 {
                     f => f.Order.Quantity++, f => f.Order.LimitPrice++, f => f.Order.Side = Side.Sell,
                     f => f.Inputs.StrategyId = 2, f => f.Inputs.InstrumentId = 2,
                     f =>
                     {
                         f.Order.Type = OrderType.Market;
                         f.Order.LimitPrice = FixedPoint.Absent;
                     },
                 })
        {
            change(fixture);
            Assert.Equal(RiskCode.Accepted, fixture.Check());
            Assert.Equal(RiskCode.RepeatedIntent, fixture.Check());
        }
        fixture.Order.TimeInForce = TimeInForce.ImmediateOrCancel;
        Assert.Equal(RiskCode.RepeatedIntent, fixture.Check());
    }

    [Fact]
    public void Equal_intents_are_found_among_thousands_and_a_denied_one_is_none()
    {
        var fixture = new RiskFixture(
            "risk.repeatWindowMs=1000\nrisk.orderBurst=1000000\nrisk.messageBurst=1000000\nrisk.maxPosition=1000000");
        for (var i = 0; i < 4_096; i++)
        {
            fixture.Order.LimitPrice = 99_50 + (i % 100);
            fixture.Order.Quantity = 1 + (i / 100);
            Assert.Equal(RiskCode.Accepted, fixture.Check());
        }
        for (var i = 0; i < 4_096; i++)
        {
            fixture.Order.LimitPrice = 99_50 + (i % 100);
            fixture.Order.Quantity = 1 + (i / 100);
            Assert.Equal(RiskCode.RepeatedIntent, fixture.Check());
        }
        fixture.Order.Quantity = 1_001;
        Assert.Equal(RiskCode.OrderQuantityLimit, fixture.Check());
        Assert.Equal(RiskCode.OrderQuantityLimit, fixture.Check());
    }

    [Fact]
    public void Three_identical_rejects_become_one_probe_a_minute_over_a_restart()
    {
        var fixture = new RiskFixture("risk.maxIdenticalRejects=3");
        fixture.Inputs.Position = 1_950;
        for (var i = 0; i < 3; i++) Assert.Equal(RiskCode.PositionLimit, fixture.Check());
        Assert.Equal((RiskCode.RepeatedReject, 3L, 3L), fixture.CheckWithFigures());
        fixture.Inputs.Position = 0;
        Assert.Equal(RiskCode.RepeatedReject, fixture.Check());
        fixture.Order.Quantity++;
        Assert.Equal(RiskCode.Accepted, fixture.Check()); // Another intent.
        fixture.Order.Quantity--;

        var again = new RiskFixture("risk.maxIdenticalRejects=3") { Inputs = fixture.Inputs, Order = fixture.Order };
        again.Registry.CopyFrom(fixture.Registry);
        Advance(again, (60 * Second) - 1);
        Assert.Equal(RiskCode.RepeatedReject, again.Check());
        Advance(again, 1);
        again.Inputs.Position = 1_950;
        Assert.Equal(RiskCode.PositionLimit, again.Check()); // The probe.
        again.Inputs.Position = 0;
        Assert.Equal(RiskCode.RepeatedReject, again.Check());
        Advance(again, 60 * Second);
        Assert.Equal(RiskCode.Accepted, again.Check());
        Assert.Equal(RiskCode.Accepted, again.Check());
    }

    [Fact]
    public void A_venues_rejects_count_until_it_takes_one()
    {
        var fixture = new RiskFixture("risk.maxIdenticalRejects=3");
        var rejected = RiskFixture.Working(Side.Buy, 100);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(RiskCode.Accepted, fixture.Check());
            fixture.Gate.OnVenueRejected(in rejected, VenueReason.NoMarket, fixture.Inputs.NowNs);
        }
        Assert.Equal(RiskCode.RepeatedReject, fixture.Check());
        Advance(fixture, 60 * Second);
        Assert.Equal(RiskCode.Accepted, fixture.Check());       // The probe; the venue has not answered yet.
        Assert.Equal(RiskCode.RepeatedReject, fixture.Check());
        fixture.Gate.OnVenueTook(in rejected);
        Assert.Equal(RiskCode.Accepted, fixture.Check());
    }

    [Fact]
    public void Rejects_for_different_reasons_or_far_apart_do_not_add_up()
    {
        var fixture = new RiskFixture("risk.maxIdenticalRejects=3");
        var order = RiskFixture.Working(Side.Buy, 100);
        fixture.Gate.OnVenueRejected(in order, VenueReason.NoMarket, fixture.Inputs.NowNs);
        fixture.Gate.OnVenueRejected(in order, VenueReason.NoMarket, fixture.Inputs.NowNs);
        fixture.Gate.OnVenueRejected(in order, VenueReason.RandomReject, fixture.Inputs.NowNs);
        Assert.Equal(RiskCode.Accepted, fixture.Check());
        fixture.Gate.OnVenueRejected(in order, VenueReason.RandomReject, fixture.Inputs.NowNs);
        fixture.Gate.OnVenueRejected(in order, VenueReason.RandomReject, fixture.Inputs.NowNs + (60 * Second) + 1);
        Assert.Equal(RiskCode.Accepted, fixture.Check());

        // A closed market is no reason to hold anything back once it is open.
        fixture.Inputs.IsMarketOpen = false;
        for (var i = 0; i < 5; i++) Assert.Equal(RiskCode.MarketClosed, fixture.Check());
        fixture.Inputs.IsMarketOpen = true;
        Assert.Equal(RiskCode.Accepted, fixture.Check());
    }

    [Fact]
    public void An_emergency_exit_knows_neither_caps_nor_repetition_nor_rejects()
    {
        var fixture = new RiskFixture(
            "risk.repeatWindowMs=1000\nrisk.maxOrdersPerMinute=0\nrisk.maxOrdersPerDay=0\nrisk.maxNotionalPerDay=0\n"
            + "risk.maxIdenticalRejects=1\nrisk.selfCross=false\nrisk.restricted=AAPL");
        fixture.Order.Side = Side.Sell;
        fixture.Order.Class = OrderClass.EmergencyExit;
        fixture.Inputs.Position = 100;
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(RiskCode.Accepted, fixture.Check());
            var order = RiskFixture.Working(Side.Sell, 100) with { Class = OrderClass.EmergencyExit };
            fixture.Gate.OnVenueRejected(in order, VenueReason.NoMarket, fixture.Inputs.NowNs);
        }
        fixture.Order.Quantity = 101;
        Assert.Equal(RiskCode.PermissionReducing, fixture.Check());
    }

    [Theory]
    [InlineData("risk.maxOrdersPerMinute=3", RiskCode.OrdersPerMinuteLimit, 3, 4)]
    [InlineData("risk.maxNotionalPerMinute=30000", RiskCode.NotionalPerMinuteLimit,
        30_000 * FixedPoint.MoneyOne, 40_000 * FixedPoint.MoneyOne)]
    public void Caps_of_a_minute_slide(string limit, RiskCode code, long allowed, long measured)
    {
        var fixture = new RiskFixture(limit);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(RiskCode.Accepted, fixture.Check());
            Advance(fixture, Second);
        }
        Assert.Equal((code, allowed, measured), fixture.CheckWithFigures());
        Advance(fixture, (58 * Second) - 1);
        Assert.Equal(code, fixture.Check());            // Sixty seconds after the first, less a nanosecond more.
        Advance(fixture, 1);
        Assert.Equal(RiskCode.Accepted, fixture.Check());
        Assert.Equal(code, fixture.Check());
        Advance(fixture, 1_000 * Second);
        for (var i = 0; i < 3; i++) Assert.Equal(RiskCode.Accepted, fixture.Check());
        Assert.Equal(code, fixture.Check());
    }

    [Theory]
    [InlineData("risk.maxOrdersPerDay=2", RiskCode.OrdersPerDayLimit)]
    [InlineData("risk.maxNotionalPerDay=20000", RiskCode.NotionalPerDayLimit)]
    public void Caps_of_a_day_begin_anew_with_the_account_day(string limit, RiskCode code)
    {
        var fixture = new RiskFixture(limit);
        Assert.Equal(RiskCode.Accepted, fixture.Check());
        fixture.Order.Side = Side.Sell;
        Assert.Equal(RiskCode.Accepted, fixture.Check());
        Advance(fixture, 3_600 * Second);
        Assert.Equal(code, fixture.Check());
        fixture.Inputs.AccountDay++;
        Assert.Equal(RiskCode.Accepted, fixture.Check());
    }

    [Fact]
    public void A_replacement_counts_as_an_order_and_with_what_it_adds()
    {
        var fixture = new RiskFixture("risk.maxNotionalPerDay=15000");
        var order = RiskFixture.Working(Side.Buy, 100);
        fixture.Gate.OnOrderChanged(default, in order);
        Assert.Equal(RiskCode.Accepted, Replace(fixture, in order, 100));
        Assert.Equal(RiskCode.Accepted, Replace(fixture, in order, 250));
        Assert.Equal(RiskCode.NotionalPerDayLimit, Replace(fixture, in order, 101));
        Assert.Equal(RiskCode.Accepted, Replace(fixture, in order, 50));

        fixture = new RiskFixture("risk.maxOrdersPerMinute=1");
        fixture.Gate.OnOrderChanged(default, in order);
        Assert.Equal(RiskCode.Accepted, Replace(fixture, in order, 50));
        Assert.Equal(RiskCode.OrdersPerMinuteLimit, Replace(fixture, in order, 60));
    }

    private static RiskCode Replace(RiskFixture fixture, in OrderState order, long quantity) =>
        fixture.Gate.CheckReplace(in order, 100_00, quantity, in fixture.Inputs, out _);

    private static void Advance(RiskFixture fixture, long ns)
    {
        fixture.Inputs.NowNs += ns;
        fixture.Inputs.QuoteTimeNs = fixture.Inputs.NowNs;
    }

    private static long Work(RiskFixture fixture, Side side, long price)
    {
        Assert.True(fixture.Orders.TryReserve(out var id));
        var order = fixture.Order with { OrderId = id, Side = side, LimitPrice = price };
        fixture.Gate.OnOrderChanged(
            default, in fixture.Orders.Add(in order, RiskFixture.Apple, RiskFixture.Strategy, RiskFixture.NowNs));
        return id;
    }

    private static void Apply(RiskFixture fixture, long id, OrderMessage message)
    {
        var input = OrderInput.Of(message, RiskFixture.NowNs);
        Assert.True(fixture.Orders.Apply(id, in input, out var before).IsApplied);
        fixture.Gate.OnOrderChanged(in before, in fixture.Orders.Find(id, out _));
    }
}
