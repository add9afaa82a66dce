namespace Grpc.Core;

/// <summary>Messages from the peer, one at a time, read by one reader at a time.</summary>
public interface IAsyncStreamReader<out T>
{
    /// <summary>The message that the last <see cref="MoveNext"/> brought.</summary>
    T Current { get; }

    /// <summary>Waits for the next message. False: the peer has sent all.</summary>
    /// <exception cref="InvalidOperationException">The previous call is not finished.</exception>
    /// <exception cref="RpcException">On a client: the call ended with an error.</exception>
    Task<bool> MoveNext(CancellationToken cancellationToken);
}
