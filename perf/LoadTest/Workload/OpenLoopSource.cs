using System.Diagnostics;
using Engine.Core.Events;
using Engine.Core.MarketData;

namespace LoadTest.Workload;

/// <summary>
/// Quotes at a fixed rate whatever the engine does: quote k is due at start + k / rate, and its event time says so, so
/// that latency counts from the planned time even when the source itself comes late. Polling, its thread never parks:
/// nothing would wake it when a quote is due, and up to a millisecond of the latency would be its own sleep.
/// </summary>
internal sealed class OpenLoopSource : IPlannedSource
{
    private const int BurstMax = 64;
    private const long NsPerSecond = 1_000_000_000;

    private readonly SourceFrame _frame;
    private readonly EngineEvent[] _quotes;
    private readonly IInputWriter _writer;
    private readonly double _ticksPerQuote;
    private readonly double _nsPerQuote;
    private readonly long _quotesMax;
    private readonly EngineEvent[] _burst = new EngineEvent[BurstMax];
    private readonly int _idleWork; // What a pass without a due quote reports.
    private long _next;
    private long _startTicks;
    private bool _isOpened;

    public OpenLoopSource(
        RecordedRows rows, IInputWriter writer, double ratePerSecond, long quotesMax, bool isPolling = false)
    {
        _idleWork = isPolling ? 1 : 0;
        _writer = writer;
        _ticksPerQuote = Stopwatch.Frequency / ratePerSecond;
        _nsPerQuote = NsPerSecond / ratePerSecond;
        _quotesMax = quotesMax;
        _quotes = [.. rows.Records.Where(r => r.Kind == EventKind.Quote && HasBothSides(in r.Quote)).Take(65_536)];
        _frame = new SourceFrame(rows, writer);
    }

    public string Name => "open loop";

    public bool IsEnded { get; private set; }

    public long FirstEventTimeNs => _frame.FirstEventTimeNs;

    public SourceProgress Progress => new(_next, 0, _next, _quotesMax);

    /// <summary>When, in ticks of <see cref="Stopwatch"/>, the quote of an event time was due.</summary>
    public long DueTicks(long eventTimeNs) =>
        _startTicks + (long)Math.Round((eventTimeNs - FirstEventTimeNs) / _nsPerQuote * _ticksPerQuote);

    public long DueCount => Volatile.Read(ref _startTicks) is var start and > 0
        ? Math.Clamp((long)((Stopwatch.GetTimestamp() - start) / _ticksPerQuote), 0, _quotesMax)
        : 0;

    /// <summary>Event time that is due now.</summary>
    public long NowNs => FirstEventTimeNs
        + (long)((Stopwatch.GetTimestamp() - Volatile.Read(ref _startTicks)) / _ticksPerQuote * _nsPerQuote);

    public int RunOnce()
    {
        if (IsEnded) return 0;
        if (!_isOpened) return Open();
        if (_next == _quotesMax) return EndIfTaken();

        var due = Math.Min(_quotesMax, (long)((Stopwatch.GetTimestamp() - _startTicks) / _ticksPerQuote) + 1);
        var count = (int)Math.Min(BurstMax, due - _next);
        if (count <= 0) return _idleWork;

        for (var i = 0; i < count; i++) Build(ref _burst[i], _next + i);
        var written = _writer.WriteBatch(_burst.AsSpan(0, count));
        _next += written;
        return written;
    }

    public void Dispose()
    {
    }

    private int Open()
    {
        if (!_frame.TryOpen()) return 0;
        Volatile.Write(ref _startTicks, Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 10));
        _isOpened = true;
        return 1;
    }

    private int EndIfTaken() => (IsEnded = _frame.TryEnd(_next)) ? 1 : 0;

    private void Build(ref EngineEvent quote, long number)
    {
        quote = _quotes[number % _quotes.Length];
        var eventTimeNs = FirstEventTimeNs + (long)Math.Round(number * _nsPerQuote);
        quote.TimestampNs = eventTimeNs;
        quote.Quote.EventTimeNs = eventTimeNs;
        quote.Quote.ReceiveTimeNs = eventTimeNs;
        quote.Quote.EarliestReceiveTimeNs = eventTimeNs;
        quote.Quote.SourceRow = number + 1;
    }

    private static bool HasBothSides(in QuotePayload quote) =>
        quote.BidPrice != FixedPoint.Absent && quote.AskPrice > quote.BidPrice
        && quote.BidSize > 0 && quote.AskSize > 0;
}
