using Engine.Core.Events;
using LoadTest.Workload;

namespace LoadTest.Wire;

/// <summary>
/// Quotes at a fixed rate; the event time of each says when it was due, so that an order tells it back.
/// </summary>
internal sealed class QuoteFrames(RecordedRows rows, double ratePerSecond)
{
    private const int QuotesMax = 4_096;

    private readonly EngineEvent[] _quotes =
    [
        .. rows.Records.Where(r => r.Kind == EventKind.Quote && r.Quote is { BidSize: > 0, AskSize: > 0 })
            .Take(QuotesMax),
    ];

    private readonly double _nsPerQuote = 1e9 / ratePerSecond;
    private readonly long _firstNs = rows.Records[0].TimestampNs;

    public EngineEvent Build(long number)
    {
        var quote = _quotes[number % _quotes.Length];
        var eventTimeNs = _firstNs + (long)Math.Round(number * _nsPerQuote);
        quote.TimestampNs = eventTimeNs;
        quote.Quote.EventTimeNs = quote.Quote.ReceiveTimeNs = quote.Quote.EarliestReceiveTimeNs = eventTimeNs;
        quote.Quote.SourceRow = number + 1;
        return quote;
    }

    /// <summary>Nanoseconds after the start at which the quote of an event time was due.</summary>
    public long DueNs(long eventTimeNs) => eventTimeNs - _firstNs;
}
