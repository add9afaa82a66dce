using Engine.Core.Events;
using Engine.Core.MarketData;
using Engine.Core.State;
using Xunit;

namespace Engine.Core.Tests.MarketData;

/// <summary>
/// Goal: a mark is a price that the market stands by. Method: one instrument, a collar of 10 %, quotes fresh for 100
/// ns.
/// </summary>
public sealed class MarkTests
{
    private const int Id = 0;

    private readonly MarketBook _book = new(new StateRegistry(), new EngineLimits { InstrumentsMax = 1 });
    private long _nowNs = 1_000;

    public MarkTests()
    {
        var payload = InstrumentCatalog.Default.Define("A");
        _book.Define(in payload, out _);
        _book.ConfigureMarks(new MarkOptions(CollarBps: 1_000, FreshForNs: 100));
    }

    [Fact]
    public void The_mid_of_a_fresh_quote_counts_before_a_print()
    {
        Assert.False(_book.View.HasUsableMark(Id));
        Quote(998, 1_002);
        Trade(1_001);
        Assert.Equal((1_000L, true), Mark());
        _nowNs += 98;
        Trade(1_003);
        Assert.Equal(1_000, Mark().Price); // Just fresh.
        Trade(1_004);
        Assert.Equal(1_004, Mark().Price);
        Bar(1_005);
        Assert.Equal(1_005, Mark().Price);
        Quote(998, 1_002);
        Assert.Equal(1_000, Mark().Price);
    }

    [Theory]
    [InlineData(1_003, 1_002)]
    [InlineData(FixedPoint.Absent, 1_002)]
    [InlineData(998, FixedPoint.Absent)]
    public void A_crossed_or_one_sided_quote_sets_no_mark_but_lets_a_newer_print_count(long bid, long ask)
    {
        Quote(998, 1_002);
        Quote(bid, ask);
        Assert.Equal(1_000, Mark().Price); // There was no print.
        Quote(998, 1_002);
        Trade(1_010);
        Assert.Equal(1_000, Mark().Price);
        Quote(bid, ask);
        Assert.Equal(1_010, Mark().Price);
        Quote(996, 1_000);
        Quote(bid, ask);
        Assert.Equal(998, Mark().Price); // The print is older than that.
        Trade(1_020);
        Assert.Equal(1_020, Mark().Price);
    }

    [Theory]
    [InlineData(1_100, true)]
    [InlineData(1_101, false)]
    [InlineData(900, true)]
    [InlineData(899, false)]
    [InlineData(0, false)]
    [InlineData(-1_000, false)]
    [InlineData(long.MaxValue, false)]
    [InlineData(long.MinValue + 1, false)]
    public void A_single_print_outside_the_collar_moves_nothing(long price, bool isBelieved)
    {
        Trade(1_000);
        Trade(price);
        Assert.Equal((isBelieved ? price : 1_000, isBelieved), Mark());
        Assert.Equal(isBelieved ? 0 : 1, _book.View.Mark(Id).SuspectCount);
    }

    [Fact]
    public void A_second_print_near_the_first_confirms_it_and_one_near_the_mark_refutes_it()
    {
        Trade(1_000);
        Trade(500);
        Trade(990);
        Assert.Equal((990L, true), Mark());
        Trade(500);
        Assert.Equal((990L, false), Mark());
        Trade(1_500); // Neither near the mark nor near the first.
        Assert.Equal((990L, false), Mark());
        Trade(1_450);
        Assert.Equal((1_450L, true), Mark());
        Assert.Equal(3, _book.View.Mark(Id).SuspectCount);
    }

    [Fact]
    public void A_quote_confirms_a_print_and_a_single_quote_far_off_waits_like_one()
    {
        Trade(1_000);
        Trade(500);
        Quote(498, 506);
        Assert.Equal((502L, true), Mark());
        Quote(1, 3_001);
        Assert.Equal((502L, false), Mark());
        Quote(500, 506);
        Assert.Equal((503L, true), Mark());
    }

    [Fact]
    public void A_mark_is_stale_when_its_price_is_old()
    {
        Assert.True(_book.View.IsMarkStale(Id, _nowNs));
        Trade(1_000);
        Assert.False(_book.View.IsMarkStale(Id, _nowNs + 100));
        Assert.True(_book.View.IsMarkStale(Id, _nowNs + 101));
        Trade(10); // Set aside: it makes nothing fresh.
        Assert.True(_book.View.IsMarkStale(Id, _nowNs + 101));
        Assert.Equal(1_000, Mark().Price);
    }

    [Fact]
    public void Only_the_close_of_a_bar_sets_a_mark()
    {
        Bar(1_000);
        var e = new EngineEvent { Kind = EventKind.Bar, TimestampNs = ++_nowNs };
        (e.Bar.Open, e.Bar.High, e.Bar.Low, e.Bar.Close) = (1_000, 9_000, 1, 1_010);
        _book.OnBar(in e);
        Assert.Equal((1_010L, true), Mark());
    }

    private (long Price, bool IsUsable) Mark()
    {
        Assert.True(_book.View.TryGetMark(Id, out var price));
        return (price, _book.View.HasUsableMark(Id));
    }

    private void Quote(long bid, long ask)
    {
        var e = new EngineEvent { Kind = EventKind.Quote, TimestampNs = ++_nowNs };
        (e.Quote.BidPrice, e.Quote.AskPrice) = (bid, ask);
        Assert.Equal(MarketCode.Accepted, _book.OnQuote(in e));
    }

    private void Trade(long price)
    {
        var e = new EngineEvent { Kind = EventKind.Trade, TimestampNs = ++_nowNs };
        (e.Trade.Price, e.Trade.Size) = (price, 1);
        Assert.Equal(MarketCode.Accepted, _book.OnTrade(in e));
    }

    private void Bar(long close)
    {
        var e = new EngineEvent { Kind = EventKind.Bar, TimestampNs = ++_nowNs };
        (e.Bar.Open, e.Bar.High, e.Bar.Low, e.Bar.Close) = (close, close, close, close);
        Assert.Equal(MarketCode.Accepted, _book.OnBar(in e));
    }
}
