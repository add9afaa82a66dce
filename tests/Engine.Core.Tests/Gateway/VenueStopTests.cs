using Engine.Core.Events;
using Xunit;
using static Engine.Core.Tests.Gateway.VenueRecords;

namespace Engine.Core.Tests.Gateway;

/// <summary>Goal: what makes a stop work, where a trailing one stands, and what the close, a session and a group do.
/// </summary>
public sealed class VenueStopTests
{
    [Fact]
    public void Quotes_trigger_a_stop_until_the_first_print_and_never_after_it()
    {
        var byQuote = new VenueBench().Feed(Instrument()).Feed(SellStop(1, 10_000)).Feed(
            Quote(200 * Ms, 10_001, 10_010), Quote(300 * Ms, 9_900, 9_910)).Drain(300 * Ms);
        Assert.Equal("100@9895/300", byQuote.FillText); // the bid of the quote that reached it, less 5 bps

        var byPrint = new VenueBench().Feed(Instrument()).Feed(SellStop(1, 10_000)).Feed(
            Trade(150 * Ms, 10_100, 10), Quote(200 * Ms, 9_000, 9_010), Quote(250 * Ms, 10_080, 10_090),
            Trade(300 * Ms, 9_999, 10), Quote(310 * Ms, 10_050, 10_060)).Drain(400 * Ms);
        Assert.Equal("100@10044/310", byPrint.FillText);
    }

    [Fact]
    public void The_print_that_reaches_a_stop_fills_nothing_of_it()
    {
        var bench = new VenueBench().Feed(Instrument()).Feed(SellStop(1, 10_000)).Feed(
            Trade(200 * Ms, 9_990, 1_000_000), Trade(300 * Ms, 9_980, 1_000_000)).Drain(300 * Ms);
        Assert.Equal("100@9975/300", bench.FillText);
    }

    [Fact]
    public void A_print_without_size_triggers()
    {
        var bench = new VenueBench().Feed(Instrument()).Feed(SellStop(1, 10_000)).Feed(
            Trade(200 * Ms, 9_990, Absent), Quote(300 * Ms, 9_980, 9_990)).Drain(300 * Ms);
        Assert.Equal("100@9975/300", bench.FillText);
    }

    [Fact]
    public void A_trailing_stop_in_basis_points_stands_on_the_tick_away_from_the_market()
    {
        var bench = new VenueBench().Feed(Instrument(tick: 5)).Feed(
            Termed(0, 1, Side.Sell, 100, OrderType.TrailingStop, new OrderTermsPayload { TrailBps = 33 })).Feed(
            Trade(100 * Ms, 10_000, 10)); // 33 are off: 9967, down to 9965
        Assert.Equal(9_965, bench.Model.Tables.Orders[1].StopPrice);
        bench.Feed(Trade(110 * Ms, 9_970, 10));
        Assert.Equal(9_965, bench.Model.Tables.Orders[1].StopPrice);
        bench.Feed(Trade(120 * Ms, 10_100, 10)); // 33.33, rounded up: 10066, down to 10065
        Assert.Equal(10_065, bench.Model.Tables.Orders[1].StopPrice);
        bench.Feed(Trade(130 * Ms, 10_065, 10), Quote(140 * Ms, 10_000, 10_005)).Drain(200 * Ms);
        Assert.Equal("100@9995/140", bench.FillText);
    }

    [Fact]
    public void A_stop_goes_to_the_end_of_the_queue_when_it_is_reached()
    {
        var bench = new VenueBench().Feed(Instrument()).Feed(SellStop(1, 10_000)).Feed(
            Limit(10 * Ms, 2, Side.Sell, 100, 9_980), Trade(150 * Ms, 9_970, 1),
            Quote(160 * Ms, 9_990, 10_000, bidSize: 100)).Drain(200 * Ms);
        Assert.Equal(2, Assert.Single(bench.Fills).Execution.OrderId);
    }

    [Fact]
    public void A_replacement_moves_the_stop_and_is_refused_for_what_has_none()
    {
        var bench = new VenueBench().Feed(Instrument()).Feed(SellStop(1, 10_000)).Feed(ReplaceStop(0, 1, 50, 9_900))
            .Feed(Trade(200 * Ms, 9_950, 10), Quote(210 * Ms, 9_940, 9_950)).Drain(300 * Ms);
        Assert.Equal("OrderAccepted OrderReplaced", bench.Kinds);
        bench.Feed(Trade(310 * Ms, 9_900, 10), Quote(320 * Ms, 9_890, 9_900)).Feed(ReplaceStop(330 * Ms, 1, 50, 9_800))
            .Drain(500 * Ms);
        Assert.Equal("50@9885/320", bench.FillText);
        Assert.Equal(VenueReason.TooLate, bench.Said[^1].OrderReport.Reason);

        var market = new VenueBench().Feed(Instrument(), Market(0, 1, Side.Buy, 10)).Feed(ReplaceStop(0, 1, 5, 9_900))
            .Drain(200 * Ms);
        Assert.Equal(VenueReason.InvalidPrice, market.Said[^1].OrderReport.Reason);
    }

