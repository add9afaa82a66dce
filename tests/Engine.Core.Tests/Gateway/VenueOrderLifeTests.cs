using Engine.Core.Events;
using Xunit;
using static Engine.Core.Tests.Gateway.VenueRecords;

namespace Engine.Core.Tests.Gateway;

/// <summary>Goal: what happens to intents at the venue, apart from fills.</summary>
public sealed class VenueOrderLifeTests
{
    [Fact]
    public void A_second_intent_with_the_same_order_id_is_answered_and_recorded()
    {
        var bench = new VenueBench().Feed(
            Instrument(), Limit(0, 7, Side.Buy, 10, 100), Limit(1 * Ms, 7, Side.Buy, 10, 100)).Drain(500 * Ms);
        Assert.Equal("OrderAccepted OrderRejected", bench.Kinds);
        Assert.Equal(VenueReason.DuplicateOrder, bench.Said[1].OrderReport.Reason);
        Assert.Equal((1L, 1), (bench.Model.RepeatedOrders, bench.Model.OpenOrders));
    }

    [Fact]
    public void A_duplicate_of_a_forgotten_order_is_still_refused()
    {
        var bench = new VenueBench().Feed(Instrument(), Limit(0, 5, Side.Buy, 10, 100), Cancel(1, 5));
        bench.Feed(Limit(2, 5 + 256, Side.Buy, 10, 100), Limit(3, 5, Side.Buy, 10, 100)).Drain(500 * Ms);
        Assert.Equal("OrderAccepted OrderCanceled OrderAccepted OrderRejected", bench.Kinds);
        Assert.Equal(VenueReason.DuplicateOrder, bench.Said[3].OrderReport.Reason);
    }

    [Fact]
    public void Orders_that_cannot_be_are_rejected_with_their_reason()
    {
        var bench = new VenueBench().Feed(
            Instrument(tick: 5), Market(0, 1, Side.Buy, 1, id: 3), Limit(0, 2, Side.Buy, 1, 101),
                Limit(0, 3, Side.Buy, 0, 100),
            Limit(0, 4, Side.None, 1, 100), Limit(0, 5, Side.Buy, 1, Absent)).Drain(500 * Ms);
        Assert.Equal(
            [VenueReason.UnknownInstrument, VenueReason.InvalidPrice, VenueReason.InvalidQuantity,
             VenueReason.InvalidQuantity, VenueReason.InvalidPrice],
            bench.Said.Select(r => r.OrderReport.Reason));
    }

    [Fact]
    public void The_next_order_beyond_the_open_ones_is_rejected()
    {
        var bench = new VenueBench(VenueBench.Small with { OpenOrdersMax = 1 }).Feed(
            Instrument(), Limit(0, 1, Side.Buy, 1, 100), Limit(0, 2, Side.Buy, 1, 100)).Drain(500 * Ms);
        Assert.Equal(VenueReason.TooManyOrders, bench.Said[1].OrderReport.Reason);
    }

    [Fact]
    public void Cancels_take_effect_after_the_latency_and_never_after_the_end()
    {
        var bench = new VenueBench().Feed(
            Instrument(), Limit(0, 1, Side.Buy, 10, 10_000), Limit(0, 2, Side.Buy, 10, 100),
            Cancel(50 * Ms, 1), Cancel(50 * Ms, 2), Cancel(50 * Ms, 3),
            Quote(120 * Ms, 9_000, 9_500)).Drain(500 * Ms);
        Assert.Equal("OrderAccepted OrderAccepted Execution CancelRejected OrderCanceled CancelRejected", bench.Kinds);
        Assert.Equal(VenueReason.TooLate, bench.Said[3].OrderReport.Reason);
        Assert.Equal((VenueReason.Requested, 150 * Ms), (bench.Said[4].OrderReport.Reason, bench.Said[4].TimestampNs));
        Assert.Equal(VenueReason.UnknownOrder, bench.Said[5].OrderReport.Reason);
    }

