using System.Diagnostics;
using Engine.Core.Events;
using Engine.Core.MarketData;

namespace Engine.Grpc.Tests.Health;

/// <summary>Quotes of one instrument, a few milliseconds apart, while the test lets it speak.</summary>
internal sealed class SpokenSource(IInputWriter writer, int calendarId) : IMarketDataSource
{
    public const long StartNs = 1_767_623_400_000_000_000;

    private static readonly long IntervalTicks = Stopwatch.Frequency / 200;

    private long _row;
    private long _nextTicks;
    private bool _isOpened;

    public string Name => "spoken";

    /// <summary>Set by the test, read by the source's thread: late is early enough.</summary>
    public bool IsSpeaking { get; set; } = true;

    public bool IsEnded => false;

    public long FirstEventTimeNs => StartNs;

    public SourceProgress Progress => new(_row, 0, 0, 0);

    public int RunOnce()
    {
        var now = Stopwatch.GetTimestamp();
        if (!IsSpeaking || now < _nextTicks) return 0;
        if (!_isOpened) return Open();

        _nextTicks = now + IntervalTicks;
        var quote = Record(EventKind.Quote, instrumentId: 0);
        quote.Quote.BidPrice = 10_000 + (++_row & 31);
        quote.Quote.AskPrice = quote.Quote.BidPrice + 2;
        quote.Quote.BidSize = quote.Quote.AskSize = 500;
        quote.Quote.EventTimeNs = quote.Quote.ReceiveTimeNs = quote.Quote.EarliestReceiveTimeNs = quote.TimestampNs;
        quote.Quote.SourceRow = _row;
        return writer.TryWrite([quote]) ? 1 : 0;
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
        definition.Instrument.Currency = AsciiText8.From("USD");
        definition.Instrument.Multiplier = 1;
        definition.Instrument.TickSize = 1;
        definition.Instrument.LotSize = 1;
        definition.Instrument.CalendarId = calendarId;
        _isOpened = writer.WriteBatch([Record(EventKind.SourceOpened, instrumentId: -1), definition]) == 2;
        return _isOpened ? 1 : throw new InvalidOperationException("The lane has no room for two records.");
    }

    private static EngineEvent Record(EventKind kind, int instrumentId) => new()
    {
        Kind = kind,
        SchemaVersion = EngineEvent.CurrentSchemaVersion,
        InstrumentId = instrumentId,
        TimestampNs = StartNs,
    };
}
