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

    /// <summary>TLS together with credentials for every call of the channel.</summary>
    /// <exception cref="ArgumentException">The channel's credentials are not secure: a token would travel in clear.
    /// </exception>
    public static ChannelCredentials Create(ChannelCredentials channelCredentials, CallCredentials callCredentials)
    {
        ArgumentNullException.ThrowIfNull(channelCredentials);
        ArgumentNullException.ThrowIfNull(callCredentials);
        if (!channelCredentials.IsSecure || channelCredentials.Call is not null)
        {
            throw new ArgumentException(
                "Call credentials can be joined to ChannelCredentials.SecureSsl only. For a cleartext channel pass them"
                + " per call and set UnsafeUseInsecureChannelCallCredentials.",
                nameof(channelCredentials));
        }

        return new JoinedCredentials(callCredentials);
    }

    private sealed class PlainCredentials(bool isSecure) : ChannelCredentials
    {
        internal override bool IsSecure => isSecure;

        internal override CallCredentials? Call => null;
    }

    private sealed class JoinedCredentials(CallCredentials call) : ChannelCredentials
    {
        internal override bool IsSecure => true;

        internal override CallCredentials? Call => call;
    }
}
