using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Engine.Rpc.Hosting;

/// <summary>
/// Makes Kestrel fit for gRPC where nobody decided otherwise: its own defaults never notice a peer that stopped, allow
/// a hundred calls per connection and any number of connections.
/// </summary>
internal sealed class KestrelRpcDefaults(IOptions<RpcServerOptions> options)
    : IPostConfigureOptions<KestrelServerOptions>
{
    private static readonly Http2Limits Untouched = new KestrelServerOptions().Limits.Http2;

    public void PostConfigure(string? name, KestrelServerOptions kestrel)
    {
        RpcServerOptions rpc = options.Value;
        rpc.Validate();
        Http2Limits http2 = kestrel.Limits.Http2;
        if (http2.KeepAlivePingDelay == Untouched.KeepAlivePingDelay)
        {
            http2.KeepAlivePingDelay = rpc.KeepAlivePingDelay;
            http2.KeepAlivePingTimeout = rpc.KeepAlivePingTimeout;
        }

        if (http2.MaxStreamsPerConnection == Untouched.MaxStreamsPerConnection)
        {
            http2.MaxStreamsPerConnection = rpc.CallsPerConnection;
        }

        kestrel.Limits.MaxConcurrentConnections ??= rpc.Connections;
        kestrel.AddServerHeader = false;
    }
}
