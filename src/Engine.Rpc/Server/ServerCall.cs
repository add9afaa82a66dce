using System.Buffers;
using System.IO.Pipelines;
using Engine.Rpc.Protocol;
using Grpc.Core;
using Grpc.Net.Compression;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Engine.Rpc.Server;

/// <summary>
/// One call: what its handler sees of it, and the state that decides how it ends. What is not asked for is not made.
/// </summary>
internal sealed partial class ServerCall : ServerCallContext, IDisposable
{
    /// <summary>Key of the request in <see cref="ServerCallContext.UserState"/>, the same as in the official package.
    /// </summary>
    public const string HttpContextKey = "__HttpContext";

    /// <summary>Messages with <see cref="WriteFlags.BufferHint"/> wait for more until they are so many bytes.</summary>
    private const int UnsentBytesMax = 64 * 1024;

    private readonly IMethod _method;
    private readonly ServerSettings _settings;
    private readonly MessageEncoder _encoder;

    // Taken once: the features behind them are not made for two threads, and the timer of the deadline is another one.
    private readonly PipeReader _input;
    private readonly PipeWriter _output;
    private CallDeadline? _deadline;
    private ICompressionProvider? _responseCodec;
    private Metadata? _requestHeaders;
    private Metadata? _responseTrailers;
    private AuthContext? _authContext;
    private Dictionary<object, object>? _userState;
    private string? _peer;
    private bool _areHeadersSent;
    private bool _isBodyWritten;
    private long _unsentBytes;

    public ServerCall(HttpContext http, IMethod method, ServerSettings settings)
    {
        Http = http;
        _method = method;
        _settings = settings;
        _encoder = new MessageEncoder(settings.MaxSendBytes);
        _input = http.Request.BodyReader;
        _output = http.Response.BodyWriter;
    }

    public HttpContext Http { get; }

    protected override string MethodCore => _method.FullName;

    protected override string HostCore => Http.Request.Host.Value ?? "";

    protected override string PeerCore => _peer ??= PeerAddress.Of(Http);

    protected override DateTime DeadlineCore => _deadline?.At ?? DateTime.MaxValue;

    protected override Metadata RequestHeadersCore => _requestHeaders ??= ReadRequestHeaders();

    /// <summary>Without a deadline the transport's own token, so that most calls need none of theirs.</summary>
    protected override CancellationToken CancellationTokenCore => _deadline?.Token ?? Http.RequestAborted;

    protected override Metadata ResponseTrailersCore => _responseTrailers ??= [];

    protected override Status StatusCore { get; set; } = Status.DefaultSuccess;

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override AuthContext AuthContextCore => _authContext ??= PeerIdentity.Of(Http);

    protected override IDictionary<object, object> UserStateCore =>
        _userState ??= new Dictionary<object, object> { [HttpContextKey] = Http };

    /// <summary>Prepares the transport for the call and reads what the client says about it.</summary>
    /// <exception cref="RpcException">UNIMPLEMENTED: the request is compressed with an unknown codec.</exception>
    public MessageReader Start()
    {
        // Routing does not look at the case of letters; names of methods are exact. Before them the path may have the
        // prefix of a group of routes.
        if (Http.Request.Path.Value?.EndsWith(_method.FullName, StringComparison.Ordinal) != true)
        {
            Http.Response.ContentType = GrpcHeaders.ContentType;
            throw new RpcException(new Status(
                StatusCode.Unimplemented, $"{Http.Request.Path} is not implemented here; {_method.FullName} is."));
        }

        // An idle stream is no fault: the limit of the rate would take the whole connection down. A stream may also be
        // endless; messages have a limit of their own.
        if (Http.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }

        if (Http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }

        IHeaderDictionary request = Http.Request.Headers;
        Http.Response.ContentType = GrpcHeaders.ContentType;
        if (TimeoutCodec.TryDecode(request.GrpcTimeout, out TimeSpan timeout))
        {
            _deadline = new CallDeadline(this, timeout);
        }

        if (_settings.ResponseCodec is { } codec)
        {
            UseResponseCodec(codec);
        }

        return new MessageReader(_input, RequestCodec(request.GrpcEncoding), _settings.MaxReceiveBytes);
    }

