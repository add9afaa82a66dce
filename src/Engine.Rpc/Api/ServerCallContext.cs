namespace Grpc.Core;

/// <summary>
/// A call as its handler sees it. Abstract, so that a unit test of a handler can bring one of its own.
/// </summary>
public abstract class ServerCallContext
{
    private Dictionary<object, object>? _userState;

    /// <summary>Path of the method: <c>/package.Service/Method</c>.</summary>
    public string Method => MethodCore;

    /// <summary>Name that the client used for this server.</summary>
    public string Host => HostCore;

    /// <summary>Address of the client: <c>ipv4:a:p</c>, <c>ipv6:[a]:p</c> or <c>unix:path</c>.</summary>
    public string Peer => PeerCore;

    /// <summary>When the call has to be finished, in UTC; <see cref="DateTime.MaxValue"/> without a deadline.</summary>
    public DateTime Deadline => DeadlineCore;

    /// <summary>Metadata that the client sent.</summary>
    public Metadata RequestHeaders => RequestHeadersCore;

    /// <summary>Cancelled when the client is gone, has cancelled, or the deadline has passed.</summary>
    public CancellationToken CancellationToken => CancellationTokenCore;

    /// <summary>Metadata to send at the end. May be added to until the handler returns.</summary>
    public Metadata ResponseTrailers => ResponseTrailersCore;

    /// <summary>How the call ends if the handler returns. OK unless set.</summary>
    public Status Status
    {
        get => StatusCore;
        set => StatusCore = value;
    }

    /// <summary>How responses are sent. Null: defaults.</summary>
    public WriteOptions? WriteOptions
    {
        get => WriteOptionsCore;
        set => WriteOptionsCore = value;
    }

    /// <summary>What the transport proved about the client.</summary>
    public AuthContext AuthContext => AuthContextCore;

    /// <summary>Anything that interceptors and handler tell each other about this call.</summary>
    public IDictionary<object, object> UserState => UserStateCore;

    /// <summary>Where <see cref="Method"/> comes from.</summary>
    protected abstract string MethodCore { get; }

    /// <summary>Where <see cref="Host"/> comes from.</summary>
    protected abstract string HostCore { get; }

    /// <summary>Where <see cref="Peer"/> comes from.</summary>
    protected abstract string PeerCore { get; }

    /// <summary>Where <see cref="Deadline"/> comes from.</summary>
    protected abstract DateTime DeadlineCore { get; }

    /// <summary>Where <see cref="RequestHeaders"/> come from.</summary>
    protected abstract Metadata RequestHeadersCore { get; }

    /// <summary>Where <see cref="CancellationToken"/> comes from.</summary>
    protected abstract CancellationToken CancellationTokenCore { get; }

    /// <summary>Where <see cref="ResponseTrailers"/> come from.</summary>
    protected abstract Metadata ResponseTrailersCore { get; }

    /// <summary>Where <see cref="Status"/> is kept.</summary>
    protected abstract Status StatusCore { get; set; }

    /// <summary>Where <see cref="WriteOptions"/> are kept.</summary>
    protected abstract WriteOptions? WriteOptionsCore { get; set; }

    /// <summary>Where <see cref="AuthContext"/> comes from.</summary>
    protected abstract AuthContext AuthContextCore { get; }

    /// <summary>Where <see cref="UserState"/> is kept.</summary>
    protected virtual IDictionary<object, object> UserStateCore => _userState ??= [];

    /// <summary>
    /// Sends the response headers now, with this metadata, instead of with the first message. Once per call.
    /// </summary>
    public Task WriteResponseHeadersAsync(Metadata responseHeaders) => WriteResponseHeadersAsyncCore(responseHeaders);

    /// <summary>A token for calls made on behalf of this one.</summary>
    public ContextPropagationToken CreatePropagationToken(ContextPropagationOptions? options = null) =>
        CreatePropagationTokenCore(options);

    /// <summary>Sends the response headers.</summary>
    protected abstract Task WriteResponseHeadersAsyncCore(Metadata responseHeaders);

    /// <summary>Makes the token.</summary>
    protected abstract ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options);
}
