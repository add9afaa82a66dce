using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Engine.Rpc.Hosting;

/// <summary>Where an RPC server listens.</summary>
public static class RpcEndpoints
{
    /// <summary>
    /// Cleartext HTTP/2 and nothing else: without TLS a port cannot offer HTTP/1 and HTTP/2 together.
    /// </summary>
    public static void ListenRpc(this KestrelServerOptions kestrel, IPEndPoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(kestrel);
        kestrel.Listen(endpoint, listen => listen.Protocols = HttpProtocols.Http2);
    }

    /// <summary>TLS, mutual if <see cref="RpcTls.Authorities"/> is given.</summary>
    public static void ListenRpc(this KestrelServerOptions kestrel, IPEndPoint endpoint, RpcTls tls)
    {
        ArgumentNullException.ThrowIfNull(kestrel);
        ArgumentNullException.ThrowIfNull(tls);
        if (tls.Certificate is not { HasPrivateKey: true })
        {
            throw new ArgumentException(
                $"The server on {endpoint} needs a certificate with its private key for TLS.", nameof(tls));
        }

        kestrel.Listen(endpoint, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.UseRpcTls(tls);
        });
    }

    /// <summary>Puts TLS on a listener, mutual if <see cref="RpcTls.Authorities"/> is given.</summary>
    public static void UseRpcTls(this ListenOptions listen, RpcTls tls)
    {
        ArgumentNullException.ThrowIfNull(tls);
        listen.UseRpcTls(() => tls);
    }

    /// <summary>
    /// The same with what may change while the server runs: each handshake takes what is there at its beginning, and
    /// connections that are there go on.
    /// </summary>
    /// <param name="current">Called at each handshake, from any thread; with a certificate and its private key.</param>
    public static void UseRpcTls(this ListenOptions listen, Func<RpcTls> current)
    {
        ArgumentNullException.ThrowIfNull(listen);
        ArgumentNullException.ThrowIfNull(current);
        var handshakes = new TlsHandshakes(current);
        listen.UseHttps(new TlsHandshakeCallbackOptions
        {
            OnConnection = _ => ValueTask.FromResult(handshakes.Options()),
        });
    }

    /// <summary>A unix domain socket, cleartext HTTP/2. The file of a dead process is replaced, a live one is refused.
    /// </summary>
    public static void ListenRpcUnixSocket(this KestrelServerOptions kestrel, string path)
    {
        ArgumentNullException.ThrowIfNull(kestrel);
        UnixSocketFile.RemoveIfDead(path);
        kestrel.ListenUnixSocket(path, listen => listen.Protocols = HttpProtocols.Http2);
    }
}
