using Engine.Core.Journal;

namespace Engine.Core.Pipeline;

/// <summary>Keeps the hash chain going on a thread of low priority. It may lag; nobody waits for it.</summary>
public sealed class HashChainThread : IDisposable
{
    private static readonly TimeSpan IdleInterval = TimeSpan.FromMilliseconds(20);

    private readonly HashChainWriter _chain;
    private readonly Func<long> _durableSequence;
    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _thread;
    private Exception? _failure;
    private bool _isDisposed;

    private HashChainThread(HashChainWriter chain, Func<long> durableSequence)
    {
        _chain = chain;
        _durableSequence = durableSequence;
        _thread = new Thread(Run) { Name = "hash-chain", IsBackground = true, Priority = ThreadPriority.Lowest };
    }

    /// <summary>Records that the chain does not cover yet.</summary>
    public long LagRecords => _chain.LagRecords(_durableSequence());

    /// <summary>
    /// Why the chain stopped growing; the journal itself is not affected, and the seal closes the chain.
    /// </summary>
    public Exception? Failure => Volatile.Read(ref _failure);

    public static HashChainThread Start(HashChainWriter chain, Func<long> durableSequence)
    {
        var thread = new HashChainThread(chain, durableSequence);
        thread._thread.Start();
        return thread;
    }

    /// <summary>Ends the thread and closes the file; the seal of the journal completes the chain.</summary>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        _stop.Set();
        _thread.Join();
        _chain.Dispose();
        _stop.Dispose();
    }

    private void Run()
    {
        try
        {
            while (!_stop.IsSet)
                if (_chain.RunOnce(_durableSequence()) == 0) _stop.Wait(IdleInterval);
        }
        catch (Exception exception) when (
            exception is JournalWriteException or JournalReadException or JournalCorruptException)
        {
            // Shown in the status; a chain that lags is no reason to stop trading.
            Volatile.Write(ref _failure, exception);
        }
    }
}
