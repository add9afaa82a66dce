namespace Grpc.Core;

/// <summary>
/// A call that did not end well. Thrown to callers, and thrown by handlers to end a call with a status.
/// </summary>
public class RpcException : Exception
{
    /// <param name="status">How the call ended, or is to end.</param>
    public RpcException(Status status) : this(status, Metadata.Empty, status.ToString())
    {
    }

    /// <param name="status">How the call ended, or is to end.</param>
    /// <param name="message">Message of the exception. It is not sent; the text of the status is.</param>
    public RpcException(Status status, string message) : this(status, Metadata.Empty, message)
    {
    }

    /// <param name="status">How the call ended, or is to end.</param>
    /// <param name="trailers">Metadata at the end of the call.</param>
    public RpcException(Status status, Metadata trailers) : this(status, trailers, status.ToString())
    {
    }

    /// <param name="status">How the call ended, or is to end.</param>
    /// <param name="trailers">Metadata at the end of the call.</param>
    /// <param name="message">Message of the exception. It is not sent; the text of the status is.</param>
    public RpcException(Status status, Metadata trailers, string message) : base(message, status.DebugException)
    {
        ArgumentNullException.ThrowIfNull(trailers);
        Status = status;
        Trailers = trailers;
    }

    /// <summary>How the call ended.</summary>
    public Status Status { get; }

    /// <summary>The code of <see cref="Status"/>.</summary>
    public StatusCode StatusCode => Status.StatusCode;

    /// <summary>Metadata at the end of the call. Empty and read-only if there were none.</summary>
    public Metadata Trailers { get; }
}
