using Engine.Core.Events;
using Engine.Core.MarketData;
using Engine.Core.State;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Engine.Core.Tests.MarketData;

public sealed class MarketBookTests
{
    private readonly StateRegistry _registry = new();
    private readonly MarketBook _book;

    public MarketBookTests() => _book = new MarketBook(_registry, new EngineLimits { InstrumentsMax = 8 });

    [Fact]
    public void The_same_definition_again_is_the_same_instrument()
    {
        Assert.Equal(0, Define("A"));
        Assert.Equal(1, Define("B"));
        var again = InstrumentCatalog.Default.Define("A");
        again.LocalId = 17;
        again.SourceRow = 99;

        Assert.Equal(0, _book.Define(in again, out var code));
        Assert.Equal(MarketCode.Accepted, code);
        Assert.Equal(2, _book.View.InstrumentCount);
    }

    [Fact]
    public void A_different_definition_of_a_known_symbol_is_refused()
    {
        Define("A");
        Refused(MarketCode.DefinitionDiffers, "A", (ref InstrumentPayload p) => p.PriceExponent = 5);
        Refused(MarketCode.DefinitionDiffers, "A", (ref InstrumentPayload p) => p.Currency = AsciiText8.From("EUR"));
        Refused(MarketCode.DefinitionDiffers, "A", (ref InstrumentPayload p) => p.ExpiryTimeNs = 1);
        Refused(MarketCode.DefinitionDiffers, "A", (ref InstrumentPayload p) => p.IsShortable = 0);
    }

    [Fact]
    public void Invalid_definitions_and_a_full_table_are_refused_by_code()
    {
        Refused(MarketCode.InvalidDefinition, "A", (ref InstrumentPayload p) => p.TickSize = 0);
        Refused(MarketCode.InvalidDefinition, "A", (ref InstrumentPayload p) => p.Symbol = default);
        Refused(MarketCode.InvalidDefinition, "A", (ref InstrumentPayload p) => p.SizeExponent = 10);
        for (var i = 0; i < 8; i++) Define("S" + i);
        Refused(MarketCode.InstrumentTableFull, "A", (ref InstrumentPayload _) => { });
    }

    [Fact]
    public void Unseen_is_absent_and_the_mark_follows_what_is_known()
    {
        var id = Define("A");
        var view = _book.View;
        Assert.False(view.TryGetMark(id, out _));
        Assert.Equal(long.MaxValue, view.QuoteAgeNs(id, 5));
        Assert.Equal(FixedPoint.Absent, view.Market(id).BidPrice);

        Quote(id, 100, 103, 10);
        Assert.True(view.TryGetMid(id, out var mid));
        Assert.Equal(102, mid);    // 101.5 goes to the even neighbour.
        Quote(id, 105, 104, 20);   // Crossed.
        Assert.False(view.TryGetMid(id, out _));
        Assert.Equal(102, Mark(id));
        Trade(id, 77, 5, 30);
        Assert.Equal(77, Mark(id));
        Bar(id, 66, 40);
        Assert.Equal(66, Mark(id));
        Trade(id, 78, 0, 50);
        Assert.Equal(78, Mark(id));
        Quote(id, FixedPoint.Absent, 104, 60);
        Assert.Equal(78, Mark(id));
        Quote(id, 104, 104, 70);   // Locked: it has a mid.
        Assert.Equal(104, Mark(id));
        Assert.Equal(30, view.QuoteAgeNs(id, 100));
        Assert.Equal((4, 2, 1, 5), (view.Market(id).QuoteCount, view.Market(id).TradeCount, view.Market(id).BarCount,
            view.Market(id).CumulativeVolume));
    }

    [Fact]
    public void Unknown_instruments_and_overflowing_volume_are_refused_by_code()
    {
        var id = Define("A");
        Assert.Equal(MarketCode.UnknownInstrument, Quote(1, 1, 2, 0));
        Assert.Equal(MarketCode.UnknownInstrument, Quote(-1, 1, 2, 0));
        Assert.Equal(MarketCode.UnknownInstrument, Trade(1, 1, 2, 0));
        Assert.Equal(MarketCode.UnknownInstrument, Bar(1, 1, 2));
        Assert.Equal(MarketCode.Accepted, Trade(id, 1, long.MaxValue, 0));
        Assert.Equal(MarketCode.VolumeOverflow, Trade(id, 2, 1, 0));
        Assert.Equal(1, _book.View.Market(id).LastTradePrice);
        Assert.False(_book.View.TryGetMark(-1, out _));
        Assert.False(_book.View.TryGetMid(9, out _));
    }

