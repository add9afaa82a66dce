using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.Options;

namespace Engine.Rpc.Hosting;

/// <summary>
/// Counts calls, keeps streams within their limits, and ends streams when the server drains. The outermost interceptor,
/// so that what it counts is all there is.
/// </summary>
internal sealed class RpcCallsInterceptor(RpcCalls calls, IOptions<RpcServerOptions> options) : Interceptor
{
    private const string Draining = "The server is shutting down.";

    private readonly RpcServerOptions _options = options.Value;

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        if (!calls.TryBegin(isStreaming: false, streamingMax: 0))
        {
            throw new RpcException(new Status(StatusCode.Unavailable, Draining));
        }

        try
        {
            return await continuation(request, context).ConfigureAwait(false);
        }
        finally
        {
            calls.End(isStreaming: false);
        }
    }

    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        ServerCallContext context,
        ClientStreamingServerMethod<TRequest, TResponse> continuation) =>
        RunStreamAsync(context, drainable => continuation(
            new DrainableReader<TRequest>(requestStream, drainable.CancellationToken), drainable));

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation) =>
        RunStreamAsync(context, async drainable =>
        {
            var writer = new DrainableWriter<TResponse>(responseStream, drainable.CancellationToken);
            await continuation(request, writer, drainable).ConfigureAwait(false);
            return true;
        });

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation) =>
        RunStreamAsync(context, async drainable =>
        {
            var reader = new DrainableReader<TRequest>(requestStream, drainable.CancellationToken);
            var writer = new DrainableWriter<TResponse>(responseStream, drainable.CancellationToken);
            await continuation(reader, writer, drainable).ConfigureAwait(false);
            return true;
        });

    private async Task<T> RunStreamAsync<T>(ServerCallContext context, Func<DrainableCallContext, Task<T>> handler)
    {
        var connection = ConnectionStreams.Of(context.GetHttpContext());
        if (connection?.TryBegin(_options.StreamsPerConnection) == false)
        {
            calls.CountRefused();
            throw new RpcException(new Status(
                StatusCode.ResourceExhausted,
                $"This connection has {_options.StreamsPerConnection} streaming calls already (StreamsPerConnection);"
                + " end some or use another connection."));
        }

        try
        {
            if (!calls.TryBegin(isStreaming: true, _options.StreamsPerServer))
            {
                throw RefusedByServer();
            }

            try
            {
                return await RunDrainableAsync(context, handler).ConfigureAwait(false);
            }
            finally
            {
                calls.End(isStreaming: true);
            }
        }
        finally
        {
            connection?.End();
        }
    }

    private async Task<T> RunDrainableAsync<T>(ServerCallContext context, Func<DrainableCallContext, Task<T>> handler)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, calls.DrainToken);
        try
        {
            T result = await handler(new DrainableCallContext(context, ended.Token)).ConfigureAwait(false);

            // A handler that just returns when its token is cancelled has not told its client why.
            return CutOffByDrain(context) ? throw Drained() : result;
        }
        catch (Exception exception) when (IsCancellation(exception) && CutOffByDrain(context))
        {
            throw Drained();
        }
    }

    // Any other status is a decision of the handler, which the drain does not change.
    private static bool IsCancellation(Exception exception) =>
        exception is OperationCanceledException or IOException or RpcException { StatusCode: StatusCode.Cancelled };

    private bool CutOffByDrain(ServerCallContext context) =>
        calls.IsDraining && !context.CancellationToken.IsCancellationRequested;

    private RpcException RefusedByServer() => calls.IsDraining
        ? Drained()
        : new RpcException(new Status(
            StatusCode.ResourceExhausted,
            $"The server has {_options.StreamsPerServer} streaming calls already (StreamsPerServer);"
                + " try again later."));

    private static RpcException Drained() => new(new Status(StatusCode.Unavailable, Draining));
}
