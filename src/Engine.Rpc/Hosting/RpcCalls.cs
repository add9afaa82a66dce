using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Engine.Rpc.Hosting;

/// <summary>
/// The calls that run on a server: how many, whether more may come, and their orderly end. Safe for any thread.
/// </summary>
public sealed class RpcCalls : IDisposable
{
    private readonly ILogger _log;
    private readonly CancellationTokenSource _draining = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private int _unary;
    private int _streaming;
    private long _refused;

    /// <param name="log">Where faults of handlers are told of; null for nowhere.</param>
    public RpcCalls(ILogger<RpcCalls>? log = null) => _log = (ILogger?)log ?? NullLogger.Instance;

    /// <summary>Unary calls that run now.</summary>
    public int RunningUnary => Volatile.Read(ref _unary);

    /// <summary>Streaming calls, of any kind, that run now.</summary>
    public int RunningStreaming => Volatile.Read(ref _streaming);

    /// <summary>Calls refused since the start because of a limit or a drain.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Whether the server takes no more calls.</summary>
    public bool IsDraining => _draining.IsCancellationRequested;

    /// <summary>Cancelled when the drain begins. Streams end on it.</summary>
    internal CancellationToken DrainToken => _draining.Token;

    /// <summary>
    /// Refuses new calls with UNAVAILABLE, ends open streams with UNAVAILABLE at once, and waits for unary calls.
    /// </summary>
    /// <param name="timeout">How long to wait.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Number of calls that still run: 0 when the drain is complete.</returns>
    public async Task<int> DrainAsync(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        // Not awaited yet: callbacks of handlers run in there, and one that hangs must not hold the drain.
        var cancelling = CancelStreamsAsync();
        lock (_gate)
        {
            CompleteIfIdle();
        }

        try
        {
            await Task.WhenAll(_idle.Task, cancelling).WaitAsync(timeout, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            // What still runs is the answer; the transport cuts it off.
        }

        lock (_gate)
        {
            return _unary + _streaming;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _draining.Dispose();

    /// <summary>Counts a call in. False: the server drains, or has <paramref name="streamingMax"/> streams.</summary>
    internal bool TryBegin(bool isStreaming, int streamingMax)
    {
        lock (_gate)
        {
            if (IsDraining || (isStreaming && _streaming >= streamingMax))
            {
                _refused++;
                return false;
            }

            _ = isStreaming ? _streaming++ : _unary++;
            return true;
        }
    }

    /// <summary>Counts a call out.</summary>
    internal void End(bool isStreaming)
    {
        lock (_gate)
        {
            _ = isStreaming ? _streaming-- : _unary--;
            CompleteIfIdle();
        }
    }

    /// <summary>Counts a call that was refused elsewhere.</summary>
    internal void CountRefused()
    {
        lock (_gate)
        {
            _refused++;
        }
    }

    private async Task CancelStreamsAsync()
    {
        try
        {
            await _draining.CancelAsync().ConfigureAwait(false);
        }
        catch (AggregateException exception)
        {
            // A fault of a handler, which is no reason to cut the other calls off.
            HostingLog.DrainCallbackFailed(_log, exception);
        }
    }

    private void CompleteIfIdle()
    {
        if (IsDraining && _unary + _streaming == 0)
        {
            _idle.TrySetResult();
        }
    }
}
