using Engine.Rpc.Protocol;
using Grpc.Core;

namespace Engine.Rpc.Server;

/// <summary>The requests of a streaming call.</summary>
internal sealed class RequestStream<T>(ServerCall call, MessageReader reader, Marshaller<T> marshaller)
    : IAsyncStreamReader<T>
    where T : class
{
    private StreamGate _gate;
    private T? _current;
    private volatile bool _isOver;

    public T Current => _current
        ?? throw new InvalidOperationException("There is no current message: MoveNext was not awaited, or gave false.");

    public Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<bool>(cancellationToken);
        }

        try
        {
            _gate.Enter(call, "read");
        }
        catch (Exception exception) when (exception is InvalidOperationException or RpcException)
        {
            return Task.FromException<bool>(exception);
        }

        return ReadAsync(cancellationToken);
    }

    /// <summary>The handler has returned. A read that it left behind is cancelled.</summary>
    public Task EndAsync()
    {
        _isOver = true;
        Task left = _gate.EndAsync();
        if (!left.IsCompleted)
        {
            call.CancelWaitingRead();
        }

        return left;
    }

    private async Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            call.ThrowIfTooLate();
            _current = null;
            _current = await reader.ReadAsync(marshaller, cancellationToken).ConfigureAwait(false);
            return _current is not null;
        }
        catch (Exception exception) when (IsGone(exception, cancellationToken))
        {
            throw call.ClientGone(exception);
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Whether it is the client that ended a read, not the reader and not the end of the call.</summary>
    private bool IsGone(Exception exception, CancellationToken own) =>
        exception is IOException
        || (exception is OperationCanceledException && !own.IsCancellationRequested && !_isOver);
}
