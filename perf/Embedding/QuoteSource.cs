using Engine.Core.Events;
using Engine.Core.MarketData;

namespace Embedding;

/// <summary>
/// A source of quotes in one instrument whose price swings around a mean: one microsecond apart, as fast as the lane
/// takes them.
/// </summary>
public sealed class QuoteSource(IInputWriter lane, string symbol, long quotes) : IMarketDataSource
{
    private const int ChunkRecords = 64;
    private const long FirstNs = 1_600_000_000_000_000_000;
    private const long StepNs = 1_000;
    private const long MeanPrice = 100_000_000; // Six decimals, the default of an instrument.
    private const long Swing = 1_000;           // Quotes up, and as many down.

    private readonly EngineEvent[] _chunk = new EngineEvent[ChunkRecords];
    private bool _isOpened;
    private bool _isDefined;
    private long _written;

    public string Name => "quotes";

    public bool IsEnded { get; private set; }

    public long FirstEventTimeNs => FirstNs;

    public SourceProgress Progress => new(_written, 0, _written, quotes);

    public int RunOnce()
    {
        if (IsEnded) return 0;
        if (!_isOpened) return (_isOpened = lane.TryWrite([Source(EventKind.SourceOpened)])) ? 1 : 0;
        if (!_isDefined) return (_isDefined = lane.TryWrite([Definition()])) ? 1 : 0;
        if (_written == quotes) return (IsEnded = lane.TryWrite([Source(EventKind.SourceEnded)])) ? 1 : 0;

        var count = (int)Math.Min(ChunkRecords, quotes - _written);
        for (var i = 0; i < count; i++) Quote(ref _chunk[i], _written + i);
        var taken = lane.WriteBatch(_chunk.AsSpan(0, count)); // What does not fit is written again next time.
        _written += taken;
        return taken;
    }

    public void Dispose()
    {
    }

    private EngineEvent Source(EventKind kind)
    {
        var record = Head(kind, instrument: -1, FirstNs + (_written * StepNs));
        record.Source.EventTimeNs = record.TimestampNs;
        record.Source.RowCount = _written;
        return record;
    }

    private EngineEvent Definition()
    {
        var record = Head(EventKind.InstrumentDefined, instrument: 0, FirstNs);
        record.Instrument = InstrumentCatalog.Default.Define(symbol);
        return record;
    }

    private static void Quote(ref EngineEvent record, long number)
    {
        record = Head(EventKind.Quote, instrument: 0, FirstNs + (number * StepNs));
        var away = Math.Abs((number % (2 * Swing)) - Swing) - (Swing / 2);
        record.Quote.BidPrice = MeanPrice + (away * 1_000) - 10_000;
        record.Quote.AskPrice = MeanPrice + (away * 1_000) + 10_000;
        record.Quote.BidSize = record.Quote.AskSize = 1_000_000;
        record.Quote.EventTimeNs = record.TimestampNs;
        record.Quote.ReceiveTimeNs = record.Quote.EarliestReceiveTimeNs = record.TimestampNs;
        record.Quote.SourceRow = number + 1;
    }

    private static EngineEvent Head(EventKind kind, int instrument, long timestampNs) => new()
    {
        Kind = kind,
        SchemaVersion = EngineEvent.CurrentSchemaVersion,
        InstrumentId = instrument,
        TimestampNs = timestampNs,
    };
}
