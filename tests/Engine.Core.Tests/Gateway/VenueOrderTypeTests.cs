using Engine.Core.Events;
using Xunit;
using static Engine.Core.Tests.Gateway.VenueRecords;

namespace Engine.Core.Tests.Gateway;

/// <summary>
/// Goal: every cell of docs/ORDERS.md is what the venue does: what triggers, at which price it fills when the market
/// jumps, how it ends. Method: one script per type, with prices and times worked out by hand.
/// </summary>
public sealed class VenueOrderTypeTests
{
    private const long Close = 1_000 * Ms;
    private const long NextClose = 2_000 * Ms;
    private const long Until = 1_500 * Ms;

    public static TheoryData<OrderType, TimeInForce> Cells
    {
        get
        {
            var cells = new TheoryData<OrderType, TimeInForce>();
            foreach (var row in OrderTypeTable.Rows) cells.Add(row.Type, row.TimeInForce);
            return cells;
        }
    }

    private static bool IsAllowed(OrderType type, TimeInForce time) =>
        OrderTypeTable.CodeOf(type, time) == RiskCode.Accepted;

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_cell_is_taken_or_refused_as_the_table_says(OrderType type, TimeInForce time)
    {
        var bench = Bench().Feed(Buy(type, time)).Drain(100 * Ms);
        Assert.Equal(IsAllowed(type, time) ? "OrderAccepted" : "OrderRejected", bench.Kinds);
        Assert.Equal(IsAllowed(type, time) ? VenueReason.None : VenueReason.InvalidTerms, Reason(bench));
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_cell_fills_at_its_price_when_the_market_jumps_through(OrderType type, TimeInForce time)
    {
        if (!IsAllowed(type, time)) return;
        var bench = Bench().Feed(Buy(type, time)).Feed(Jump(type)).Drain(Close);
        Assert.Equal(FillOf(type), bench.FillText);
        Assert.DoesNotContain("Canceled", bench.Kinds, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_cell_ends_as_the_table_says(OrderType type, TimeInForce time)
    {
        if (!IsAllowed(type, time)) return;
        var bench = Bench().Feed(Buy(type, time)).Drain(Close);

        // Without market nothing happens: it works on until the close, or beyond.
        if (time is not (TimeInForce.GoodTillCanceled or TimeInForce.GoodTillDate))
        {
            Assert.Equal(("OrderAccepted OrderExpired", Close), (bench.Kinds, bench.Said[^1].TimestampNs));
            Assert.Equal(VenueReason.EndOfSession, Reason(bench));
            return;
        }
        Assert.Equal("OrderAccepted", bench.Kinds);
        if (time == TimeInForce.GoodTillDate)
        {
            bench.Drain(NextClose);
            Assert.Equal(("OrderAccepted OrderExpired", Until), (bench.Kinds, bench.Said[^1].TimestampNs));
            Assert.Equal(VenueReason.GoodTillDate, Reason(bench));
            return;
        }
        bench.Drain(NextClose);
        Assert.Equal("OrderAccepted", bench.Kinds);
        bench.Feed(Session(1, 3, 9_000 * Ms)).Feed([.. Jump(type).Select(Later)]).Drain(5_000 * Ms);
        Assert.Single(bench.Fills);
        Assert.Equal(0, bench.Model.OpenOrders);
    }

    [Theory]
    [InlineData(OrderType.Market, TimeInForce.ImmediateOrCancel, VenueReason.NoMarket)]
    [InlineData(OrderType.Market, TimeInForce.FillOrKill, VenueReason.NoMarket)]
    [InlineData(OrderType.Limit, TimeInForce.ImmediateOrCancel, VenueReason.RemainderOfImmediate)]
    [InlineData(OrderType.Limit, TimeInForce.FillOrKill, VenueReason.NotFillable)]
    public void A_quote_without_other_side_cancels_what_is_immediate(
        OrderType type, TimeInForce time, VenueReason reason)
    {
        var bench = Bench().Feed(Buy(type, time)).Feed(Quote(200 * Ms, 9_990, Absent)).Drain(300 * Ms);
        Assert.Equal("OrderAccepted OrderCanceled", bench.Kinds);
        Assert.Equal(reason, Reason(bench));
    }

    [Fact]
    public void In_a_halt_nothing_triggers_and_the_stop_works_on()
    {
        var bench = Bench().Feed(Buy(OrderType.Stop, TimeInForce.Day)).Feed(
            Quote(200 * Ms, Absent, Absent), Quote(300 * Ms, 10_500, Absent)).Drain(900 * Ms);
        Assert.Equal("OrderAccepted", bench.Kinds);
        bench.Drain(Close);
        Assert.Equal("OrderAccepted OrderExpired", bench.Kinds);
    }

    private static VenueBench Bench() => new VenueBench().Feed(
        Instrument(calendarId: 1), Session(1, 1, Close), Session(1, 2, NextClose));

    // A stop-limit takes up to 10,050; a trailing one begins 20 over the first print.
    private static EngineEvent[] Buy(OrderType type, TimeInForce time)
    {
        var limit = type switch
        {
            OrderType.Limit => 10_000,
            OrderType.StopLimit => 10_050,
            OrderType.LimitOnClose => 10_400,
            _ => Absent,
        };
        var terms = new OrderTermsPayload
        {
            StopPrice = type is OrderType.Stop or OrderType.StopLimit ? 10_000 : 0,
            TrailPrice = type == OrderType.TrailingStop ? 20 : 0,
            ExpireTimeNs = time == TimeInForce.GoodTillDate ? Until : 0,
        };
        return Termed(0, 1, Side.Buy, 100, type, terms, time, limit);
    }

    private static EngineEvent[] Jump(OrderType type) => type switch
    {
        OrderType.Market or OrderType.Limit => [Quote(200 * Ms, 9_980, 9_990)],
        OrderType.MarketOnClose or OrderType.LimitOnClose =>
            [Quote(200 * Ms, 9_980, 9_990), Trade(900 * Ms, 10_300, 50), Quote(950 * Ms, 1, 2)],
        OrderType.TrailingStop =>
        [
            Trade(200 * Ms, 9_980, 1_000), Quote(210 * Ms, 9_970, 9_990), // the stop stands at 10,000
            Trade(220 * Ms, 9_960, 1_000),                                // and follows to 9,980
            Trade(300 * Ms, 10_200, 1_000), Quote(310 * Ms, 10_190, 10_210),
        ],
        _ =>
        [
            Trade(200 * Ms, 9_980, 1_000), Quote(210 * Ms, 9_970, 9_990), // below the stop: nothing
            Trade(300 * Ms, 10_200, 1_000), Quote(310 * Ms, 10_190, 10_210),
            Quote(320 * Ms, 10_030, 10_040),
        ],
    };

    private static string FillOf(OrderType type) => type switch
    {
        OrderType.Market => "100@9995/200",                                      // 9990 + 5 bps, up to the tick
        OrderType.Limit => "100@9990/200",
        OrderType.StopLimit => "100@10050/320",                                  // 10210 is too dear: it rests
        OrderType.MarketOnClose or OrderType.LimitOnClose => "100@10300/1000",
        _ => "100@10216/310",                                                    // 10210 + 5 bps, not the stop
    };

    private static EngineEvent Later(EngineEvent record)
    {
        record.TimestampNs += NextClose;
        return record;
    }

    private static VenueReason Reason(VenueBench bench) => bench.Said[^1].OrderReport.Reason;
}
