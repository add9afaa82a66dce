using System.Collections.Concurrent;
using Engine.Rpc.Client;
using Engine.Rpc.Protocol;
using Grpc.Core;
using Grpc.Net.Compression;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Grpc.Net.Client;

/// <summary>
/// A server's address and the connections to it. Meant to be kept: connections are made by the first calls and shared
/// by all. Safe for any number of threads.
/// </summary>
public sealed class GrpcChannel : ChannelBase, IDisposable
{
    internal const int DefaultMaxReceiveMessageSize = 4 * 1024 * 1024;

    // Methods are static in generated code; the bound is for programs that make them up as they go.
    private const int CachedAddressesMax = 1024;

    private readonly HttpMessageInvoker _invoker;
    private readonly bool _disposesInvoker;
    private readonly ConcurrentDictionary<IMethod, Uri> _addresses = new();

    private GrpcChannel(Uri address, GrpcChannelOptions options) : base(address.Authority)
    {
        Address = address;
        IsSecure = IsSecureScheme(address);
        Credentials = options.Credentials?.Call;
        ThrowIfCredentialsDoNotFit(options.Credentials);
        MaxSendMessageSize = options.MaxSendMessageSize;
        MaxReceiveMessageSize = options.MaxReceiveMessageSize;
        Codecs = new Codecs([.. options.CompressionProviders ?? DefaultCodecs()]);
        Logger = (ILogger?)options.LoggerFactory?.CreateLogger<GrpcChannel>() ?? NullLogger.Instance;
        ThrowsOperationCanceled = options.ThrowOperationCanceledOnCancellation;
        MaySendCredentials = IsSecure || options.UnsafeUseInsecureChannelCallCredentials;
        HttpVersion = options.HttpVersion ?? System.Net.HttpVersion.Version20;
        HttpVersionPolicy = options.HttpVersionPolicy ?? System.Net.Http.HttpVersionPolicy.RequestVersionExact;
        (_invoker, _disposesInvoker) = CreateInvoker(options);
    }

    internal Uri Address { get; }

    internal bool IsSecure { get; }

    internal CallCredentials? Credentials { get; }

    internal bool MaySendCredentials { get; }

    internal int? MaxSendMessageSize { get; }

    internal int? MaxReceiveMessageSize { get; }

    internal Codecs Codecs { get; }

    internal ILogger Logger { get; }

    internal bool ThrowsOperationCanceled { get; }

    internal Version HttpVersion { get; }

    internal HttpVersionPolicy HttpVersionPolicy { get; }

    /// <summary>Calls that have not ended.</summary>
    internal RunningCalls Running { get; } = new();

    /// <summary>A channel for an address such as <c>http://localhost:5000</c>, with default options.</summary>
    public static GrpcChannel ForAddress(string address) => ForAddress(address, new GrpcChannelOptions());

    /// <summary>A channel for an address such as <c>https://localhost:5001</c>.</summary>
    public static GrpcChannel ForAddress(string address, GrpcChannelOptions channelOptions)
    {
        ArgumentNullException.ThrowIfNull(address);
        return ForAddress(new Uri(address), channelOptions);
    }

    /// <summary>A channel for an address with default options.</summary>
    public static GrpcChannel ForAddress(Uri address) => ForAddress(address, new GrpcChannelOptions());

    /// <summary>A channel for an address.</summary>
    /// <exception cref="ArgumentException">Both an HttpClient and an HttpHandler, or no http(s) address.</exception>
    /// <exception cref="InvalidOperationException">The credentials do not fit the scheme of the address.</exception>
    public static GrpcChannel ForAddress(Uri address, GrpcChannelOptions channelOptions)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(channelOptions);
        if (!address.IsAbsoluteUri || (!IsSecureScheme(address) && address.Scheme != Uri.UriSchemeHttp))
        {
            throw new ArgumentException(
                $"Address '{address}' must begin with http:// or https://.", nameof(address));
        }

        if (channelOptions.HttpClient is not null && channelOptions.HttpHandler is not null)
        {
            throw new ArgumentException(
                "HttpClient and HttpHandler are both set; a channel can use only one of them.",
                nameof(channelOptions));
        }

        return new GrpcChannel(address, channelOptions);
    }

    /// <inheritdoc/>
    public override CallInvoker CreateCallInvoker()
    {
        Running.ThrowIfClosed();
        return new HttpCallInvoker(this);
    }

    /// <summary>Cancels the calls that are running and closes the connections.</summary>
    public void Dispose()
    {
        if (!Running.Close())
        {
            return;
        }

        if (_disposesInvoker)
        {
            _invoker.Dispose();
        }
    }

    /// <inheritdoc/>
    protected override Task ShutdownAsyncCore()
    {
        Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Sends a request; finished when the response headers are here.</summary>
    internal Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        _invoker is HttpClient client
            ? client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
            : _invoker.SendAsync(request, cancellationToken);

    /// <summary>Where a method's requests go.</summary>
    internal Uri AddressOf(IMethod method)
    {
        if (_addresses.TryGetValue(method, out Uri? known))
        {
            return known;
        }

        var address = new Uri(Address, method.FullName);
        if (_addresses.Count < CachedAddressesMax)
        {
            _addresses.TryAdd(method, address);
        }

        return address;
    }

    private static bool IsSecureScheme(Uri address) => address.Scheme == Uri.UriSchemeHttps;

    private static ICompressionProvider[] DefaultCodecs() =>
        [new GzipCompressionProvider(System.IO.Compression.CompressionLevel.Fastest)];

    private static (HttpMessageInvoker Invoker, bool DisposesIt) CreateInvoker(GrpcChannelOptions options)
    {
        if (options.HttpClient is not null)
        {
            return (options.HttpClient, options.DisposeHttpClient);
        }

        // Not HttpClient: its timeout would be a second deadline.
        return options.HttpHandler is not null
            ? (new HttpMessageInvoker(options.HttpHandler, options.DisposeHttpClient), true)
            : (new HttpMessageInvoker(DefaultTransport.Create(), disposeHandler: true), true);
    }

    private void ThrowIfCredentialsDoNotFit(ChannelCredentials? credentials)
    {
        if (credentials is not null && credentials.IsSecure != IsSecure)
        {
            throw new InvalidOperationException(
                IsSecure
                    ? $"The address {Address} is encrypted, but the credentials are ChannelCredentials.Insecure; use"
                        + " ChannelCredentials.SecureSsl, or an http address."
                    : $"The address {Address} is not encrypted, but the credentials call for TLS; use"
                        + " ChannelCredentials.Insecure, or an https address.");
        }
    }
}
