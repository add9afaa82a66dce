using Engine.Core.Events;

namespace Engine.Core.MarketData;

/// <summary>
/// Read-only access to definitions and markets by dense id, for strategies, risk, orders and portfolio.
/// </summary>
public sealed class MarketView
{
    private readonly MarketBook _book;
    private readonly MarkBook _marks;

    internal MarketView(MarketBook book, MarkBook marks)
    {
        _book = book;
        _marks = marks;
    }

    /// <summary>Defined instruments have the ids 0 to this minus one.</summary>
    public int InstrumentCount => _book.InstrumentCount;

    public bool IsDefined(int instrumentId) => (uint)instrumentId < (uint)_book.InstrumentCount;

    public ref readonly InstrumentState Instrument(int instrumentId) => ref _book.InstrumentAt(instrumentId);

    public ref readonly MarketState Market(int instrumentId) => ref _book.MarketAt(instrumentId);

    public bool TryFind(in AsciiText24 symbol, out int instrumentId)
    {
        instrumentId = _book.Find(in symbol);
        return instrumentId >= 0;
    }

    public bool TryFind(string symbol, out int instrumentId)
    {
        instrumentId = -1;
        var text = default(AsciiText24);
        return AsciiText.TryWrite(symbol, text) && TryFind(in text, out instrumentId);
    }

    /// <summary>Half-even mid of the current quote. False if it is one-sided or crossed, or none was seen.</summary>
    public bool TryGetMid(int instrumentId, out long mid)
    {
        mid = FixedPoint.Absent;
        if (!IsDefined(instrumentId)) return false;

        ref readonly var market = ref _book.MarketAt(instrumentId);
        if (!market.HasMid) return false;

        mid = market.LastGoodMid;    // Taken from this very quote, because it has a mid.
        return true;
    }

    /// <summary>
    /// The price at which a position is valued: the last good mark (see docs/ARCHITECTURE.md, "Marks"). False before
    /// the first.
    /// </summary>
    public bool TryGetMark(int instrumentId, out long price)
    {
        price = FixedPoint.Absent;
        if (!IsDefined(instrumentId) || _marks[instrumentId].HasMark == 0) return false;

        price = _marks[instrumentId].Price;
        return true;
    }

    /// <summary>The mark, and the price that waits to be confirmed, of a defined instrument.</summary>
    public ref readonly MarkState Mark(int instrumentId) => ref _marks[instrumentId];

    /// <summary>
    /// True if the instrument has a mark and no price waits to be confirmed: then it is known what a position is worth.
    /// </summary>
    public bool HasUsableMark(int instrumentId) =>
        IsDefined(instrumentId) && _marks[instrumentId] is { HasMark: not 0, HasSuspect: 0 };

    /// <summary>True if there is no mark, or the price that set it is older than <c>marks.freshFor</c>.</summary>
    public bool IsMarkStale(int instrumentId, long nowNs) =>
        !IsDefined(instrumentId) || !_marks.IsFresh(instrumentId, nowNs);

    /// <summary>
    /// Nanoseconds of engine time since the current quote was taken; <see cref="long.MaxValue"/> if there is none.
    /// </summary>
    public long QuoteAgeNs(int instrumentId, long nowNs)
    {
        if (!IsDefined(instrumentId)) return long.MaxValue;

        ref readonly var market = ref _book.MarketAt(instrumentId);
        return market.QuoteCount == 0 ? long.MaxValue : nowNs - market.QuoteEngineTimeNs;
    }
}
