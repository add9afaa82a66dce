using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Grpc.Net.Client;

namespace Engine.Rpc.Hosting;

/// <summary>Opens channels to servers on TCP, TLS and unix domain sockets.</summary>
public static class RpcChannels
{
    private const string UnixPrefix = "unix:";

    /// <summary>
    /// A channel with keepalive and a connection limit in time. Connects with the first call.
    /// </summary>
    /// <param name="address"><c>http://host:port</c>, <c>https://host:port</c> or <c>unix:/path</c>.</param>
    /// <param name="options">Settings; null for the defaults of <see cref="RpcLimits"/>.</param>
    /// <exception cref="ArgumentException">The address has none of these forms.</exception>
    public static GrpcChannel Create(string address, RpcClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        options ??= new RpcClientOptions();
        options.Validate();
        SocketsHttpHandler handler = CreateHandler(options);
        Uri target;
        if (address.StartsWith(UnixPrefix, StringComparison.Ordinal))
        {
            string path = UnixPath(address);
            handler.ConnectCallback = (_, token) => ConnectAsync(path, token);
            target = new Uri("http://localhost");
        }
        else if (!Uri.TryCreate(address, UriKind.Absolute, out target!) || target.Scheme is not ("http" or "https"))
        {
            handler.Dispose();
            throw new ArgumentException(
                $"The address '{address}' must be http://host:port, https://host:port or unix:/path.", nameof(address));
        }

        return GrpcChannel.ForAddress(target, new GrpcChannelOptions
        {
            HttpHandler = handler,
            DisposeHttpClient = true,
            MaxReceiveMessageSize = options.MessageBytes,
            MaxSendMessageSize = options.MessageBytes,
        });
    }

    /// <summary>The transport of a channel, for a client that speaks HTTP beside it.</summary>
    public static SocketsHttpHandler CreateHandler(RpcClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        SocketsHttpHandler handler =
            ClientTransport.Create(options.KeepAlivePingDelay, options.KeepAlivePingTimeout);
        handler.ConnectTimeout = options.ConnectTimeout;
        if (options.Tls?.Certificate is { } certificate)
        {
            handler.SslOptions.ClientCertificates = [certificate];
            handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate;
        }

        X509Certificate2Collection? authorities = options.Tls?.Authorities;
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, chain, errors) =>
            PeerVerification.Judge(shown, chain, errors, authorities, PeerVerification.ServerUsage) is var reason
                && reason == PeerRejection.None
                ? true
                : throw new PeerRejectedException(reason, shown as X509Certificate2);
        return handler;
    }

    private static string UnixPath(string address)
    {
        // Both spellings of the field: unix:/path and unix:///path.
        string path = address[UnixPrefix.Length..];
        return path.StartsWith("///", StringComparison.Ordinal) ? path[2..] : path;
    }

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
