using Engine.Rpc.Hosting;

namespace Engine.Rpc.Client;

/// <summary>The handler of a channel that was given none.</summary>
/// <remarks>
/// Keepalive pings are on: without them a frozen or vanished server is noticed only by deadlines. Servers on Go or
/// C-core take pings more often than every five minutes for abuse unless they are configured otherwise (they answer
/// GOAWAY ENHANCE_YOUR_CALM, which ends calls with UNAVAILABLE); for such a server bring an own handler. Kestrel does
/// not mind.
/// </remarks>
internal static class DefaultTransport
{
    public static SocketsHttpHandler Create()
    {
        SocketsHttpHandler handler =
            ClientTransport.Create(RpcLimits.KeepAlivePingDelay, RpcLimits.KeepAlivePingTimeout);
        handler.PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan;
        return handler;
    }
}
