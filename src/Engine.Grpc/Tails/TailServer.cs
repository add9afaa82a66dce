using Engine.Core.Journal;
using Engine.Core.Pipeline;
using Engine.Grpc.Services;

namespace Engine.Grpc.Tails;

/// <summary>
/// Serves everybody who reads the journal, from its files, at or below the durable sequence, on one thread that gives
/// way to all others: whatever readers want, trading has the cores first.
/// <list type="number">
/// <item>Twenty times a second it looks how far the journal is durable; all readers go that far and no further, so what
/// came in between is read once and leaves in large messages.</item>
/// <item>Readers take turns, one message each. What a message needs is in pages that they share.</item>
/// <item>A reader whose client does not read is passed over until its write is through; it holds nothing but its place.
/// </item>
/// <item>What goes out to all of them per second is bounded.</item>
/// </list>
/// The thread starts with the first reader. It shares nothing with the engine but files and one number.
/// </summary>
internal sealed class TailServer : IDisposable
{
    private const int Niceness = 10;

    private readonly Func<long> _durableSequence;
    private readonly ReaderClaims _claims;
    private readonly TailLimits _limits;
    private readonly TimeProvider _time;
    private readonly EventEncoder _encoder;
    private readonly JournalPages _pages;
    private readonly TailPace _pace;
    private readonly EncodedBatch _batch = new();
    private readonly object _signal = new();
    private readonly Action _wake;
    private readonly Lock _gate = new();
    private readonly List<JournalTail> _arrived = []; // Under the gate.
    private readonly List<JournalTail> _tails = [];   // Of the thread.
    private Thread? _thread;                          // Under the gate.
    private int _isWoken;
    private bool _isStopped;
    private int _count;
    private int _first;
    private long _durable;
    private long _lookedAt;

    public TailServer(
        IJournalStorage storage, ReaderClaims claims, Func<long> durableSequence, EventEncoder encoder,
        TailLimits limits, TimeProvider time)
    {
        _claims = claims;
        _durableSequence = durableSequence;
        _encoder = encoder;
        _limits = limits;
        _time = time;
        _pages = new JournalPages(storage);
        _pace = new TailPace(limits.BytesPerSecond, time);
        _wake = Wake;
    }

    /// <summary>Readers being served.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Pages that were read or read on.</summary>
    public long PageFills => _pages.Fills;

    /// <summary>Sends until the limit, the end of what is durable, or for ever.</summary>
    /// <exception cref="global::Grpc.Core.RpcException">In the task: the reader fell behind; the trailer says where to
    /// resume.</exception>
    /// <exception cref="JournalRecycledException">In the task: retention has taken the first record.</exception>
    /// <exception cref="JournalCorruptException">In the task: the journal is damaged there.</exception>
    public async Task RunAsync(TailRequest request, CancellationToken cancellation)
    {
        using var claim = _claims.Add("tail", request.FromSequence);
        using var tail = new JournalTail(request, claim, _limits, _time, cancellation);
        using var waking = cancellation.UnsafeRegister(static server => ((TailServer)server!).Wake(), this);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isStopped, this);
            _arrived.Add(tail);
            if (_thread is null)
            {
                _thread = new Thread(Run) { Name = "journal-tails", IsBackground = true };
                _thread.Start();
            }
        }
        Wake();
        await tail.Completion.ConfigureAwait(false);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_isStopped) return;
            Volatile.Write(ref _isStopped, true);
        }
        Wake();
        _thread?.Join();
        foreach (var tail in _arrived) tail.Stop();
        _pages.Dispose();
    }

    private void Wake()
    {
        if (Interlocked.Exchange(ref _isWoken, 1) != 0) return;
        lock (_signal) Monitor.Pulse(_signal);
    }

    private void Run()
    {
        ThreadNiceness.TryRaise(Niceness);
        while (!Volatile.Read(ref _isStopped))
        {
            Volatile.Write(ref _isWoken, 0);
            Admit();
            LookIfDue();
            var wait = Serve();
            if (wait != TimeSpan.Zero) Wait(wait);
        }
        foreach (var tail in _tails) tail.Stop();
    }

    private void Wait(TimeSpan atMost)
    {
        lock (_signal)
        {
            if (Volatile.Read(ref _isWoken) == 0) Monitor.Wait(_signal, atMost);
        }
    }

    // Whoever comes sees at least what was durable when he came.
    private void Admit()
    {
        lock (_gate)
        {
            if (_arrived.Count == 0) return;
            _tails.AddRange(_arrived);
            _arrived.Clear();
        }
        Volatile.Write(ref _count, _tails.Count);
        _lookedAt = 0;
    }

    private void LookIfDue()
    {
        if (_lookedAt != 0 && _time.GetElapsedTime(_lookedAt) < ControlLimits.JournalPoll) return;
        _lookedAt = _time.GetTimestamp();
        _durable = _durableSequence();
    }

    /// <summary>One turn for everybody; how long to wait until the next.</summary>
    private TimeSpan Serve()
    {
        if (_tails.Count == 0) return Timeout.InfiniteTimeSpan;

        var hasMoved = false;
        var isPaced = false;
        _first = (_first + 1) % _tails.Count; // Nobody is always the first to be paid from what may be sent.
        var count = _tails.Count;
        for (var i = 0; i < count; i++)
        {
            var index = (_first + i) % count;
            var step = _tails[index].Step(_durable, _pages, _encoder, _batch, _pace, _wake);
            hasMoved |= step == TailStep.Moved;
            isPaced |= step == TailStep.Paced;
            if (step == TailStep.Over) _tails[index] = null!;
        }
        if (_tails.RemoveAll(tail => tail is null) > 0) Volatile.Write(ref _count, _tails.Count);
        if (hasMoved) return TimeSpan.Zero;

        var untilLook = ControlLimits.JournalPoll - _time.GetElapsedTime(_lookedAt);
        var wait = isPaced && _pace.WaitTime() is var paced && paced < untilLook ? paced : untilLook;
        return wait > TimeSpan.FromMilliseconds(1) ? wait : TimeSpan.FromMilliseconds(1);
    }
}
