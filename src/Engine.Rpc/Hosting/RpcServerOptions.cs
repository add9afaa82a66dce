namespace Engine.Rpc.Hosting;

/// <summary>Settings of an RPC server. Checked when the server starts.</summary>
public sealed class RpcServerOptions
{
    /// <summary>See <see cref="RpcLimits.KeepAlivePingDelay"/>.</summary>
    public TimeSpan KeepAlivePingDelay { get; set; } = RpcLimits.KeepAlivePingDelay;

    /// <summary>See <see cref="RpcLimits.KeepAlivePingTimeout"/>.</summary>
    public TimeSpan KeepAlivePingTimeout { get; set; } = RpcLimits.KeepAlivePingTimeout;

    /// <summary>See <see cref="RpcLimits.DrainTimeout"/>.</summary>
    public TimeSpan DrainTimeout { get; set; } = RpcLimits.DrainTimeout;

    /// <summary>See <see cref="RpcLimits.MessageBytes"/>.</summary>
    public int MessageBytes { get; set; } = RpcLimits.MessageBytes;

    /// <summary>See <see cref="RpcLimits.Connections"/>.</summary>
    public int Connections { get; set; } = RpcLimits.Connections;

    /// <summary>See <see cref="RpcLimits.CallsPerConnection"/>.</summary>
    public int CallsPerConnection { get; set; } = RpcLimits.CallsPerConnection;

    /// <summary>See <see cref="RpcLimits.StreamsPerConnection"/>.</summary>
    public int StreamsPerConnection { get; set; } = RpcLimits.StreamsPerConnection;

    /// <summary>See <see cref="RpcLimits.StreamsPerServer"/>.</summary>
    public int StreamsPerServer { get; set; } = RpcLimits.StreamsPerServer;

    /// <summary>Throws for the first setting out of its bounds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Names setting, value and bounds.</exception>
    public void Validate()
    {
        SettingBounds.Check(
            nameof(KeepAlivePingDelay), KeepAlivePingDelay, RpcLimits.KeepAlivePingMin, RpcLimits.KeepAlivePingMax);
        SettingBounds.Check(
            nameof(KeepAlivePingTimeout), KeepAlivePingTimeout, RpcLimits.KeepAlivePingMin, RpcLimits.KeepAlivePingMax);
        SettingBounds.Check(nameof(DrainTimeout), DrainTimeout, TimeSpan.Zero, RpcLimits.DrainTimeoutMax);
        SettingBounds.Check(nameof(MessageBytes), MessageBytes, 1, RpcLimits.MessageBytesMax);
        SettingBounds.Check(nameof(Connections), Connections, 1, RpcLimits.ConnectionsMax);
        SettingBounds.Check(nameof(CallsPerConnection), CallsPerConnection, 2, RpcLimits.CallsPerConnectionMax);
        SettingBounds.Check(nameof(StreamsPerConnection), StreamsPerConnection, 0, CallsPerConnection - 1);
        SettingBounds.Check(nameof(StreamsPerServer), StreamsPerServer, 0, RpcLimits.StreamsPerServerMax);
    }
}
