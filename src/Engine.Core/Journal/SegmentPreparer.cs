using System.Diagnostics;

namespace Engine.Core.Journal;

/// <summary>
/// Builds the next segment ahead of use and retires the one before, so that a roll on the journal thread swaps
/// references. One segment is prepared and at most one is being retired at any time, in this order: a retired segment
/// is synced before the next one gets its name. Recovery relies on it: if segment n exists, all of n - 2 is durable.
/// <para>The two hand-overs are single references, exchanged without a lock. The lock keeps two threads from working at
/// once. An append that rolls before the next segment is ready waits for the thread: preparing on the journal thread
/// would allocate there, and the segment would not be ready sooner.</para>
/// </summary>
internal sealed class SegmentPreparer : IDisposable
{
    private const int ZeroChunkBytes = 1 << 20;
    private const int ZeroBytesPerSync = 8 << 20;

    private readonly IJournalStorage _storage;
    private readonly SpareSegments _spares;
    private readonly int _runEpoch;
    private readonly int _capacityRecords;
    private readonly Durability _durability;
    private readonly byte[] _zeros;
    private readonly object _work = new(); // Pulsed after every attempt.
    private readonly AutoResetEvent _wake = new(false);
    private readonly Thread? _thread;
    private PreparedSegment? _ready;
    private IStorageFile? _retired;
    private JournalWriteException? _failure;
    private int _nextNumber;
    private int _attempts;
    private bool _isSyncLost;
    private bool _isStopping;

    public SegmentPreparer(
        IJournalStorage storage, SpareSegments spares, int runEpoch, int firstNumber, int capacityRecords,
        Durability durability, bool hasThread)
    {
        _storage = storage;
        _spares = spares;
        _runEpoch = runEpoch;
        _nextNumber = firstNumber;
        _capacityRecords = capacityRecords;
        _durability = durability;
        _zeros = durability == Durability.Synced ? new byte[ZeroChunkBytes] : [];
        if (!hasThread) return;

        _thread = new Thread(Work)
        {
            IsBackground = true,
            Name = "segment-preparer",
            Priority = ThreadPriority.BelowNormal,
        };
    }

    /// <summary>Why the next segment could not be prepared; null if nothing is wrong. Any thread may look.</summary>
    public JournalWriteException? Failure => Volatile.Read(ref _failure);

    /// <summary>True until the retired segment is synced and closed.</summary>
    public bool IsRetiring => Volatile.Read(ref _retired) is not null;

    public bool IsReady => Volatile.Read(ref _ready) is not null;

    public void Start() => _thread?.Start();

    /// <summary>Wakes the thread; after a failure this is also the retry, once the operator has made room.</summary>
    public void Wake()
    {
        if (_thread is not null) _wake.Set();
    }

    /// <summary>
    /// The prepared segment. If it is not ready, waits for the thread to try once, or without one prepares it here.
    /// </summary>
    public PreparedSegment Take()
    {
        var ready = Interlocked.Exchange(ref _ready, null);
        if (ready is not null) return ready;

        if (_thread is { IsAlive: true }) AwaitAttempt();
        else RunOnce();
        return Interlocked.Exchange(ref _ready, null) ?? throw Failure!;
    }

    /// <summary>Takes over a full segment, to sync and close it.</summary>
    public void Retire(IStorageFile file)
    {
        var before = Interlocked.Exchange(ref _retired, file);
        Debug.Assert(before is null, "A segment is taken only after the one retired before it was closed.");
        Wake();
    }

    /// <summary>Retires and prepares what there is to do; returns how much that was.</summary>
    public int RunOnce() => Attempt(mayPrepare: true);

    /// <summary>Syncs and closes the retired segment, if the thread has not done so.</summary>
    public void RetireNow() => Attempt(mayPrepare: false);

    /// <summary>Ends the thread, closes the retired segment and removes the prepared one.</summary>
    public void Dispose()
    {
        Volatile.Write(ref _isStopping, true);
        if (_thread is { IsAlive: true })
        {
            _wake.Set();
            _thread.Join();
        }
        lock (_work)
        {
            if (Interlocked.Exchange(ref _ready, null) is { } ready) ready.File.Dispose();
            if (Interlocked.Exchange(ref _retired, null) is { } retired) retired.Dispose();
        }
        _wake.Dispose();
    }