    /// <summary>Puts a message into the response without sending it yet.</summary>
    public void Write<T>(T message, Marshaller<T> marshaller, WriteOptions? options)
    {
        bool isPlain = options is not null && (options.Flags & WriteFlags.NoCompress) != 0;
        ReadOnlyMemory<byte> frame = _encoder.Encode(
            message, marshaller.ContextualSerializer, isPlain ? null : _responseCodec, _settings.CompressionLevel);
        _output.Write(frame.Span);
        _encoder.Dispose();
        _isBodyWritten = true;
        _unsentBytes += frame.Length;
    }

    /// <summary>Whether more messages may wait for the next flush.</summary>
    public bool MayHoldBack(WriteOptions? options) =>
        options is not null && (options.Flags & WriteFlags.BufferHint) != 0 && _unsentBytes < UnsentBytesMax;

    /// <summary>Sends what was written. Look at the result: <see cref="ThrowIfGone"/>.</summary>
    public ValueTask<FlushResult> FlushAsync()
    {
        _unsentBytes = 0;
        return _output.FlushAsync(CancellationToken.None);
    }

    /// <summary>Ends reads and flushes that wait for the client. May be called from another thread.</summary>
    public void CancelWaits()
    {
        CancelWaitingRead();
        CancelWaitingFlush();
    }

    /// <summary>Ends a flush that waits for the client to read.</summary>
    public void CancelWaitingFlush() => _output.CancelPendingFlush();

    /// <summary>Ends a read that waits for the client.</summary>
    public void CancelWaitingRead()
    {
        try
        {
            _input.CancelPendingRead();
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The body is aborted already: its reads have ended by themselves.
            ServerLog.ClientGone(_settings.Log, Method, exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _encoder.Dispose();
        _deadline?.Dispose();
    }

    protected override async Task WriteResponseHeadersAsyncCore(Metadata responseHeaders)
    {
        ArgumentNullException.ThrowIfNull(responseHeaders);
        if (_areHeadersSent || _isBodyWritten || Http.Response.HasStarted)
        {
            throw new InvalidOperationException(
                $"Response headers of {Method} are on their way; they can be sent once, before the first message.");
        }

        AddMetadata(Http.Response.Headers, responseHeaders);
        if (responseHeaders.GetValue(Metadata.CompressionRequestKey) is { } wanted
            && _settings.Codecs.Find(wanted) is { } codec)
        {
            UseResponseCodec(codec);
        }

        _areHeadersSent = true;
        ThrowIfGone(await FlushAsync().ConfigureAwait(false));
    }

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) =>
        throw new NotSupportedException(
            "Propagation tokens are not supported; pass Deadline and CancellationToken to the call options.");

    private ICompressionProvider? RequestCodec(string? encoding)
    {
        if (Codecs.IsIdentity(encoding))
        {
            return null;
        }

        if (_settings.Codecs.Find(encoding!) is { } codec)
        {
            return codec;
        }

        Http.Response.Headers.GrpcAcceptEncoding = _settings.Codecs.AcceptHeader;
        throw new RpcException(new Status(
            StatusCode.Unimplemented,
            $"grpc-encoding '{encoding}' is not supported; supported: {_settings.Codecs.AcceptHeader}."));
    }

    private void UseResponseCodec(ICompressionProvider codec)
    {
        if (Codecs.Accepts(Http.Request.Headers.GrpcAcceptEncoding, codec))
        {
            _responseCodec = codec;
            Http.Response.Headers.GrpcEncoding = codec.EncodingName;
        }
    }

    private Metadata ReadRequestHeaders()
    {
        Metadata metadata = [];
        foreach ((string name, Microsoft.Extensions.Primitives.StringValues values) in Http.Request.Headers)
        {
            foreach (string? value in values)
            {
                MetadataCodec.Decode(metadata, name, value ?? "");
            }
        }

        return metadata;
    }

    /// <summary>Adds all entries or, if one of them cannot be sent, none.</summary>
    private static void AddMetadata(IHeaderDictionary headers, Metadata metadata)
    {
        string[] values = new string[metadata.Count];
        for (int i = 0; i < values.Length; i++)
        {
            if (metadata[i].Key != Metadata.CompressionRequestKey)
            {
                values[i] = MetadataCodec.EncodeValue(metadata[i]);
            }
        }

        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] is { } value)
            {
                headers.Append(metadata[i].Key, value);
            }
        }
    }
}
