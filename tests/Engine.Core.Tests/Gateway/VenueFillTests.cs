using Engine.Core.Events;
using Xunit;
using static Engine.Core.Tests.Gateway.VenueRecords;

namespace Engine.Core.Tests.Gateway;

/// <summary>
/// Goal: every fill rule of docs/VENUE_MODEL.md, with prices, quantities and times worked out by hand.
/// </summary>
public sealed class VenueFillTests
{
    [Fact]
    public void A_market_order_meets_the_first_quote_after_the_latency_with_slippage_and_commission()
    {
        var bench = new VenueBench().Feed(
            Instrument(), Quote(0, 9_990, 10_010), Market(1 * Ms, 1, Side.Buy, 100),
            Quote(100 * Ms, 5_000, 5_010),    // before 101 ms: never looked at
            Quote(102 * Ms, 10_000, 10_020));
        bench.Drain(102 * Ms);

        Assert.Equal("OrderAccepted Execution", bench.Kinds);
        Assert.Equal(101 * Ms, bench.Said[0].TimestampNs);
        Assert.Equal("100@10026/102", bench.FillText); // 10020 + 5 bps = 10025.01, up to the tick
        var fill = bench.Said[1].Execution;
        Assert.Equal(50_000_000, fill.Commission);     // 100 x 0.005
        Assert.Equal("SIM-1", fill.ExecutionId.ToString());
        Assert.Equal((1L, 2L, 1_001), (fill.OrderId, fill.VenueEventId, fill.BrokerOrderId));
    }

    [Fact]
    public void A_market_sale_slips_down_to_the_tick()
    {
        var bench = new VenueBench().Feed(
            Instrument(tick: 5), Market(0, 1, Side.Sell, 10), Quote(200 * Ms, 10_000, 10_020)).Drain(200 * Ms);
        Assert.Equal("10@9995/200", bench.FillText); // 10000 - 5 = 9995, on the tick already
    }

    [Fact]
    public void The_rest_of_a_market_order_works_against_prints_within_the_cap()
    {
        var bench = new VenueBench().Feed(
            Instrument(), Market(0, 1, Side.Buy, 400),
            Quote(100 * Ms, 9_990, 10_000, askSize: 300),
            Quote(110 * Ms, 9_990, 10_000, askSize: 300), // the same size shown again is not there again
            Trade(120 * Ms, 10_000, 1_000),               // 2.5 % = 25
            Trade(130 * Ms, 10_000, 90),                  // 1090 x 2.5 % = 27.25: 2 more
            Trade(140 * Ms, 10_000, 100_000)).Drain(200 * Ms);
        Assert.Equal("300@10005/100 25@10005/120 2@10005/130 73@10005/140", bench.FillText);
    }

    [Fact]
    public void An_immediate_order_is_decided_by_the_first_quote()
    {
        var bench = new VenueBench().Feed(
            Instrument(), Quote(0, 1, 2), Market(0, 1, Side.Buy, 400, TimeInForce.ImmediateOrCancel),
            Trade(100 * Ms, 10_000, 100_000), Quote(101 * Ms, 9_990, 10_000, askSize: 300)).Drain(200 * Ms);
        Assert.Equal("300@10005/101", bench.FillText);
        Assert.Equal("OrderAccepted Execution OrderCanceled", bench.Kinds);
        Assert.Equal(VenueReason.RemainderOfImmediate, bench.Said[2].OrderReport.Reason);
        Assert.Equal((300L, 0L),
            (bench.Said[2].OrderReport.CumulativeQuantity, bench.Said[2].OrderReport.LeavesQuantity));
    }

    [Fact]
    public void An_immediate_market_order_without_other_side_is_canceled_for_no_market()
    {
        var bench = new VenueBench().Feed(
            Instrument(), Market(0, 1, Side.Buy, 4, TimeInForce.ImmediateOrCancel),
                Quote(101 * Ms, 9_990, Absent)).Drain(200 * Ms);
        Assert.Equal("OrderAccepted OrderCanceled", bench.Kinds);
        Assert.Equal(VenueReason.NoMarket, bench.Said[1].OrderReport.Reason);
    }

    [Fact]
    public void A_marketable_limit_order_gets_the_better_quote_and_no_slippage()
    {
        var bench = new VenueBench().Feed(
            Instrument(), Limit(0, 1, Side.Buy, 100, 10_050), Quote(100 * Ms, 9_990, 10_000)).Drain(200 * Ms);
        Assert.Equal("100@10000/100", bench.FillText);
    }

