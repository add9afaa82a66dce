using Engine.Core.Events;
using Xunit;

namespace Engine.Core.Tests.Risk;

/// <summary>
/// Goal: type, time in force and terms are accepted exactly where docs/ORDERS.md says, and each fault has its code.
/// Market of the fixture: last 100.00, 99.99 bid, 100.01 asked; collar 100 bps, tick 1.
/// </summary>
public sealed class TermsChecksTests
{
    public static TheoryData<OrderType, TimeInForce> Cells
    {
        get
        {
            var cells = new TheoryData<OrderType, TimeInForce>();
            foreach (var row in OrderTypeTable.Rows) cells.Add(row.Type, row.TimeInForce);
            return cells;
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_cell_is_allowed_or_denied_as_the_table_says(OrderType type, TimeInForce time)
    {
        var fixture = Fixture(type, time);
        Assert.Equal(OrderTypeTable.CodeOf(type, time), fixture.Check());
    }

    [Theory]
    [InlineData((OrderType)8, TimeInForce.Day, RiskCode.UnsupportedOrderType)]
    [InlineData(OrderType.None, TimeInForce.Day, RiskCode.UnsupportedOrderType)]
    [InlineData(OrderType.Limit, (TimeInForce)6, RiskCode.UnsupportedTimeInForce)]
    [InlineData(OrderType.Limit, TimeInForce.None, RiskCode.UnsupportedTimeInForce)]
    public void What_the_table_does_not_know_is_denied(OrderType type, TimeInForce time, RiskCode code) =>
        Assert.Equal(code, Fixture(type, time).Check());

    [Theory]
    [InlineData(OrderType.Stop, Side.Buy, 100_01, RiskCode.Accepted)]
    [InlineData(OrderType.Stop, Side.Buy, 100_00, RiskCode.StopOnWrongSide)] // reached by the last trade
    [InlineData(OrderType.Stop, Side.Sell, 99_99, RiskCode.Accepted)]
    [InlineData(OrderType.Stop, Side.Sell, 100_00, RiskCode.StopOnWrongSide)]
    [InlineData(OrderType.Stop, Side.Sell, 0, RiskCode.InvalidStopPrice)]
    [InlineData(OrderType.Stop, Side.Sell, -5, RiskCode.InvalidStopPrice)]
    [InlineData(OrderType.StopLimit, Side.Buy, 0, RiskCode.InvalidStopPrice)]
    [InlineData(OrderType.Limit, Side.Buy, 100_05, RiskCode.InvalidStopPrice)]
    [InlineData(OrderType.Market, Side.Buy, 100_05, RiskCode.InvalidStopPrice)]
    [InlineData(OrderType.TrailingStop, Side.Sell, 99_00, RiskCode.Accepted)]
    [InlineData(OrderType.TrailingStop, Side.Sell, 100_00, RiskCode.StopOnWrongSide)]
    public void A_stop_belongs_to_stop_orders_and_to_its_side(OrderType type, Side side, long stop, RiskCode code)
    {
        var fixture = Fixture(type, TimeInForce.Day);
        fixture.Order.Side = side;
        fixture.Inputs.Terms.StopPrice = stop;
        Assert.Equal(code, fixture.Check());
    }

    [Fact]
    public void A_stop_is_on_the_tick_and_seen_from_the_touch_where_nothing_traded()
    {
        var fixture = Fixture(OrderType.Stop, TimeInForce.Day);
        fixture.Inputs.TickSize = 5;
        fixture.Inputs.Terms.StopPrice = 100_07;
        Assert.Equal((RiskCode.OffTick, 5L, 100_07L), fixture.CheckWithFigures());

        fixture.Inputs.TickSize = 1;
        fixture.Inputs.Last = FixedPoint.Absent;
        fixture.Inputs.Terms.StopPrice = 100_01;
        Assert.Equal((RiskCode.StopOnWrongSide, 100_01L, 100_01L), fixture.CheckWithFigures());
        fixture.Inputs.Terms.StopPrice = 100_02;
        Assert.Equal(RiskCode.Accepted, fixture.Check());
    }

    [Theory]
    [InlineData(20, 0, RiskCode.Accepted)]
    [InlineData(0, 50, RiskCode.Accepted)]
    [InlineData(0, 5_000, RiskCode.Accepted)]
    [InlineData(0, 5_001, RiskCode.InvalidTrail)]
    [InlineData(0, 0, RiskCode.InvalidTrail)]
    [InlineData(20, 50, RiskCode.InvalidTrail)]
    [InlineData(-20, 0, RiskCode.InvalidTrail)]
    [InlineData(0, -1, RiskCode.InvalidTrail)]
    [InlineData(21, 0, RiskCode.OffTick)]
    public void A_trailing_stop_has_one_distance(long trail, int bps, RiskCode code)
    {
        var fixture = Fixture(OrderType.TrailingStop, TimeInForce.Day);
        fixture.Inputs.TickSize = 5;
        fixture.Inputs.Terms = new OrderTermsPayload { TrailPrice = trail, TrailBps = bps };
        Assert.Equal(code, fixture.Check());
    }

    [Fact]
    public void A_trail_belongs_to_trailing_stops()
    {
        var fixture = Fixture(OrderType.Stop, TimeInForce.Day);
        fixture.Inputs.Terms.TrailBps = 10;
        Assert.Equal((RiskCode.InvalidTrail, 0L, 1L), fixture.CheckWithFigures());
    }

    [Theory]
    [InlineData(TimeInForce.GoodTillDate, 1, RiskCode.Accepted)]
    [InlineData(TimeInForce.GoodTillDate, 0, RiskCode.InvalidExpireTime)]
    [InlineData(TimeInForce.GoodTillDate, -RiskFixture.NowNs, RiskCode.InvalidExpireTime)]
    [InlineData(TimeInForce.Day, 1, RiskCode.InvalidExpireTime)]
    [InlineData(TimeInForce.GoodTillCanceled, 1, RiskCode.InvalidExpireTime)]
    public void An_end_lies_ahead_and_belongs_to_good_till_date(TimeInForce time, long aheadNs, RiskCode code)
    {
        var fixture = Fixture(OrderType.Limit, time);
        fixture.Inputs.Terms.ExpireTimeNs = RiskFixture.NowNs + aheadNs;
        Assert.Equal(code, fixture.Check());
    }

    [Theory]
    [InlineData(FixedPoint.Absent, RiskCode.NoSessionClose)]
    [InlineData(long.MaxValue, RiskCode.NoSessionClose)]
    [InlineData(RiskFixture.NowNs + 1, RiskCode.Accepted)]
    public void An_order_on_the_close_needs_one(long closeNs, RiskCode code)
    {
        var fixture = Fixture(OrderType.MarketOnClose, TimeInForce.Day);
        fixture.Inputs.SessionCloseNs = closeNs;
        Assert.Equal(code, fixture.Check());
    }

    [Fact]
    public void A_group_is_one_that_is_known()
    {
        var fixture = Fixture(OrderType.Limit, TimeInForce.Day);
        fixture.Inputs.Terms.OcoGroup = 7;
        Assert.Equal((RiskCode.InvalidGroup, 0L, 7L), fixture.CheckWithFigures());
        fixture.Inputs.IsGroupKnown = true;
        Assert.Equal(RiskCode.Accepted, fixture.Check());
    }

    [Fact]
    public void The_notional_of_a_stop_is_measured_where_it_would_trade()
    {
        var fixture = Fixture(OrderType.Stop, TimeInForce.Day);
        fixture.Order.Quantity = 1_000;
        fixture.Inputs.Terms.StopPrice = 200_01;
        Assert.Equal((RiskCode.OrderNotionalLimit, 200_000_00000000, 200_010_00000000), fixture.CheckWithFigures());
        fixture.Inputs.Terms.StopPrice = 200_00;
        Assert.Equal(RiskCode.Accepted, fixture.Check()); // However far from the market: no collar on the stop itself.
    }

    [Fact]
    public void The_collar_of_a_stop_limit_is_measured_from_its_stop()
    {
        var fixture = Fixture(OrderType.StopLimit, TimeInForce.Day);
        fixture.Inputs.Terms.StopPrice = 150_00;
        fixture.Order.LimitPrice = 151_50;
        Assert.Equal(RiskCode.Accepted, fixture.Check());
        fixture.Order.LimitPrice = 151_51;
        Assert.Equal((RiskCode.PriceCollar, 100L, 101L), fixture.CheckWithFigures());
    }

    [Fact]
    public void A_stop_that_waits_counts_at_its_worst_case()
    {
        var fixture = Fixture(OrderType.Stop, TimeInForce.GoodTillCanceled);
        fixture.Order.Quantity = 1_000;
        Assert.Equal(RiskCode.Accepted, fixture.Check());
        var order = RiskFixture.Working(Side.Buy, 1_000);
        order.Type = OrderType.Stop;
        fixture.Gate.OnOrderChanged(default, in order);
        order.OrderId++;
        fixture.Gate.OnOrderChanged(default, in order);
        fixture.Order.Quantity = 1;
        Assert.Equal((RiskCode.PositionLimit, 2_000L, 2_001L), fixture.CheckWithFigures());
    }

    private static RiskFixture Fixture(OrderType type, TimeInForce time)
    {
        var fixture = new RiskFixture();
        fixture.Order.Type = type;
        fixture.Order.TimeInForce = time;
        fixture.Order.LimitPrice = OrderTypeTable.HasLimit(type) ? 100_10 : FixedPoint.Absent;
        fixture.Inputs.SessionCloseNs = RiskFixture.NowNs + 1_000;
        fixture.Inputs.Terms = new OrderTermsPayload
        {
            StopPrice = type is OrderType.Stop or OrderType.StopLimit ? 100_05 : 0,
            TrailPrice = type == OrderType.TrailingStop ? 20 : 0,
            ExpireTimeNs = time == TimeInForce.GoodTillDate ? RiskFixture.NowNs + 1 : 0,
        };
        return fixture;
    }
}
