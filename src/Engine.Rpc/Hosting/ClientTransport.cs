namespace Engine.Rpc.Hosting;

/// <summary>
/// The HTTP handler of every channel. Nothing of a browser: no proxy, no cookies, no redirects, no decompression of
/// bodies.
/// </summary>
internal static class ClientTransport
{
    /// <summary>A handler with keepalive; what else a channel wants is set by whoever makes it.</summary>
    /// <param name="pingDelay">Silence on a connection with calls, after which the server is pinged.</param>
    /// <param name="pingTimeout">How long the answer may take before the connection counts as lost.</param>
    public static SocketsHttpHandler Create(TimeSpan pingDelay, TimeSpan pingTimeout) => new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = System.Net.DecompressionMethods.None,

        // One connection carries 100 calls at a time by default; more calls get more connections instead of a queue.
        EnableMultipleHttp2Connections = true,
        KeepAlivePingDelay = pingDelay,
        KeepAlivePingTimeout = pingTimeout,
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
    };
}
