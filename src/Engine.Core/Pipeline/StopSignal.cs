namespace Engine.Core.Pipeline;

/// <summary>The wish to stop, from any thread to the one that runs the engine. The latest wish counts.</summary>
internal sealed class StopSignal : IDisposable
{
    private readonly ManualResetEventSlim _isSet = new();
    private StopRequest? _latest;

    /// <summary>Null until somebody asks.</summary>
    public StopRequest? Latest => Volatile.Read(ref _latest);

    public void Request(StopRequest request)
    {
        Volatile.Write(ref _latest, request);
        _isSet.Set();
    }

    /// <summary>Waits until somebody asks, at most for the time given.</summary>
    public void Wait(TimeSpan timeout) => _isSet.Wait(timeout);

    public void Dispose() => _isSet.Dispose();
}
