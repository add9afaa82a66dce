using Engine.Core.Journal;
using Engine.Core.Snapshots;
using Engine.Core.Time;

namespace Engine.Core.Pipeline;

/// <summary>
/// Reads new snapshots back and takes old segments away, on a thread that gives way to all others. Nobody waits for it:
/// while it lags the journal is longer than it has to be.
/// </summary>
public sealed class RetentionThread : IDisposable
{
    private const int Niceness = 10;

    private static readonly TimeSpan IdleInterval = TimeSpan.FromMilliseconds(500);

    private readonly JournalFolder _folder;
    private readonly JournalRetention _retention;
    private readonly VerifiedSnapshots _snapshots;
    private readonly IClock _clock;
    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _thread;
    private Exception? _failure;
    private bool _isDisposed;

    internal RetentionThread(
        JournalFolder folder, JournalRetention retention, VerifiedSnapshots snapshots, IClock clock)
    {
        _folder = folder;
        _retention = retention;
        _snapshots = snapshots;
        _clock = clock;
        _thread = new Thread(Run) { Name = "retention", IsBackground = true };
    }

    /// <summary>Segments taken in this run.</summary>
    public long Recycled => _retention.Recycled;

    /// <summary>Recycled files that wait to be used again.</summary>
    public int Spares => _retention.Spares;

    /// <summary>Why nothing is taken any more; trading is not affected, but the folder grows.</summary>
    public Exception? Failure => Volatile.Read(ref _failure);

    public void Start() => _thread.Start();

    /// <summary>Ends the thread; before the seal, which writes the manifest as well.</summary>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        _stop.Set();
        if (_thread.IsAlive) _thread.Join();
        _retention.Dispose();
        _stop.Dispose();
    }

    private void Run()
    {
        ThreadNiceness.TryRaise(Niceness);
        try
        {
            while (!_stop.IsSet)
            {
                _snapshots.RunOnce(_folder.Manifest, _retention.DurableSequence());
                if (_retention.RunOnce(_snapshots.CoveredSequence, _clock.NowNs) == 0) _stop.Wait(IdleInterval);
            }
        }
        catch (Exception exception) when (
            exception is JournalWriteException or JournalReadException or JournalCorruptException)
        {
            // Shown with the health of the journal: what may be damaged is kept, and no reason to stop trading.
            Volatile.Write(ref _failure, exception);
        }
    }
}
