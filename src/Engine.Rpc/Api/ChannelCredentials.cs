namespace Grpc.Core;

/// <summary>
/// Whether a channel is encrypted, and who uses it. Certificates are set on the HTTP handler, not here.
/// </summary>
public abstract class ChannelCredentials
{
    internal ChannelCredentials()
    {
    }

    /// <summary>No encryption, for addresses that begin with <c>http</c>.</summary>
    public static ChannelCredentials Insecure { get; } = new PlainCredentials(isSecure: false);

    /// <summary>TLS, for addresses that begin with <c>https</c>.</summary>
    public static ChannelCredentials SecureSsl { get; } = new PlainCredentials(isSecure: true);

    /// <summary>Whether these credentials call for TLS.</summary>
    internal abstract bool IsSecure { get; }

    /// <summary>Who calls, or null.</summary>
    internal abstract CallCredentials? Call { get; }

    /// <summary>
    /// A channel's credentials together with credentials for every call. Over cleartext the channel refuses them unless
    /// told otherwise: a token would travel in clear.
    /// </summary>
    public static ChannelCredentials Create(ChannelCredentials channelCredentials, CallCredentials callCredentials)
    {
        ArgumentNullException.ThrowIfNull(channelCredentials);
        ArgumentNullException.ThrowIfNull(callCredentials);
        return new JoinedCredentials(channelCredentials, callCredentials);
    }

    private sealed class PlainCredentials(bool isSecure) : ChannelCredentials
    {
        internal override bool IsSecure => isSecure;

        internal override CallCredentials? Call => null;
    }

    private sealed class JoinedCredentials(ChannelCredentials channel, CallCredentials call) : ChannelCredentials
    {
        internal override bool IsSecure => channel.IsSecure;

        internal override CallCredentials Call { get; } =
            channel.Call is { } before ? CallCredentials.Compose(before, call) : call;
    }
}
