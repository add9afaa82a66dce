namespace Engine.Rpc.Hosting;

/// <summary>Settings of a channel.</summary>
public sealed class RpcClientOptions
{
    /// <summary>
    /// Whom to believe and what to show. Null: the authorities of the operating system, no certificate.
    /// </summary>
    public RpcTls? Tls { get; set; }

    /// <summary>See <see cref="RpcLimits.ConnectTimeout"/>.</summary>
    public TimeSpan ConnectTimeout { get; set; } = RpcLimits.ConnectTimeout;

    /// <summary>See <see cref="RpcLimits.KeepAlivePingDelay"/>.</summary>
    public TimeSpan KeepAlivePingDelay { get; set; } = RpcLimits.KeepAlivePingDelay;

    /// <summary>See <see cref="RpcLimits.KeepAlivePingTimeout"/>.</summary>
    public TimeSpan KeepAlivePingTimeout { get; set; } = RpcLimits.KeepAlivePingTimeout;

    /// <summary>See <see cref="RpcLimits.MessageBytes"/>.</summary>
    public int MessageBytes { get; set; } = RpcLimits.MessageBytes;

    /// <summary>Throws for the first setting out of its bounds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Names setting, value and bounds.</exception>
    public void Validate()
    {
        SettingBounds.Check(
            nameof(ConnectTimeout), ConnectTimeout, TimeSpan.FromMilliseconds(1), RpcLimits.ConnectTimeoutMax);
        SettingBounds.Check(
            nameof(KeepAlivePingDelay), KeepAlivePingDelay, RpcLimits.KeepAlivePingMin, RpcLimits.KeepAlivePingMax);
        SettingBounds.Check(
            nameof(KeepAlivePingTimeout), KeepAlivePingTimeout, RpcLimits.KeepAlivePingMin, RpcLimits.KeepAlivePingMax);
        SettingBounds.Check(nameof(MessageBytes), MessageBytes, 1, RpcLimits.MessageBytesMax);
    }
}
