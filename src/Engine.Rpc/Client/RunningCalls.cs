using Grpc.Net.Client;

namespace Engine.Rpc.Client;

/// <summary>
/// The calls of a channel that have not ended, so that the channel can cancel them when it is disposed. A list through
/// the calls themselves: it costs nothing per call but the lock.
/// </summary>
internal sealed class RunningCalls
{
    private readonly Lock _gate = new();
    private ClientCall? _first;
    private bool _isClosed;

    /// <summary>Number of calls, counted by walking: for tests.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                int count = 0;
                for (ClientCall? call = _first; call is not null; call = call.NextRunning)
                {
                    count++;
                }

                return count;
            }
        }
    }

    /// <exception cref="ObjectDisposedException">The channel is disposed.</exception>
    public void ThrowIfClosed()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(GrpcChannel));
        }
    }

    /// <exception cref="ObjectDisposedException">The channel is disposed.</exception>
    public void Add(ClientCall call)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(GrpcChannel));
            call.NextRunning = _first;
            if (_first is not null)
            {
                _first.PreviousRunning = call;
            }

            _first = call;
        }
    }

    /// <summary>Each call is removed once.</summary>
    public void Remove(ClientCall call)
    {
        lock (_gate)
        {
            if (call.PreviousRunning is not null)
            {
                call.PreviousRunning.NextRunning = call.NextRunning;
            }
            else
            {
                _first = call.NextRunning;
            }

            if (call.NextRunning is not null)
            {
                call.NextRunning.PreviousRunning = call.PreviousRunning;
            }

            call.NextRunning = call.PreviousRunning = null;
        }
    }

    /// <summary>Cancels all calls and takes no more. False: that was done before.</summary>
    public bool Close()
    {
        var calls = new List<ClientCall>();
        lock (_gate)
        {
            if (_isClosed)
            {
                return false;
            }

            _isClosed = true;
            for (ClientCall? call = _first; call is not null; call = call.NextRunning)
            {
                calls.Add(call);
            }
        }

        foreach (ClientCall call in calls)
        {
            call.Cancel(CallOutcome.ChannelDisposed);
        }

        return true;
    }
}