    [Fact]
    public void A_resting_limit_order_fills_at_its_price_by_crossing_quotes_and_by_prints()
    {
        var bench = new VenueBench().Feed(
            Instrument(), Limit(0, 1, Side.Sell, 400, 10_050),
            Quote(100 * Ms, 10_000, 10_020),               // rests
            Trade(110 * Ms, 10_049, 1_000_000),            // below: not ours
            Trade(120 * Ms, 10_050, 1_000),                // at: 25
            Trade(130 * Ms, 10_100, 1_000),                // through: 25 more, at our price
            Quote(140 * Ms, 10_060, 10_070, bidSize: 200), // crosses
            Quote(150 * Ms, 10_060, 10_070, bidSize: 200), // the same bid
            Quote(160 * Ms, 10_061, 10_070, bidSize: 700)).Drain(200 * Ms);
        Assert.Equal("25@10050/120 25@10050/130 200@10050/140 150@10050/160", bench.FillText);
    }

    [Fact]
    public void Two_orders_share_what_a_quote_shows_in_the_order_of_their_arrival()
    {
        var bench = new VenueBench().Feed(
            Instrument(), Limit(0, 1, Side.Buy, 60, 10_000), Limit(0, 2, Side.Buy, 60, 10_000),
            Quote(100 * Ms, 9_990, 10_000, askSize: 100)).Drain(200 * Ms);
        Assert.Equal([(1L, 60L), (2L, 40L)], bench.Fills.Select(f => (f.Execution.OrderId, f.Execution.Quantity)));
    }

    [Fact]
    public void Quotes_without_sizes_offer_everything_or_what_is_configured()
    {
        EngineEvent[] records =
        [
            Instrument(sizeExponent: 2), Market(0, 1, Side.Buy, 30_000),
            Quote(100 * Ms, 9_990, 10_000, Absent, Absent), Quote(110 * Ms, 9_990, 10_000, Absent, Absent),
        ];
        Assert.Equal("30000@10005/100", new VenueBench().Feed(records).Drain(200 * Ms).FillText);
        var limited = new VenueBench(VenueBench.Small with { FillPerQuoteMax = 200 });
        Assert.Equal("20000@10005/100 10000@10005/110", limited.Feed(records).Drain(200 * Ms).FillText);
        Assert.Equal(100_000_000, limited.Said[1].Execution.Commission); // 200 units x 0.005
    }

    [Fact]
    public void One_sided_and_crossed_quotes_are_taken_as_they_stand()
    {
        var bench = new VenueBench().Feed(
            Instrument(), Limit(0, 1, Side.Buy, 10, 10_000), Market(0, 2, Side.Sell, 10),
            Quote(100 * Ms, Absent, 10_010),
            Quote(110 * Ms, 10_020, 9_980)).Drain(200 * Ms);
        Assert.Equal("10@10000/110 10@10014/110", bench.FillText); // bid 10020 - 5.01 down to 10014
    }

    [Fact]
    public void Fills_come_in_whole_lots()
    {
        var bench = new VenueBench().Feed(
            Instrument(lot: 100), Limit(0, 1, Side.Buy, 300, 10_000), Limit(0, 2, Side.Buy, 350, 10_000),
            Quote(100 * Ms, 9_990, 10_000, askSize: 150), Trade(110 * Ms, 10_000, 5_000)).Drain(200 * Ms);
        Assert.Equal("OrderAccepted OrderRejected Execution Execution", bench.Kinds);
        Assert.Equal(VenueReason.InvalidQuantity, bench.Said[1].OrderReport.Reason);
        Assert.Equal("100@10000/100 100@10000/110", bench.FillText); // 150 shown; 125 of the print
    }

    [Fact]
    public void An_instrument_without_quotes_trades_on_prints_alone()
    {
        var bench = new VenueBench().Feed(
            Instrument(), Market(0, 1, Side.Buy, 10, TimeInForce.ImmediateOrCancel), Limit(0, 2, Side.Buy, 100, 10_000),
            Trade(100 * Ms, 9_000, 200), Trade(110 * Ms, 9_000, 4_000)).Drain(200 * Ms);
        Assert.Equal("5@9005/100 5@9000/100 95@10000/110", bench.FillText); // second: price of the print, then passive
    }
}
