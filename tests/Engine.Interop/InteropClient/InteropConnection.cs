using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Grpc.Net.Client;
using Grpc.Testing;

namespace InteropClient;

/// <summary>A channel to the server that the command line names.</summary>
internal sealed class InteropConnection : IDisposable
{
    private readonly GrpcChannel _channel;

    /// <param name="arguments">Where to, and how.</param>
    /// <param name="notes">Gets a line if the certificate of the server is not checked.</param>
    public InteropConnection(ClientArguments arguments, TextWriter notes)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            ConnectCallback = (_, token) => ConnectAsync(arguments, token),
        };
        if (arguments.UseTls) ConfigureTls(handler.SslOptions, arguments.CaFile, notes);
        _channel = GrpcChannel.ForAddress(Address(arguments), new GrpcChannelOptions
        {
            HttpHandler = handler,
            DisposeHttpClient = true,
            CompressionProviders = [Witness],
        });
        Client = new TestService.TestServiceClient(_channel);
        Unserved = new UnimplementedService.UnimplementedServiceClient(_channel);
    }

    public CompressionWitness Witness { get; } = new();

    public TestService.TestServiceClient Client { get; }

    public UnimplementedService.UnimplementedServiceClient Unserved { get; }

    public void Dispose() => _channel.Dispose();

    // The name in the address is what the certificate must show; the connection goes to the real host.
    private static Uri Address(ClientArguments arguments) => new UriBuilder(
        arguments.UseTls ? "https" : "http",
        arguments.ServerHostOverride ?? (arguments.Socket is null ? arguments.ServerHost : "localhost"),
        arguments.ServerPort > 0 ? arguments.ServerPort : -1).Uri;

    private static async ValueTask<Stream> ConnectAsync(ClientArguments arguments, CancellationToken cancellationToken)
    {
        var socket = arguments.Socket is null
            ? new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true }
            : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            if (arguments.Socket is { } path)
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            else
                await socket.ConnectAsync(arguments.ServerHost, arguments.ServerPort, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    [SuppressMessage("Security", "CA5359", Justification = "Asked for by leaving --ca_file out; a note says so.")]
    private static void ConfigureTls(SslClientAuthenticationOptions tls, string? caFile, TextWriter notes)
    {
        if (caFile is null)
        {
            notes.WriteLine("No --ca_file: the certificate of the server is not checked.");
            tls.RemoteCertificateValidationCallback = (_, _, _, _) => true;
            return;
        }
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.ImportFromPemFile(caFile);
        tls.CertificateChainPolicy = policy;
    }
}
