namespace Grpc.Core;

/// <summary>Messages to the peer, one at a time, written by one writer at a time.</summary>
public interface IAsyncStreamWriter<in T>
{
    /// <summary>Options of the following writes. Null means the options of the call.</summary>
    WriteOptions? WriteOptions { get; set; }

    /// <summary>Sends a message. Finished when the transport has it, which is also the back-pressure.</summary>
    /// <exception cref="InvalidOperationException">The previous write is not finished, or the call has
    /// ended.</exception>
    Task WriteAsync(T message);

    /// <summary>Sends a message, unless cancelled. On a client, a cancelled write cancels the call.</summary>
    /// <exception cref="NotSupportedException">This writer cannot cancel single writes.</exception>
    Task WriteAsync(T message, CancellationToken cancellationToken) =>
        cancellationToken.CanBeCanceled
            ? throw new NotSupportedException("This stream writer does not support the cancellation of single writes.")
            : WriteAsync(message);
}
