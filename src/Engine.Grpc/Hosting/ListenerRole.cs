namespace Engine.Grpc.Hosting;

/// <summary>Which of the two listeners a connection came in by. Set on the connection; no caller tells.</summary>
internal enum ListenerRole
{
    /// <summary><c>control.grpc</c>: HTTP/2, the services of the control plane.</summary>
    Grpc,

    /// <summary><c>control.http</c>: HTTP/1.1, health and version.</summary>
    Http,
}
