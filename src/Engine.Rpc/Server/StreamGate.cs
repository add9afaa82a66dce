namespace Engine.Rpc.Server;

/// <summary>
/// Lets one operation at a time into a stream, and none after its end. The end waits for an operation that nobody
/// awaited: it uses the memory of a request that the transport is about to use for another one.
/// </summary>
internal struct StreamGate
{
    private const int Idle = 0;
    private const int Busy = 1;
    private const int Ended = 2;

    private TaskCompletionSource? _left;
    private int _state;

    /// <summary>Enters, if nobody is in.</summary>
    /// <param name="call">The call.</param>
    /// <param name="operation">What is being done, for errors.</param>
    public void Enter(ServerCall call, string operation)
    {
        int state = Interlocked.CompareExchange(ref _state, Busy, Idle);
        if (state == Ended)
        {
            throw call.AlreadyOver();
        }

        if (state == Busy)
        {
            throw new InvalidOperationException(
                $"The previous {operation} of {call.Method} is not finished; await it before the next.");
        }
    }

    /// <summary>Leaves.</summary>
    public void Exit()
    {
        if (Interlocked.CompareExchange(ref _state, Idle, Busy) == Ended)
        {
            _left!.TrySetResult();
        }
    }

    /// <summary>Closes the gate. The task ends when nobody is in.</summary>
    public Task EndAsync()
    {
        if (Interlocked.CompareExchange(ref _state, Ended, Idle) != Busy)
        {
            return Task.CompletedTask;
        }

        // The source must be there before the one inside can see the end.
        _left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return Interlocked.Exchange(ref _state, Ended) == Busy ? _left.Task : Task.CompletedTask;
    }
}