    [Fact]
    public void Symbols_are_found_after_a_restore()
    {
        for (var i = 0; i < 8; i++) Define("SYM" + i);
        var restoredRegistry = new StateRegistry();
        var restored = new MarketBook(restoredRegistry, new EngineLimits { InstrumentsMax = 8 });
        StateCopy.Copy(_registry, restoredRegistry);

        for (var i = 0; i < 8; i++)
        {
            Assert.True(restored.View.TryFind("SYM" + i, out var id));
            Assert.Equal(i, id);
        }
        Assert.False(restored.View.TryFind("SYM", out _));
        Assert.False(restored.View.TryFind("a symbol that is far too long for one", out _));
        Assert.Equal(8, restored.InstrumentCount);
        Assert.Equal(_registry.ComputeDigest(), restoredRegistry.FoldDigest());
    }

    [Fact]
    public void Lanes_map_their_local_ids()
    {
        var registry = new StateRegistry();
        var lanes = new LaneInstruments(registry, new EngineLimits { LanesMax = 20, InstrumentsPerLaneMax = 4 });

        Assert.Equal(-1, lanes.Resolve(16, 0));
        Assert.Equal(MarketCode.Accepted, lanes.Map(16, 0, 7));
        Assert.Equal(MarketCode.Accepted, lanes.Map(16, 1, 3));
        Assert.Equal(MarketCode.Accepted, lanes.Map(17, 0, 3));
        Assert.Equal(MarketCode.Accepted, lanes.Map(16, 0, 7));
        Assert.Equal(MarketCode.LaneIdTaken, lanes.Map(16, 0, 8));
        Assert.Equal(MarketCode.LaneIdOutOfRange, lanes.Map(16, 4, 1));
        Assert.Equal(MarketCode.LaneIdOutOfRange, lanes.Map(20, 0, 1));
        Assert.Equal((7, 3, 3), (lanes.Resolve(16, 0), lanes.Resolve(16, 1), lanes.Resolve(17, 0)));
        Assert.Equal((-1, -1, -1), (lanes.Resolve(16, 4), lanes.Resolve(16, -1), lanes.Resolve(99, 0)));
        Assert.Equal((2, 1, 0), (lanes.CountOf(16), lanes.CountOf(17), lanes.CountOf(18)));
    }

    [Fact]
    public void The_mid_is_the_half_even_mean()
    {
        Check.One(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(2_000), Prop.ForAll<long, long>((a, b) =>
            MarketBook.MidOf(a, b) == (long)FixedPoint.DivideHalfEven((Int128)a + b, 2)));
        Assert.Equal(long.MaxValue, MarketBook.MidOf(long.MaxValue, long.MaxValue));
        Assert.Equal(-2, MarketBook.MidOf(-3, -2));
        Assert.Equal(2, MarketBook.MidOf(2, 3));
    }

    private delegate void Change(ref InstrumentPayload payload);

    private void Refused(MarketCode expected, string symbol, Change change)
    {
        var payload = InstrumentCatalog.Default.Define(symbol);
        change(ref payload);
        Assert.Equal(-1, _book.Define(in payload, out var code));
        Assert.Equal(expected, code);
    }

    private int Define(string symbol)
    {
        var payload = InstrumentCatalog.Default.Define(symbol);
        return _book.Define(in payload, out _);
    }

    private long Mark(int id) => _book.View.TryGetMark(id, out var price) ? price : -1;

    private MarketCode Quote(int id, long bid, long ask, long timeNs) => _book.OnQuote(new EngineEvent
    {
        Kind = EventKind.Quote,
        InstrumentId = id,
        TimestampNs = timeNs,
        Quote = new QuotePayload { BidPrice = bid, AskPrice = ask },
    });

    private MarketCode Trade(int id, long price, long size, long timeNs) => _book.OnTrade(new EngineEvent
    {
        Kind = EventKind.Trade,
        InstrumentId = id,
        TimestampNs = timeNs,
        Trade = new TradePayload { Price = price, Size = size },
    });

    private MarketCode Bar(int id, long close, long timeNs) => _book.OnBar(new EngineEvent
    {
        Kind = EventKind.Bar,
        InstrumentId = id,
        TimestampNs = timeNs,
        Bar = new BarPayload { Close = close },
    });
}
