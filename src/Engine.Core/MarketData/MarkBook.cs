using System.Runtime.CompilerServices;
using Engine.Core.State;

namespace Engine.Core.MarketData;

/// <summary>
/// The prices at which positions are valued: the mid of a fresh quote that is not crossed, else the last print (trade
/// or close of a bar), else the last good mark. A price outside the collar around the last good mark is set aside; the
/// next one within the collar around it, quote or print, confirms it, and one near the last good mark refutes it. The
/// first price of an instrument is believed, because there is nothing to compare it with.
/// </summary>
internal sealed class MarkBook
{
    private const int BpsPerOne = 10_000;

    private readonly StateTable<MarkState> _marks;
    private MarkOptions _options = MarkOptions.Off;

    public MarkBook(StateRegistry registry, EngineLimits limits) =>
        _marks = registry.Add<MarkState>(StateParts.Marks, version: 1, limits.InstrumentsMax);

    public void Configure(MarkOptions options) => _options = options;

    public ref readonly MarkState this[int instrumentId] => ref _marks[instrumentId];

    /// <summary>False if there is none, or it is older than <c>marks.freshFor</c>.</summary>
    public bool IsFresh(int instrumentId, long nowNs)
    {
        ref readonly var mark = ref _marks[instrumentId];
        return mark.HasMark != 0 && nowNs - mark.TimeNs <= _options.FreshForNs;
    }

    /// <summary>
    /// A quote came. One without a mid makes the last print count again, if that is newer than the mark.
    /// </summary>
    public void OnQuote(int instrumentId, in MarketState market)
    {
        if (market.HasMid) Offer(instrumentId, market.LastGoodMid, market.QuoteEngineTimeNs);
        else if (market.TradeCount > 0 && market.LastTradeEngineTimeNs >= market.BarEngineTimeNs)
            OfferNewer(instrumentId, market.LastTradePrice, market.LastTradeEngineTimeNs);
        else if (market.BarCount > 0)
            OfferNewer(instrumentId, market.BarClose, market.BarEngineTimeNs);
    }

    /// <summary>A trade, or a bar with its close. Beside a fresh quote with a mid it sets no mark.</summary>
    public void OnPrint(int instrumentId, in MarketState market, long price, long nowNs)
    {
        var isQuoted = market.HasMid && nowNs - market.QuoteEngineTimeNs <= _options.FreshForNs;
        if (!isQuoted) Offer(instrumentId, price, nowNs);
    }

    private void OfferNewer(int instrumentId, long price, long timeNs)
    {
        if (timeNs > _marks[instrumentId].TimeNs) Offer(instrumentId, price, timeNs);
    }

    private void Offer(int instrumentId, long price, long timeNs)
    {
        ref var mark = ref _marks.Edit(instrumentId);
        var isGood = mark.HasMark == 0 || IsWithin(mark.Price, price)
            || (mark.HasSuspect != 0 && IsWithin(mark.SuspectPrice, price));
        if (!isGood)
        {
            mark.SuspectPrice = price;
            mark.HasSuspect = 1;
            mark.SuspectCount++;
            return;
        }
        mark.Price = price;
        mark.TimeNs = timeNs;
        mark.HasMark = 1;
        mark.HasSuspect = 0;
        mark.SuspectPrice = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsWithin(long reference, long price) =>
        price == reference || _options.CollarBps == 0
        || Int128.Abs((Int128)price - reference) * BpsPerOne <= Int128.Abs(reference) * _options.CollarBps;
}
