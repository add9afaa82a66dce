using Engine.Rpc.Protocol;

namespace Engine.Rpc.Server;

/// <summary>
/// The deadline of one call. At that time waits for the client end and the token of the call is cancelled; the handler
/// then has to return, because a request cannot be ended behind its back.
/// </summary>
/// <remarks>
/// Timer and end of the call may meet. Both take the lock: either the timer comes first, and the call ends with
/// DEADLINE_EXCEEDED, or the end does, and the timer touches nothing - the transport may use the request again by then.
/// </remarks>
internal sealed class CallDeadline : IDisposable
{
    private readonly Lock _gate = new();
    private readonly ServerCall _call;
    private readonly Timer _timer;

    // Never disposed: the timer may be cancelling it, and without a timer of its own it holds nothing but memory.
#pragma warning disable CA2213
    private CancellationTokenSource? _cancellation;
#pragma warning restore CA2213
    private CancellationTokenRegistration _aborted;
    private bool _isFinished;
    private volatile bool _hasPassed;

    /// <param name="call">The call.</param>
    /// <param name="timeout">Time from now.</param>
    public CallDeadline(ServerCall call, TimeSpan timeout)
    {
        _call = call;
        DateTime now = DateTime.UtcNow;
        At = timeout < DateTime.MaxValue - now ? now + timeout : DateTime.MaxValue;

        // Created idle, as it must not fire before it is known here.
        _timer = new Timer(
            static state => ((CallDeadline)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Arm(timeout);
    }

    /// <summary>When, in UTC.</summary>
    public DateTime At { get; }

    /// <summary>Whether the timer has come, which decides the status of the call.</summary>
    public bool HasPassed => _hasPassed;

    /// <summary>Cancelled when the deadline passes or the client is gone. Made when first asked for.</summary>
    public CancellationToken Token
    {
        get
        {
            lock (_gate)
            {
                return (_cancellation ?? CreateCancellation()).Token;
            }
        }
    }

    /// <summary>The call ends now. True: too late.</summary>
    public bool Finish()
    {
        lock (_gate)
        {
            _isFinished = true;
            return _hasPassed;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        _aborted.Unregister();
    }

    private void Arm(TimeSpan remaining) =>
        _timer.Change(
            remaining < TimeoutCodec.LongestTimer ? remaining : TimeoutCodec.LongestTimer, Timeout.InfiniteTimeSpan);

    private CancellationTokenSource CreateCancellation()
    {
        // Known before the registration, which calls back at once if the client is gone already.
        _cancellation = new CancellationTokenSource();
        if (_hasPassed)
        {
            _cancellation.Cancel();
        }
        else if (!_isFinished)
        {
            _aborted = _call.Http.RequestAborted.UnsafeRegister(
                static state => ((CallDeadline)state!).Cancel(), this);
        }

        return _cancellation;
    }

    private void OnTimer()
    {
        lock (_gate)
        {
            if (_isFinished)
            {
                return;
            }

            TimeSpan remaining = At - DateTime.UtcNow;
            if (remaining > TimeSpan.Zero)
            {
                Arm(remaining);
                return;
            }

            _hasPassed = true;
            _call.CancelWaits();
        }

        // Outside the lock: callbacks of users run in here.
        Cancel();
    }

    private void Cancel()
    {
        try
        {
            _cancellation?.Cancel();
        }
        catch (AggregateException exception)
        {
            // Thrown by a callback that a handler registered. On this thread it would end the process.
            _call.CancellationFailed(exception);
        }
    }
}
