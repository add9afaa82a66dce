namespace Engine.Rpc.Client;

/// <summary>
/// The handler of a channel that was given none. Nothing of a browser: no proxy, no cookies, no redirects, no
/// decompression of bodies.
/// </summary>
/// <remarks>
/// Keepalive pings are on: without them a frozen or vanished server is noticed only by deadlines. Servers on Go or
/// C-core take pings more often than every five minutes for abuse unless they are configured otherwise (they answer
/// GOAWAY ENHANCE_YOUR_CALM, which ends calls with UNAVAILABLE); for such a server bring an own handler. Kestrel does
/// not mind.
/// </remarks>
internal static class DefaultTransport
{
    /// <summary>Silence on a connection with calls, after which the server is pinged.</summary>
    public static readonly TimeSpan KeepAlivePingDelay = TimeSpan.FromSeconds(20);

    /// <summary>How long the answer to a ping may take before the connection counts as lost.</summary>
    public static readonly TimeSpan KeepAlivePingTimeout = TimeSpan.FromSeconds(10);

    public static SocketsHttpHandler Create() => new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = System.Net.DecompressionMethods.None,

        // One connection carries 100 calls at a time by default; more calls get more connections instead of a queue.
        EnableMultipleHttp2Connections = true,
        PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
        KeepAlivePingDelay = KeepAlivePingDelay,
        KeepAlivePingTimeout = KeepAlivePingTimeout,
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
    };
}
