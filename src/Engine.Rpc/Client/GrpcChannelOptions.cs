using Grpc.Core;
using Grpc.Net.Compression;
using Microsoft.Extensions.Logging;

namespace Grpc.Net.Client;

/// <summary>How a <see cref="GrpcChannel"/> connects and what its calls may cost.</summary>
public sealed class GrpcChannelOptions
{
    /// <summary>
    /// Whether the channel is encrypted and who uses it; must fit the scheme of the address. Null: what the scheme
    /// says. Certificates are set on <see cref="HttpHandler"/>.
    /// </summary>
    public ChannelCredentials? Credentials { get; set; }

    /// <summary>Longest message to send, in bytes before compression. Null, the default: no limit.</summary>
    public int? MaxSendMessageSize { get; set; }

    /// <summary>
    /// Longest message to take, in bytes, compressed and decompressed. Default 4 MiB. Null: no limit.
    /// </summary>
    public int? MaxReceiveMessageSize { get; set; } = GrpcChannel.DefaultMaxReceiveMessageSize;

    /// <summary>Codecs of messages, in order of preference. Null: gzip.</summary>
    public IList<ICompressionProvider>? CompressionProviders { get; set; }

    /// <summary>Where the channel logs, at level Debug. Null: nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>
    /// Makes the calls instead of a handler of the channel's own. Its timeout applies to the start of every call. Not
    /// together with <see cref="HttpHandler"/>.
    /// </summary>
    public HttpClient? HttpClient { get; set; }

    /// <summary>
    /// Makes the connections instead of a handler of the channel's own. Not together with <see cref="HttpClient"/>.
    /// </summary>
    public HttpMessageHandler? HttpHandler { get; set; }

    /// <summary>
    /// Whether the channel disposes the <see cref="HttpClient"/> or <see cref="HttpHandler"/> that it was given. Its
    /// own handler is always disposed with it.
    /// </summary>
    public bool DisposeHttpClient { get; set; }

    /// <summary>
    /// Whether calls that were cancelled, or whose deadline has passed, throw
    /// <see cref="OperationCanceledException"/> instead of <see cref="RpcException"/>. Default false.
    /// </summary>
    public bool ThrowOperationCanceledOnCancellation { get; set; }

    /// <summary>
    /// Whether call credentials may travel over a connection that is not encrypted, where anybody on the way can read
    /// them. Default false: such calls are refused with UNAUTHENTICATED.
    /// </summary>
    public bool UnsafeUseInsecureChannelCallCredentials { get; set; }

    /// <summary>Version of HTTP. Null: 2.0.</summary>
    public Version? HttpVersion { get; set; }

    /// <summary>
    /// Whether another version of HTTP will do. Null:
    /// <see cref="System.Net.Http.HttpVersionPolicy.RequestVersionExact"/>, without which HTTP/2 is not spoken on an
    /// unencrypted connection.
    /// </summary>
    public HttpVersionPolicy? HttpVersionPolicy { get; set; }
}
