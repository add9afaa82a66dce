namespace Grpc.Core;

/// <summary>A running server-streaming call.</summary>
public sealed class AsyncServerStreamingCall<TResponse> : IDisposable
{
    private readonly AsyncCallState _state;

    /// <param name="responseStream">Where responses are read.</param>
    /// <param name="responseHeadersAsync">Metadata at the start.</param>
    /// <param name="getStatusFunc">Status after the end.</param>
    /// <param name="getTrailersFunc">Metadata after the end.</param>
    /// <param name="disposeAction">Cancels the call if it is running.</param>
    public AsyncServerStreamingCall(
        IAsyncStreamReader<TResponse> responseStream,
        Task<Metadata> responseHeadersAsync,
        Func<Status> getStatusFunc,
        Func<Metadata> getTrailersFunc,
        Action disposeAction)
    {
        ResponseStream = responseStream;
        _state = new AsyncCallState(responseHeadersAsync, getStatusFunc, getTrailersFunc, disposeAction);
    }

    /// <param name="responseStream">Where responses are read.</param>
    /// <param name="responseHeadersAsync">Metadata at the start.</param>
    /// <param name="getStatusFunc">Status after the end.</param>
    /// <param name="getTrailersFunc">Metadata after the end.</param>
    /// <param name="disposeAction">Cancels the call if it is running.</param>
    /// <param name="state">Handed to all four functions.</param>
    public AsyncServerStreamingCall(
        IAsyncStreamReader<TResponse> responseStream,
        Func<object, Task<Metadata>> responseHeadersAsync,
        Func<object, Status> getStatusFunc,
        Func<object, Metadata> getTrailersFunc,
        Action<object> disposeAction,
        object state)
    {
        ResponseStream = responseStream;
        _state = new AsyncCallState(responseHeadersAsync, getStatusFunc, getTrailersFunc, disposeAction, state);
    }

    /// <summary>Where responses are read.</summary>
    public IAsyncStreamReader<TResponse> ResponseStream { get; }

    /// <summary>Metadata at the start of the response.</summary>
    public Task<Metadata> ResponseHeadersAsync => _state.ResponseHeadersAsync;

    /// <summary>How the call ended.</summary>
    /// <exception cref="InvalidOperationException">It has not.</exception>
    public Status GetStatus() => _state.GetStatus();

    /// <summary>Metadata at the end.</summary>
    /// <exception cref="InvalidOperationException">The call has not ended.</exception>
    public Metadata GetTrailers() => _state.GetTrailers();

    /// <summary>Cancels the call if it is running.</summary>
    public void Dispose() => _state.Dispose();
}
