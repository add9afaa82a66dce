using System.Diagnostics;
using Engine.Core.Events;

namespace Engine.Core.MarketData;

/// <summary>
/// Stands between a live feed, which cannot wait, and a lane, which may be full. What fits goes straight through. Else:
/// <list type="bullet">
/// <item>A quote replaces the waiting quote of its instrument, in its place: a busy instrument neither grows the
/// backlog
/// nor starves. The survivor keeps the receive time of the earliest quote it replaced, for latencies too, and their
/// number.</item>
/// <item>Trades, definitions and everything else wait in order and are never replaced or dropped. When
/// <c>backlogMax</c> of them wait, <see cref="Publish"/> blocks its caller, the feed, until the lane takes some.</item>
/// <item>When the backlog is gone, one ConflationCounted per instrument says how many of its quotes were replaced; it
/// carries the count and the receive times of the first replaced and the last replacing quote in a quote payload
/// without prices.</item>
/// </list>
/// A trade may thus be behind a quote that is newer. Memory is bounded: one quote per instrument and the backlog.
/// The feed's thread calls <see cref="Publish"/>, the source's thread <see cref="RunOnce"/>; a lock keeps them apart,
/// so the lane has one
/// writer at a time.
/// </summary>
public sealed class ConflatingPublisher : IDisposable
{
    private const int RetryMs = 1;
    private const long NoneWaiting = -1;

    private readonly object _gate = new();
    private readonly IInputWriter _writer;
    private readonly EngineEvent[] _backlog;       // A ring; positions count up and are taken modulo its length.
    private readonly long[] _quotePositions;       // By instrument.
    private readonly QuotePayload[] _conflated;    // By instrument, since the backlog was empty last.
    private readonly int[] _conflatedInstruments;
    private readonly int _othersMax;
    private int _conflatedInstrumentCount;
    private long _head;
    private long _tail;
    private int _others;
    private bool _isDisposed;

    /// <param name="instrumentsMax">Local ids are below this.</param>
    /// <param name="backlogMax">Trades and other inputs that may wait.</param>
    public ConflatingPublisher(IInputWriter writer, int instrumentsMax, int backlogMax)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(instrumentsMax);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(backlogMax);
        _writer = writer;
        _othersMax = backlogMax;
        _backlog = new EngineEvent[checked(instrumentsMax + backlogMax)];
        _quotePositions = new long[instrumentsMax];
        Array.Fill(_quotePositions, NoneWaiting);
        _conflated = new QuotePayload[instrumentsMax];
        _conflatedInstruments = new int[instrumentsMax];
    }

    /// <summary>Inputs that wait for the lane.</summary>
    public int BacklogCount
    {
        get
        {
            lock (_gate) return (int)(_tail - _head);
        }
    }

    /// <summary>Quotes replaced since the start.</summary>
    public long ConflatedTotal { get; private set; }

    /// <summary>How often <see cref="Publish"/> had to block its caller.</summary>
    public long BlockedTotal { get; private set; }

    /// <summary>Takes one input of one record. Blocks only when as many trades wait as may.</summary>
    /// <exception cref="ObjectDisposedException">Disposed, now or while it blocked; the input was not
    /// taken.</exception>
    public void Publish(in EngineEvent input)
    {
        var isQuote = input.Kind == EventKind.Quote;
        if (isQuote && (uint)input.InstrumentId >= (uint)_quotePositions.Length)
            throw new ArgumentOutOfRangeException(nameof(input), input.InstrumentId, "The local id is out of range.");

        lock (_gate)
        {
            var hasBlocked = false;
            while (!TryPublish(in input, isQuote))
            {
                if (!hasBlocked) BlockedTotal++;
                hasBlocked = true;
                Monitor.Wait(_gate, RetryMs);    // Tries the lane again itself, should nobody call RunOnce.
            }
        }
    }

    /// <summary>Writes what fits of the backlog; returns how many inputs.</summary>
    public int RunOnce()
    {
        lock (_gate) return Drain();
    }

    /// <summary>Ends a publish that blocks. What waits is not written any more.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            Monitor.PulseAll(_gate);
        }
    }

    private bool TryPublish(in EngineEvent input, bool isQuote)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        Drain();
        if (_head == _tail && _writer.WriteBatch(new ReadOnlySpan<EngineEvent>(in input)) == 1) return true;

        if (isQuote && _quotePositions[input.InstrumentId] != NoneWaiting) Replace(in input);
        else if (isQuote || _others < _othersMax) Enqueue(in input, isQuote);
        else return false;
        return true;
    }

    private void Enqueue(in EngineEvent input, bool isQuote)
    {
        ref var waiting = ref _backlog[_tail % _backlog.Length];
        waiting = input;
        if (waiting.CauseSequence == 0) waiting.CauseSequence = Stopwatch.GetTimestamp(); // It waits from now on.
        if (isQuote) _quotePositions[input.InstrumentId] = _tail;
        else _others++;
        _tail++;
    }

    private void Replace(in EngineEvent input)
    {
        ref var waiting = ref _backlog[_quotePositions[input.InstrumentId] % _backlog.Length];
        var earliestNs = waiting.Quote.EarliestReceiveTimeNs;
        var receivedTicks = waiting.CauseSequence;
        var count = waiting.Quote.ConflatedCount + 1;
        waiting = input;
        waiting.CauseSequence = receivedTicks;
        waiting.Quote.EarliestReceiveTimeNs = earliestNs;
        waiting.Quote.ConflatedCount = count;
        ConflatedTotal++;

        ref var total = ref _conflated[input.InstrumentId];
        if (total.ConflatedCount == 0)
        {
            _conflatedInstruments[_conflatedInstrumentCount++] = input.InstrumentId;
            total.EarliestReceiveTimeNs = earliestNs;
        }
        total.ConflatedCount++;
        total.EventTimeNs = input.Quote.EventTimeNs;
        total.ReceiveTimeNs = input.Quote.ReceiveTimeNs;
        total.SourceRow = input.Quote.SourceRow;
    }

    private int Drain()
    {
        var written = 0;
        while (_head != _tail)
        {
            var start = (int)(_head % _backlog.Length);
            var length = (int)Math.Min(_tail - _head, _backlog.Length - start);
            var count = _writer.WriteBatch(_backlog.AsSpan(start, length));
            for (var i = 0; i < count; i++) Forget(in _backlog[start + i]);
            _head += count;
            written += count;
            if (count < length) break;
        }
        if (_head == _tail) written += WriteCounts();
        if (written != 0) Monitor.PulseAll(_gate);
        return written;
    }

    private void Forget(in EngineEvent written)
    {
        if (written.Kind == EventKind.Quote) _quotePositions[written.InstrumentId] = NoneWaiting;
        else _others--;
    }

    private int WriteCounts()
    {
        var written = 0;
        while (_conflatedInstrumentCount > 0)
        {
            var instrument = _conflatedInstruments[_conflatedInstrumentCount - 1];
            var counted = new EngineEvent
            {
                Kind = EventKind.ConflationCounted,
                SchemaVersion = EngineEvent.CurrentSchemaVersion,
                InstrumentId = instrument,
                TimestampNs = _conflated[instrument].EventTimeNs,
                Quote = _conflated[instrument],
            };
            counted.Quote.BidPrice = counted.Quote.AskPrice = FixedPoint.Absent;
            counted.Quote.BidSize = counted.Quote.AskSize = FixedPoint.Absent;
            if (_writer.WriteBatch(new ReadOnlySpan<EngineEvent>(in counted)) == 0) break;

            _conflated[instrument] = default;
            _conflatedInstrumentCount--;
            written++;
        }
        return written;
    }
}
