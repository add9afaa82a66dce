using Engine.Core.Events;
using Engine.Core.MarketData;

namespace Engine.Core.Tests.MarketData;

/// <summary>Sums up ticks as the golden summary does.</summary>
internal sealed class TotalsWriter : IInputWriter
{
    private QuotePayload _lastQuote = new() { BidPrice = FixedPoint.Absent, AskPrice = FixedPoint.Absent };

    public long QuoteRows { get; private set; }

    public long TradeRows { get; private set; }

    public int Symbols { get; private set; }

    public long FirstTimeNs { get; private set; }

    public long LastTimeNs { get; private set; }

    public long Volume { get; private set; }

    public Int128 Notional { get; private set; }

    public long LowTrade { get; private set; }

    public long HighTrade { get; private set; }

    public long CrossedRows { get; private set; }

    public long LockedRows { get; private set; }

    public long LastBid => _lastQuote.BidPrice;

    public long LastAsk => _lastQuote.AskPrice;

    public EngineEvent Last { get; private set; }

    public bool TryWrite(ReadOnlySpan<EngineEvent> input) => true;

    public int WriteBatch(ReadOnlySpan<EngineEvent> inputs)
    {
        foreach (ref readonly var input in inputs)
        {
            if (input.Kind == EventKind.InstrumentDefined) Symbols++;
            if (input.Kind == EventKind.Quote) OnQuote(in input);
            if (input.Kind == EventKind.Trade) OnTrade(in input);
        }
        Last = inputs[^1];
        return inputs.Length;
    }

    private void OnQuote(in EngineEvent input)
    {
        QuoteRows++;
        SeeTime(input.TimestampNs);
        _lastQuote = input.Quote;
        if (_lastQuote.BidPrice == FixedPoint.Absent || _lastQuote.AskPrice == FixedPoint.Absent) return;
        if (_lastQuote.BidPrice > _lastQuote.AskPrice) CrossedRows++;
        if (_lastQuote.BidPrice == _lastQuote.AskPrice) LockedRows++;
    }

    private void OnTrade(in EngineEvent input)
    {
        var price = input.Trade.Price;
        if (TradeRows++ == 0) LowTrade = HighTrade = price;
        SeeTime(input.TimestampNs);
        Volume += input.Trade.Size;
        Notional += (Int128)price * input.Trade.Size;
        LowTrade = Math.Min(LowTrade, price);
        HighTrade = Math.Max(HighTrade, price);
    }

    private void SeeTime(long timeNs)
    {
        if (FirstTimeNs == 0) FirstTimeNs = timeNs;
        LastTimeNs = timeNs;
    }
}
