namespace Engine.Rpc.Hosting;

/// <summary>Every limit of the RPC layer: default and upper bound, in one place.</summary>
public static class RpcLimits
{
    /// <summary>Silence on a connection after which it is pinged.</summary>
    public static readonly TimeSpan KeepAlivePingDelay = TimeSpan.FromSeconds(20);

    /// <summary>Silence after a ping after which the peer is taken for dead and the connection is closed.</summary>
    public static readonly TimeSpan KeepAlivePingTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Shortest interval of pings that the transport accepts.</summary>
    public static readonly TimeSpan KeepAlivePingMin = TimeSpan.FromSeconds(1);

    /// <summary>Longest interval of pings: above it a dead peer would hold its calls for too long.</summary>
    public static readonly TimeSpan KeepAlivePingMax = TimeSpan.FromHours(1);

    /// <summary>Time for the calls that run when a server stops.</summary>
    public static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Upper bound of <see cref="DrainTimeout"/>.</summary>
    public static readonly TimeSpan DrainTimeoutMax = TimeSpan.FromMinutes(10);

    /// <summary>Time to connect to a server, name resolution and TLS included.</summary>
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Upper bound of <see cref="ConnectTimeout"/>.</summary>
    public static readonly TimeSpan ConnectTimeoutMax = TimeSpan.FromMinutes(1);

    /// <summary>Deadline of unary calls that were made without one.</summary>
    public static readonly TimeSpan UnaryDeadline = TimeSpan.FromSeconds(10);

    /// <summary>Upper bound of <see cref="UnaryDeadline"/>.</summary>
    public static readonly TimeSpan UnaryDeadlineMax = TimeSpan.FromHours(1);

    /// <summary>Longest message, received or sent, also after decompression.</summary>
    public const int MessageBytes = 4 * 1024 * 1024;

    /// <summary>Upper bound of <see cref="MessageBytes"/>.</summary>
    public const int MessageBytesMax = 256 * 1024 * 1024;

    /// <summary>Calls at a time on one connection, announced to the client, which queues the rest.</summary>
    public const int CallsPerConnection = 1_000;

    /// <summary>Upper bound of <see cref="CallsPerConnection"/>.</summary>
    public const int CallsPerConnectionMax = 100_000;

    /// <summary>
    /// Streaming calls at a time on one connection. Fewer than <see cref="CallsPerConnection"/>, and refused instead of
    /// queued, so that a command always finds a free place behind however many watchers.
    /// </summary>
    public const int StreamsPerConnection = 900;

    /// <summary>Streaming calls at a time on the whole server.</summary>
    public const int StreamsPerServer = 4_000;

    /// <summary>Upper bound of <see cref="StreamsPerServer"/>.</summary>
    public const int StreamsPerServerMax = 100_000;

    /// <summary>Connections at a time. More are closed as soon as they come.</summary>
    public const int Connections = 1_000;

    /// <summary>Upper bound of <see cref="Connections"/>.</summary>
    public const int ConnectionsMax = 65_536;

    /// <summary>Clients of <c>Health.Watch</c> at a time.</summary>
    public const int HealthWatchers = 1_000;

    /// <summary>Services in one answer of <c>Health.List</c>; the standard protocol names this number.</summary>
    public const int HealthServicesListed = 100;

    /// <summary>Requests of one reflection stream. A conversation takes a few dozen.</summary>
    public const int ReflectionRequests = 10_000;
}
