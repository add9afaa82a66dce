using System.Diagnostics;
using Engine.Core.Events;
using Engine.Core.State;

namespace Engine.Core.MarketData;

/// <summary>
/// What the engine knows of the markets: the instrument definitions and the last quote, trade and bar of each. Takes
/// what the sources say as it comes: crossed, locked, one-sided and size-less quotes are data, not errors. Events carry
/// dense ids here; the logic maps local ids before (<see cref="LaneInstruments"/>). Readers use <see cref="View"/>.
/// </summary>
public sealed class MarketBook
{
    private readonly StateTable<InstrumentState> _instruments;
    private readonly StateTable<MarketState> _markets;
    private readonly SymbolIndex _symbols;
    private readonly MarkBook _marks;
    private int _count;    // Derived: the defined instruments are the first entries of the table.

    public MarketBook(StateRegistry registry, EngineLimits limits)
    {
        _instruments = registry.Add<InstrumentState>(StateParts.Instruments, 1, limits.InstrumentsMax);
        _markets = registry.Add<MarketState>(StateParts.Markets, 1, limits.InstrumentsMax);
        _symbols = new SymbolIndex(_instruments);
        _marks = new MarkBook(registry, limits);
        View = new MarketView(this, _marks);
        registry.OnRestored(Rebuild);
    }

    public MarketView View { get; }

    public int InstrumentCount => _count;

    /// <summary>Says when prices set marks; until then every price does.</summary>
    public void ConfigureMarks(MarkOptions options) => _marks.Configure(options);

    /// <summary>
    /// The dense id of the instrument, defined now or before with the same content. -1 with a code if it is refused.
    /// </summary>
    public int Define(in InstrumentPayload payload, out MarketCode code)
    {
        var existing = _symbols.Find(in payload.Symbol);
        if (existing >= 0)
        {
            var isEqual = IsSameDefinition(in _instruments[existing], in payload);
            code = isEqual ? MarketCode.Accepted : MarketCode.DefinitionDiffers;
            return isEqual ? existing : -1;
        }
        code = CheckDefinition(in payload);
        if (code != MarketCode.Accepted) return -1;

        var id = _count++;
        ref var instrument = ref _instruments.Edit(id);
        instrument.Symbol = payload.Symbol;
        instrument.Class = payload.Class;
        instrument.PriceExponent = payload.PriceExponent;
        instrument.SizeExponent = payload.SizeExponent;
        instrument.IsShortable = payload.IsShortable;
        instrument.CalendarId = payload.CalendarId;
        instrument.Currency = payload.Currency;
        instrument.Multiplier = payload.Multiplier;
        instrument.TickSize = payload.TickSize;
        instrument.LotSize = payload.LotSize;
        instrument.ExpiryTimeNs = payload.ExpiryTimeNs;
        _markets.Edit(id) = MarketState.Unseen;
        _symbols.Add(id);
        return id;
    }

    public MarketCode OnQuote(in EngineEvent input)
    {
        Debug.Assert(input.Kind == EventKind.Quote);
        if ((uint)input.InstrumentId >= (uint)_count) return MarketCode.UnknownInstrument;

        ref var market = ref _markets.Edit(input.InstrumentId);
        market.BidPrice = input.Quote.BidPrice;
        market.AskPrice = input.Quote.AskPrice;
        market.BidSize = input.Quote.BidSize;
        market.AskSize = input.Quote.AskSize;
        market.QuoteEventTimeNs = input.Quote.EventTimeNs;
        market.QuoteEngineTimeNs = input.TimestampNs;
        market.QuoteCount++;
        if (market.HasMid) market.LastGoodMid = MidOf(market.BidPrice, market.AskPrice);
        _marks.OnQuote(input.InstrumentId, in market);
        return MarketCode.Accepted;
    }

