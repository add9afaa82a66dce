using Engine.Rpc.Protocol;

namespace Engine.Rpc.Client;

/// <summary>Ends a call when its deadline has passed.</summary>
internal sealed class CallDeadline : IDisposable
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    private readonly ClientCall _call;
    private readonly DateTime _at;
    private readonly Lock _gate = new();
    private readonly Timer _timer;
    private bool _isDisposed;

    /// <param name="call">Which call.</param>
    /// <param name="at">When, in UTC.</param>
    public CallDeadline(ClientCall call, DateTime at)
    {
        _call = call;
        _at = at;
        _timer = new Timer(static state => ((CallDeadline)state!).OnTimer(), this, Timeout.Infinite, Timeout.Infinite);
        Arm();
    }

    /// <summary>Whether a deadline was given at all.</summary>
    /// <exception cref="InvalidOperationException">It is not in UTC.</exception>
    public static bool IsGiven(DateTime? deadline)
    {
        if (deadline is not DateTime at || at == DateTime.MaxValue)
        {
            return false;
        }

        if (at.Kind != DateTimeKind.Utc && at != DateTime.MinValue)
        {
            throw new InvalidOperationException(
                $"The deadline {at:O} is of kind {at.Kind}; make it with DateTime.UtcNow, or convert it to UTC.");
        }

        return true;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _timer.Dispose();
        }
    }

    private void OnTimer()
    {
        if (DateTime.UtcNow >= _at)
        {
            _call.Cancel(CallOutcome.DeadlinePassed);
        }
        else
        {
            // Timers take 49 days at most, and may fire a little early.
            Arm();
        }
    }

    private void Arm()
    {
        TimeSpan left = _at - DateTime.UtcNow;
        left = left < ShortestWait ? ShortestWait : left;
        left = left > TimeoutCodec.LongestTimer ? TimeoutCodec.LongestTimer : left;
        lock (_gate)
        {
            if (!_isDisposed)
            {
                _timer.Change(left, Timeout.InfiniteTimeSpan);
            }
        }
    }
}
