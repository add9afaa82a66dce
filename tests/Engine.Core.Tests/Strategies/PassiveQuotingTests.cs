using Engine.Core.Events;
using Engine.Core.Orders;
using Xunit;

namespace Engine.Core.Tests.Strategies;

public sealed class PassiveQuotingTests
{
    private static StrategyBench Bench(params string[] settings) =>
        new(["type=passive-quoting", "quantity=100", "positionMax=200", "changeInterval=1s", .. settings]);

    private static OrderState Working(StrategyBench bench, Side side)
    {
        foreach (ref readonly var order in bench.Orders.Working)
            if (order.Side == side) return order;
        return default;
    }

    private static void Pass(StrategyBench bench) => bench.NowNs += StrategyBench.Second;

    [Fact]
    public void It_joins_both_sides_of_the_market()
    {
        var bench = Bench();
        var id = bench.Define("AAA");
        bench.Quote(id, 10_000, 10_002);
        Assert.Equal(10_000, Working(bench, Side.Buy).LimitPrice);
        Assert.Equal(10_002, Working(bench, Side.Sell).LimitPrice);
        Assert.Equal(2, bench.Orders.OpenCount);
    }

    [Fact]
    public void It_follows_the_market_by_replacing_at_most_once_per_interval()
    {
        var bench = Bench();
        var id = bench.Define("AAA");
        bench.Quote(id, 10_000, 10_002);
        bench.Quote(id, 10_001, 10_003);
        Assert.Empty(bench.OfKind(EventKind.ReplaceRequested));

        Pass(bench);
        bench.Quote(id, 10_001, 10_003);
        bench.Quote(id, 10_001, 10_003);
        Assert.Equal(2, bench.OfKind(EventKind.ReplaceRequested).Count());
        Pass(bench);
        bench.Quote(id, 10_004, 10_006);
        Assert.Equal(2, bench.OfKind(EventKind.ReplaceRequested).Count());

        bench.ConfirmReplace(Working(bench, Side.Buy).OrderId);
        bench.Quote(id, 10_004, 10_006);
        Assert.Equal(3, bench.OfKind(EventKind.ReplaceRequested).Count());
        Assert.Equal(10_004, bench.Emissions[^1].Order.LimitPrice);
    }

    [Fact]
    public void It_backs_away_on_the_side_of_its_inventory()
    {
        var bench = Bench("skewTicks=3");
        var id = bench.Define("AAA");
        bench.Quote(id, 10_000, 10_002);
        bench.Fill(Working(bench, Side.Buy).OrderId, 10_000);
        Pass(bench);
        bench.Quote(id, 10_000, 10_002);
        Assert.Equal(9_997, Working(bench, Side.Buy).LimitPrice);
        Assert.Equal(10_002, Working(bench, Side.Sell).LimitPrice);
    }

    [Fact]
    public void It_stops_quoting_the_side_that_would_pass_its_position()
    {
        var bench = Bench();
        var id = bench.Define("AAA");
        for (var i = 0; i < 2; i++)
        {
            bench.Quote(id, 10_000, 10_002);
            bench.Fill(Working(bench, Side.Buy).OrderId, 10_000);
            Pass(bench);
        }
        Assert.Equal(200, bench.Position(id));
        bench.Quote(id, 10_000, 10_002);
        Assert.Equal(0, Working(bench, Side.Buy).OrderId);
        Assert.NotEqual(0, Working(bench, Side.Sell).OrderId);
    }

    [Fact]
    public void What_may_not_be_sold_short_is_offered_only_when_held()
    {
        var bench = Bench();
        var id = bench.Define("AAA", isShortable: false);
        bench.Quote(id, 10_000, 10_002);
        Assert.Equal(0, Working(bench, Side.Sell).OrderId);
        bench.Fill(Working(bench, Side.Buy).OrderId, 10_000, quantity: 30);
        Pass(bench);
        bench.Quote(id, 10_000, 10_002);
        Assert.Equal(30, Working(bench, Side.Sell).Quantity);
    }

    [Fact]
    public void A_denied_order_is_tried_again_after_the_interval_and_not_before()
    {
        var bench = Bench();
        var id = bench.Define("AAA");
        bench.IsDenying = true;
        for (var i = 0; i < 5; i++) bench.Quote(id, 10_000, 10_002);
        Assert.Equal(2, bench.OfKind(EventKind.OrderRequested).Count());
        bench.IsDenying = false;
        Pass(bench);
        bench.Quote(id, 10_000, 10_002);
        Assert.Equal(2, bench.Orders.OpenCount);
    }

    [Fact]
    public void One_sided_locked_and_crossed_markets_are_left_alone()
    {
        var bench = Bench();
        var id = bench.Define("AAA");
        bench.Quote(id, FixedPoint.Absent, 10_000);
        bench.Quote(id, 10_000, FixedPoint.Absent);
        bench.Quote(id, 10_000, 10_000);
        bench.Quote(id, 10_001, 10_000);
        Assert.Empty(bench.Emissions);
    }

    [Fact]
    public void A_stop_cancels_what_it_quotes()
    {
        var bench = Bench();
        var id = bench.Define("AAA");
        bench.Quote(id, 10_000, 10_002);
        bench.Stop();
        Assert.Equal(2, bench.OfKind(EventKind.CancelRequested).Count());
        bench.Stop();
        Assert.Equal(2, bench.OfKind(EventKind.CancelRequested).Count());
    }
}
