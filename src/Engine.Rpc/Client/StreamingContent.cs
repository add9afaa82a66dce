using System.Net;

namespace Engine.Rpc.Client;

/// <summary>
/// The body of a request with any number of messages: hands the stream of the transport to the writer and stays until
/// the writer is done.
/// </summary>
internal sealed class StreamingContent : HttpContent
{
    private readonly TaskCompletionSource<Stream?> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Where to write. Null: the call has ended before the transport asked for its body.</summary>
    public Task<Stream?> Opened => _opened.Task;

    public bool IsComplete => _done.Task.IsCompletedSuccessfully;

    /// <summary>No more messages.</summary>
    public void Complete() => _done.TrySetResult();

    /// <summary>
    /// The call is over. A body that was not completed fails, so that the transport resets the stream instead of
    /// telling the server that the messages were all.
    /// </summary>
    public void Abort()
    {
        _opened.TrySetResult(null);
        _done.TrySetCanceled();
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        // Without this the headers wait for the first message, and a client that waits for response headers first
        // hangs. Nothing here is bound to the token: it also fires when the connection is lost, and that would look
        // like a call that was cancelled.
        await stream.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        if (!_opened.TrySetResult(stream))
        {
            throw new IOException("A stream of requests cannot be sent a second time over another connection.");
        }

        await _done.Task.ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