    private void Work()
    {
        while (!Volatile.Read(ref _isStopping))
        {
            RunOnce();
            _wake.WaitOne();
        }
    }

    private int Attempt(bool mayPrepare)
    {
        lock (_work)
        {
            var done = 0;
            try
            {
                if (_isSyncLost) return 0; // Never retried; the failure stays, and with it no further segment.

                done = RetireLast();
                if (mayPrepare && Volatile.Read(ref _ready) is null)
                {
                    Volatile.Write(ref _ready, Prepare());
                    done++;
                }
                Volatile.Write(ref _failure, null);
            }
            catch (JournalWriteException e)
            {
                // Kept, not thrown: on this thread nobody could act on it. The append that needs the segment throws it,
                // and whoever polls Failure can stop in time.
                Volatile.Write(ref _failure, e);
            }
            finally
            {
                if (mayPrepare) _attempts++;
                Monitor.PulseAll(_work);
            }
            return done;
        }
    }

    private int RetireLast()
    {
        if (Volatile.Read(ref _retired) is not { } file) return 0;

        _isSyncLost = true; // Stays so if the sync throws.
        file.SyncData(); // Under Synced the writer synced it before it rolled: nothing is left to write.
        _isSyncLost = false;
        file.Dispose();
        Volatile.Write(ref _retired, null);
        return 1;
    }

    private void AwaitAttempt()
    {
        lock (_work)
        {
            var before = _attempts;
            _wake.Set();
            while (_attempts == before && !IsReady) Monitor.Wait(_work);
        }
    }

    private PreparedSegment Prepare()
    {
        if (_spares.TryTake(out var spare, out var recycled, out var old)) return Reuse(spare, recycled, old.Leftover);

        var temporary = JournalFormat.SegmentName(_nextNumber) + JournalFormat.TemporarySuffix;
        var length = JournalFormat.OffsetOf(_capacityRecords);
        _storage.Delete(temporary); // Left over from an attempt that failed.

        var file = _storage.Create(temporary);
        try
        {
            var header = Header(default);
            file.Preallocate(length);
            file.Write(header, 0);
            if (_durability == Durability.Synced) WriteZeros(file, length);
            file.SyncAll();
            return Name(temporary, file, header, default);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Nothing but the header is written: what the file holds is known, and never validates here.</summary>
    private PreparedSegment Reuse(string spare, IStorageFile file, SegmentLeftover leftover)
    {
        try
        {
            var header = Header(leftover);
            file.Write(header, 0);
            file.SyncAll();
            return Name(spare, file, header, leftover);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private byte[] Header(SegmentLeftover leftover)
    {
        var header = new byte[SegmentHeader.SizeInBytes];
        new SegmentHeader(
            JournalFormat.Version, _runEpoch, _nextNumber, _capacityRecords, 0, JournalFormat.SchemaHash)
        {
            Leftover = leftover,
        }.Write(header);
        return header;
    }

    // The header is on stable storage by now: whoever finds the name finds a segment.
    private PreparedSegment Name(string before, IStorageFile file, byte[] header, SegmentLeftover leftover)
    {
        _storage.Rename(before, JournalFormat.SegmentName(_nextNumber));
        _storage.SyncDirectory();
        return new PreparedSegment(_nextNumber++, file, header, leftover);
    }

    private void WriteZeros(IStorageFile file, long length)
    {
        var unsynced = 0;
        for (long offset = SegmentHeader.SizeInBytes; offset < length; offset += _zeros.Length)
        {
            file.Write(_zeros.AsSpan(0, (int)Math.Min(_zeros.Length, length - offset)), offset);
            unsynced += _zeros.Length;
            if (unsynced < ZeroBytesPerSync) continue;

            // In portions: one sync of a whole segment would hold up the group commits of the journal thread.
            file.SyncData();
            unsynced = 0;
        }
    }
}
