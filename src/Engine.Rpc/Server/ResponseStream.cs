using System.IO.Pipelines;
using Grpc.Core;

namespace Engine.Rpc.Server;

/// <summary>The responses of a streaming call.</summary>
internal sealed class ResponseStream<T>(ServerCall call, Marshaller<T> marshaller) : IServerStreamWriter<T>
    where T : class
{
    private StreamGate _gate;

    public WriteOptions? WriteOptions
    {
        get => call.WriteOptions;
        set => call.WriteOptions = value;
    }

    public Task WriteAsync(T message) => WriteAsync(message, CancellationToken.None);

    public Task WriteAsync(T message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellationToken);
        }

        ValueTask<FlushResult> flush;
        try
        {
            _gate.Enter(call, "write");
        }
        catch (Exception exception) when (exception is InvalidOperationException or RpcException)
        {
            return Task.FromException(exception);
        }

        try
        {
            call.ThrowIfTooLate();
            WriteOptions? options = call.WriteOptions;
            call.Write(message, marshaller, options);
            if (call.MayHoldBack(options))
            {
                _gate.Exit();
                return Task.CompletedTask;
            }

            // Without the token: given to the transport it would reset the stream, and the client would see an error of
            // the protocol instead of the status that the handler ends with.
            flush = call.FlushAsync();
            if (flush.IsCompletedSuccessfully)
            {
                call.ThrowIfGone(flush.Result);
                _gate.Exit();
                return Task.CompletedTask;
            }
        }
        catch (Exception exception)
        {
            // Handed to whoever awaits the write.
            _gate.Exit();
            return Task.FromException(exception);
        }

        return FlushAsync(flush, cancellationToken);
    }

    /// <summary>The handler has returned. A write that it did not await is finished first.</summary>
    public Task EndAsync() => _gate.EndAsync();

    private async Task FlushAsync(ValueTask<FlushResult> flush, CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(
            static state => ((ServerCall)state!).CancelWaitingFlush(), call);
        try
        {
            FlushResult result = await flush.ConfigureAwait(false);
            if (result.IsCanceled)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            call.ThrowIfGone(result);
        }
        catch (IOException exception)
        {
            throw call.ClientGone(exception);
        }
        finally
        {
            _gate.Exit();
        }
    }
}