    [Fact]
    public void A_replace_changes_price_and_quantity_or_says_why_not()
    {
        var bench = new VenueBench().Feed(
            Instrument(), Limit(0, 1, Side.Buy, 100, 10_000), Quote(100 * Ms, 9_000, 10_000, askSize: 40),
            Replace(110 * Ms, 1, 40, 10_000), Replace(110 * Ms, 1, 60, 10_010), Replace(110 * Ms, 9, 60, 10_010),
            Quote(210 * Ms, 9_000, 10_005)).Drain(500 * Ms);
        Assert.Equal("OrderAccepted Execution ReplaceRejected OrderReplaced ReplaceRejected Execution", bench.Kinds);
        Assert.Equal(VenueReason.InvalidQuantity, bench.Said[2].OrderReport.Reason);
        Assert.Equal((10_010L, 60L, 20L),
            (bench.Said[3].OrderReport.LimitPrice, bench.Said[3].OrderReport.Quantity,
                bench.Said[3].OrderReport.LeavesQuantity));
        Assert.Equal("40@10000/100 20@10005/210", bench.FillText);
    }

    [Fact]
    public void Day_orders_end_with_the_session_of_their_instrument_and_others_never()
    {
        var bench = new VenueBench().Feed(
            Session(1, 20131008, 1_000 * Ms), Session(1, 20131007, 500 * Ms), Instrument(0, calendarId: 1),
                Instrument(1),
            Limit(10 * Ms, 1, Side.Buy, 10, 100), Limit(10 * Ms, 2, Side.Buy, 10, 100, id: 1),
            Limit(450 * Ms, 3, Side.Buy, 10, 100));
        Assert.True(bench.Model.TryPeekResponse(out var due));
        Assert.Equal(500 * Ms, due);
        bench.Drain(10_000 * Ms);

        Assert.Equal("OrderAccepted OrderAccepted OrderExpired OrderAccepted OrderExpired", bench.Kinds);
        Assert.Equal((1L, 500 * Ms), (bench.Said[2].OrderReport.OrderId, bench.Said[2].TimestampNs));
        // came after the close
        Assert.Equal((3L, 1_000 * Ms), (bench.Said[4].OrderReport.OrderId, bench.Said[4].TimestampNs));
        Assert.Equal(1, bench.Model.OpenOrders);
    }

    [Fact]
    public void The_bound_is_infinite_exactly_while_nothing_can_be_said()
    {
        var bench = new VenueBench().Feed(Instrument(), Quote(0, 1, 2));
        Assert.Equal(long.MaxValue, bench.Model.BoundNs);
        bench.Feed(Limit(5, 1, Side.Buy, 1, 100));
        Assert.Equal(5 + (100 * Ms), bench.Model.BoundNs);
        bench.Drain(200 * Ms);
        Assert.Equal(long.MaxValue, bench.Model.BoundNs); // resting: only a record can make it speak
    }

    [Fact]
    public void Reports_wait_for_the_report_latency()
    {
        var bench = new VenueBench(VenueBench.Small with { ReportLatencyNs = 30 * Ms }).Feed(
            Instrument(), Limit(0, 1, Side.Buy, 10, 10_000), Quote(110 * Ms, 9_000, 9_500),
                Quote(135 * Ms, 9_000, 9_500));
        Assert.Equal("OrderAccepted", bench.Kinds);
        bench.Drain(140 * Ms);
        Assert.Equal(140 * Ms, bench.Said[1].TimestampNs);
        Assert.Equal(110 * Ms, bench.Said[1].Execution.VenueTimeNs);
    }

    [Fact]
    public void Responses_that_never_come_back_stop_fills_but_lose_nothing()
    {
        var options =
            VenueBench.Small with { OpenOrdersMax = 8, ArrivalsMax = 16, ResponsesMax = 32, OrdersRetained = 64 };
        var bench = new VenueBench(options);
        bench.Feed(Instrument(), Limit(0, 1, Side.Buy, 1_000, 10_000)).Drain(100 * Ms);
        for (var i = 0; i < 100; i++)
        {
            var quote = Quote((101 + i) * Ms, 9_000, 9_900 - i, askSize: 1); // fed without taking anything back
            bench.Model.OnRecord(in quote);
        }
        bench.Drain(long.MaxValue);
        Assert.InRange(bench.Fills.Count(), 20, 31);
        bench.Feed(Quote(300 * Ms, 9_000, 9_500, askSize: 5_000)).Drain(300 * Ms);
        Assert.Equal(1_000, bench.Fills.Sum(f => f.Execution.Quantity));
    }
}