    [Theory]
    [InlineData(0, 0, 0, VenueReason.InvalidTerms)]       // no trail
    [InlineData(0, 20, 30, VenueReason.InvalidTerms)]     // two
    [InlineData(0, 23, 0, VenueReason.InvalidPrice)]      // off the tick
    [InlineData(9_998, 20, 0, VenueReason.InvalidPrice)]
    [InlineData(9_995, 20, 0, VenueReason.None)]
    public void Terms_that_cannot_be_meant_are_refused(long stop, long trail, int bps, VenueReason reason)
    {
        var terms = new OrderTermsPayload { StopPrice = stop, TrailPrice = trail, TrailBps = bps, OcoGroup = 0 };
        var order = Order(0, 1, Side.Sell, 100, OrderType.TrailingStop, Absent, TimeInForce.Day, 0);
        var bench = new VenueBench().Feed(Instrument(tick: 5)).Feed(WithTerms(order, terms)).Drain(200 * Ms);
        Assert.Equal(reason, bench.Said[0].OrderReport.Reason);
    }

    [Fact]
    public void Half_an_order_is_none()
    {
        var bench = new VenueBench().Feed(Instrument(), SellStop(1, 10_000)[0], Market(1 * Ms, 2, Side.Buy, 1)).Feed(
            SellStop(1, 10_000)[1]).Drain(500 * Ms);
        Assert.Equal(2, Assert.Single(bench.Said).OrderReport.OrderId);
    }

    [Fact]
    public void A_fill_or_kill_order_takes_all_of_one_quote_or_nothing_of_any()
    {
        var options = VenueBench.Small with { PartialFillPpm = 1_000_000 };
        var bench = new VenueBench(options).Feed(
            Instrument(), Limit(0, 1, Side.Buy, 300, 10_000, TimeInForce.FillOrKill),
            Quote(200 * Ms, 9_980, 9_990, askSize: 300)).Drain(200 * Ms);
        Assert.Equal("300@9990/200", bench.FillText);

        bench = new VenueBench(options).Feed(
            Instrument(), Limit(0, 1, Side.Buy, 300, 10_000, TimeInForce.FillOrKill),
            Quote(200 * Ms, 9_980, 9_990, askSize: 299), Quote(210 * Ms, 9_980, 9_990, askSize: 900)).Drain(300 * Ms);
        Assert.Equal(("", "OrderAccepted OrderCanceled"), (bench.FillText, bench.Kinds));
        Assert.Equal((VenueReason.NotFillable, 0L), (bench.Said[1].OrderReport.Reason,
            bench.Said[1].OrderReport.CumulativeQuantity));
    }

    [Fact]
    public void A_fill_or_kill_order_where_only_prints_exist_needs_room_under_the_cap()
    {
        var bench = new VenueBench().Feed(
            Instrument(), Market(0, 1, Side.Buy, 25, TimeInForce.FillOrKill), Trade(200 * Ms, 10_000, 1_000),
            Market(300 * Ms, 2, Side.Buy, 26, TimeInForce.FillOrKill), Trade(500 * Ms, 10_000, 1_000)).Drain(600 * Ms);
        Assert.Equal("25@10005/200", bench.FillText); // 2.5 % of 1,000
        Assert.Equal(VenueReason.NotFillable, bench.Said[^1].OrderReport.Reason);
    }

    [Theory]
    [InlineData(true, 10_001, "100@10001/1000")]
    [InlineData(false, 10_000, "")]                 // 10,000.5 is over the limit
    [InlineData(false, 10_001, "100@10001/1000")]
    public void Without_prints_the_close_is_the_last_mid(bool isMarket, long limit, string fill)
    {
        var bench = new VenueBench().Feed(Instrument(calendarId: 1), Session(1, 1, 1_000 * Ms)).Feed(
            Order(0, 1, Side.Buy, 100, isMarket ? OrderType.MarketOnClose : OrderType.LimitOnClose,
                isMarket ? Absent : limit, TimeInForce.Day, 0),
            Quote(200 * Ms, 9_000, 9_001), Quote(900 * Ms, 10_000, 10_002), Quote(990 * Ms, 9_999, Absent))
            .Drain(1_000 * Ms);
        Assert.Equal(fill, bench.FillText);
        Assert.Equal(fill.Length > 0 ? "OrderAccepted Execution" : "OrderAccepted OrderExpired", bench.Kinds);
    }

    [Fact]
    public void The_close_is_that_of_the_calendar_early_ones_included()
    {
        var bench = new VenueBench().Feed(
            Instrument(calendarId: 1), Session(1, 1, 1_000 * Ms), Session(1, 2, 1_600 * Ms, openNs: 1_200 * Ms),
            Session(1, 3, 3_000 * Ms, openNs: 2_200 * Ms));
        bench.Feed(
            Order(1_300 * Ms, 1, Side.Sell, 100, OrderType.MarketOnClose, Absent, TimeInForce.Day, 0),
            Limit(1_300 * Ms, 2, Side.Sell, 100, 20_000), Trade(1_550 * Ms, 10_000, 10)).Drain(2_000 * Ms);
        Assert.Equal("100@10000/1600", bench.FillText);
        Assert.Equal((2L, 1_600 * Ms), (bench.Said[^1].OrderReport.OrderId, bench.Said[^1].TimestampNs));
    }

