using Engine.Core.Events;
using Engine.Core.MarketData;

namespace Engine.Core.Tests.Allocation;

/// <summary>Quotes of one instrument, a millisecond of event time apart, as fast as the lane takes them.</summary>
internal sealed class QuoteSource(IInputWriter writer, long rows) : IMarketDataSource
{
    private const long StartTimeNs = 1_767_623_400_000_000_000;
    private const long StepNs = 1_000_000;
    private const int ChunkRecords = 64;

    private readonly EngineEvent[] _chunk = new EngineEvent[ChunkRecords];
    private long _row;
    private int _start = ChunkRecords; // Of what the chunk still holds.
    private bool _isOpened;

    public string Name => "quotes";

    public bool IsEnded { get; private set; }

    public long FirstEventTimeNs => StartTimeNs;

    public SourceProgress Progress => new(_row, 0, _row, rows);

    public int RunOnce()
    {
        if (IsEnded) return 0;
        if (!_isOpened) return Open();
        if (_start == ChunkRecords && _row >= rows) return End();
        if (_start == ChunkRecords) Fill();

        var written = writer.WriteBatch(_chunk.AsSpan(_start));
        _start += written;
        return written;
    }

    public void Dispose()
    {
    }

    private int Open()
    {
        var definition = Record(EventKind.InstrumentDefined, instrumentId: 0);
        definition.Instrument.Symbol = AsciiText24.From("ALFA");
        definition.Instrument.Class = InstrumentClass.Equity;
        definition.Instrument.PriceExponent = 2;
        definition.Instrument.IsShortable = 1;
        definition.Instrument.Currency = AsciiText8.From("USD");
        definition.Instrument.Multiplier = 1;
        definition.Instrument.TickSize = 1;
        definition.Instrument.LotSize = 1;
        _isOpened = writer.WriteBatch([Record(EventKind.SourceOpened, instrumentId: -1), definition]) == 2;
        if (!_isOpened) throw new InvalidOperationException("The lane has no room for the opening of the source.");
        return 1;
    }

    private int End()
    {
        IsEnded = writer.TryWrite([Record(EventKind.SourceEnded, instrumentId: -1)]);
        return IsEnded ? 1 : 0;
    }

    private void Fill()
    {
        _start = 0;
        for (var i = 0; i < ChunkRecords; i++)
        {
            ref var quote = ref _chunk[i];
            quote = Record(EventKind.Quote, instrumentId: 0);
            quote.Quote.BidPrice = 10_000 + (++_row & 31);
            quote.Quote.AskPrice = quote.Quote.BidPrice + 2;
            quote.Quote.BidSize = 500;
            quote.Quote.AskSize = 500;
            quote.Quote.EventTimeNs = quote.TimestampNs;
            quote.Quote.ReceiveTimeNs = quote.TimestampNs;
            quote.Quote.EarliestReceiveTimeNs = quote.TimestampNs;
            quote.Quote.SourceRow = _row;
        }
    }

    private EngineEvent Record(EventKind kind, int instrumentId) => new()
    {
        Kind = kind,
        SchemaVersion = EngineEvent.CurrentSchemaVersion,
        InstrumentId = instrumentId,
        TimestampNs = StartTimeNs + (_row * StepNs),
    };
}
