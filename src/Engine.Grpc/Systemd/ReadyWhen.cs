namespace Engine.Grpc.Systemd;

/// <summary>From when on a service manager may take the engine as started.</summary>
internal enum ReadyWhen
{
    /// <summary>Phase <c>Running</c>: strategies see the market.</summary>
    Running,

    /// <summary>The venue's view has been compared; market data may come later.</summary>
    Reconciled,
}