    [Fact]
    public void A_calendar_that_never_closes_has_no_orders_on_the_close()
    {
        var bench = new VenueBench().Feed(
            Instrument(), Order(0, 1, Side.Sell, 100, OrderType.MarketOnClose, Absent, TimeInForce.Day, 0))
            .Drain(200 * Ms);
        Assert.Equal(VenueReason.InvalidTerms, bench.Said[0].OrderReport.Reason);
    }

    [Fact]
    public void What_outlives_a_session_neither_triggers_nor_trades_outside_one()
    {
        var bench = new VenueBench().Feed(
            Instrument(calendarId: 1), Session(1, 1, 1_000 * Ms), Session(1, 2, 3_000 * Ms, openNs: 2_000 * Ms)).Feed(
            Termed(0, 1, Side.Sell, 100, OrderType.Stop, new OrderTermsPayload { StopPrice = 10_000 },
                TimeInForce.GoodTillCanceled)).Feed(
            Limit(0, 2, Side.Buy, 100, 10_000, TimeInForce.GoodTillCanceled),
            Quote(500 * Ms, 10_100, 10_110), Trade(1_500 * Ms, 9_000, 1_000), Quote(1_600 * Ms, 9_000, 9_010));
        Assert.Equal("", bench.FillText);
        bench.Feed(Quote(2_100 * Ms, 10_050, 10_060), Trade(2_200 * Ms, 9_999, 10), Quote(2_300 * Ms, 9_990, 9_995))
            .Drain(2_400 * Ms);
        Assert.Equal("100@10000/2300 100@9985/2300", bench.FillText);
    }

    [Fact]
    public void The_first_execution_of_a_group_cancels_the_others_even_on_one_quote()
    {
        var bench = new VenueBench().Feed(Instrument(), Limit(0, 1, Side.Sell, 100, 10_000)).Feed(
            Grouped(0, 2, 9_990, 1)).Feed(Grouped(0, 3, 9_980, 1)).Feed(
            Quote(200 * Ms, 10_000, 10_010, bidSize: 150)).Drain(300 * Ms);
        Assert.Equal("100@10000/200", bench.FillText);
        var canceled = bench.Said.Where(r => r.Kind == EventKind.OrderCanceled).ToArray();
        Assert.Equal([2L, 3L], canceled.Select(r => r.OrderReport.OrderId));
        Assert.All(canceled, r => Assert.Equal(VenueReason.GroupExecuted, r.OrderReport.Reason));
        Assert.Equal(0, bench.Model.OpenOrders);
    }

    [Fact]
    public void A_group_of_a_target_and_a_stop_never_does_both()
    {
        var bench = new VenueBench().Feed(Instrument(), Limit(0, 1, Side.Sell, 100, 10_100)).Feed(
            Termed(0, 2, Side.Sell, 100, OrderType.Stop, new OrderTermsPayload { StopPrice = 9_900, OcoGroup = 1 }))
            .Feed(Trade(200 * Ms, 9_890, 1), Quote(210 * Ms, 9_880, 9_890), Quote(220 * Ms, 10_200, 10_210))
            .Drain(300 * Ms);
        Assert.Equal("100@9875/210", bench.FillText);
        Assert.Equal(1, bench.Said.Single(r => r.Kind == EventKind.OrderCanceled).OrderReport.OrderId);
    }

    [Fact]
    public void Who_comes_to_a_group_that_was_executed_is_refused()
    {
        var bench = new VenueBench().Feed(
            Instrument(), Limit(0, 1, Side.Sell, 100, 10_000), Quote(200 * Ms, 10_000, 10_010, bidSize: 10)).Feed(
            Grouped(210 * Ms, 2, 9_990, 1)).Feed(Grouped(210 * Ms, 3, 9_990, 77)).Drain(400 * Ms);
        Assert.Equal("OrderAccepted Execution OrderRejected OrderRejected", bench.Kinds);
        Assert.Equal(VenueReason.GroupExecuted, bench.Said[2].OrderReport.Reason);
        Assert.Equal(VenueReason.InvalidTerms, bench.Said[3].OrderReport.Reason); // nobody's group
    }

    private static EngineEvent[] SellStop(long orderId, long stop) =>
        Termed(0, orderId, Side.Sell, 100, OrderType.Stop, new OrderTermsPayload { StopPrice = stop });

    private static EngineEvent[] Grouped(long timeNs, long orderId, long limit, long group) => Termed(
        timeNs, orderId, Side.Sell, 100, OrderType.Limit, new OrderTermsPayload { OcoGroup = group },
        TimeInForce.Day, limit);
}