    public MarketCode OnTrade(in EngineEvent input)
    {
        Debug.Assert(input.Kind == EventKind.Trade);
        if ((uint)input.InstrumentId >= (uint)_count) return MarketCode.UnknownInstrument;

        var size = input.Trade.Size;
        var volume = _markets[input.InstrumentId].CumulativeVolume;
        if (size < 0 || size > long.MaxValue - volume) return MarketCode.VolumeOverflow;

        ref var market = ref _markets.Edit(input.InstrumentId);
        market.LastTradePrice = input.Trade.Price;
        market.LastTradeSize = size;
        market.LastTradeEventTimeNs = input.Trade.EventTimeNs;
        market.LastTradeEngineTimeNs = input.TimestampNs;
        market.CumulativeVolume = volume + size;
        market.TradeCount++;
        _marks.OnPrint(input.InstrumentId, in market, input.Trade.Price, input.TimestampNs);
        return MarketCode.Accepted;
    }

    public MarketCode OnBar(in EngineEvent input)
    {
        Debug.Assert(input.Kind == EventKind.Bar);
        if ((uint)input.InstrumentId >= (uint)_count) return MarketCode.UnknownInstrument;

        ref var market = ref _markets.Edit(input.InstrumentId);
        market.BarOpen = input.Bar.Open;
        market.BarHigh = input.Bar.High;
        market.BarLow = input.Bar.Low;
        market.BarClose = input.Bar.Close;
        market.BarVolume = input.Bar.Volume;
        market.BarStartTimeNs = input.Bar.StartTimeNs;
        market.BarIntervalNs = input.Bar.IntervalNs;
        market.BarEventTimeNs = input.Bar.EventTimeNs;
        market.BarEngineTimeNs = input.TimestampNs;
        market.BarCount++;
        _marks.OnPrint(input.InstrumentId, in market, input.Bar.Close, input.TimestampNs);
        return MarketCode.Accepted;
    }

    /// <summary>
    /// Half-even mean of two prices; the same as dividing the 128-bit sum, but it neither divides nor overflows.
    /// </summary>
    internal static long MidOf(long bid, long ask)
    {
        var floor = (bid & ask) + ((bid ^ ask) >> 1);
        var isHalf = (bid ^ ask) & 1;
        return floor + (floor & isHalf);    // A half goes to the even neighbour.
    }

    internal ref readonly InstrumentState InstrumentAt(int id) => ref _instruments[id];

    internal ref readonly MarketState MarketAt(int id) => ref _markets[id];

    internal int Find(in AsciiText24 symbol) => _symbols.Find(in symbol);

    private static bool IsSameDefinition(in InstrumentState known, in InstrumentPayload payload) =>
        known.Class == payload.Class && known.PriceExponent == payload.PriceExponent
        && known.SizeExponent == payload.SizeExponent && known.IsShortable == payload.IsShortable
        && known.CalendarId == payload.CalendarId && known.Multiplier == payload.Multiplier
        && known.TickSize == payload.TickSize && known.LotSize == payload.LotSize
        && known.ExpiryTimeNs == payload.ExpiryTimeNs
        && ((ReadOnlySpan<byte>)known.Currency).SequenceEqual(payload.Currency);

    private MarketCode CheckDefinition(in InstrumentPayload payload)
    {
        if (payload.Symbol[0] == 0 || payload.Class == InstrumentClass.None || payload.CalendarId < 0
            || payload.PriceExponent > FixedPoint.ExponentMax || payload.SizeExponent > FixedPoint.ExponentMax
            || payload.Multiplier <= 0 || payload.TickSize <= 0 || payload.LotSize <= 0)
        {
            return MarketCode.InvalidDefinition;
        }
        return _count == _instruments.Capacity ? MarketCode.InstrumentTableFull : MarketCode.Accepted;
    }

    private void Rebuild()
    {
        _symbols.Clear();
        _count = 0;
        while (_count < _instruments.Capacity && _instruments[_count].IsDefined) _symbols.Add(_count++);
    }
}
