using Engine.Core.Events;

namespace Engine.Core.MarketData;

/// <summary>
/// Read-only access to definitions and markets by dense id, for strategies, risk, orders and portfolio.
/// </summary>
public sealed class MarketView
{
    private readonly MarketBook _book;

    internal MarketView(MarketBook book) => _book = book;

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
    /// The price at which a position is valued: the mid if there is one, else the last trade, else the close of the
    /// last
    /// bar, else the mid of the last quote that had one. A trade and a bar compete by engine time; the later one
    /// counts.
    /// </summary>
    public bool TryGetMark(int instrumentId, out long price)
    {
        price = FixedPoint.Absent;
        if (!IsDefined(instrumentId)) return false;

        ref readonly var market = ref _book.MarketAt(instrumentId);
        if (market.HasMid || (market.TradeCount == 0 && market.BarCount == 0)) price = market.LastGoodMid;
        else if (market.LastTradeEngineTimeNs >= market.BarEngineTimeNs) price = market.LastTradePrice;
        else price = market.BarClose;
        return price != FixedPoint.Absent;
    }

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
