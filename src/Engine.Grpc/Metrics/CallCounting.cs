using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Engine.Grpc.Metrics;

/// <summary>Counts how calls end; around everything else, so that calls that are not let in count as well.</summary>
internal sealed class CallCounting(CallTally tally) : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
        CountAsync(context, () => continuation(request, context));

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation) =>
        CountAsync(context, async () =>
        {
            await continuation(request, responseStream, context);
            return true;
        });

    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context,
        ClientStreamingServerMethod<TRequest, TResponse> continuation) =>
        CountAsync(context, () => continuation(requestStream, context));

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation) =>
        CountAsync(context, async () =>
        {
            await continuation(requestStream, responseStream, context);
            return true;
        });

    private async Task<T> CountAsync<T>(ServerCallContext context, Func<Task<T>> call)
    {
        var end = StatusCode.Unknown; // Unless something says better: a defect.
        try
        {
            var result = await call();
            end = context.Status.StatusCode;
            return result;
        }
        catch (RpcException exception)
        {
            end = exception.StatusCode;
            throw;
        }
        catch (OperationCanceledException)
        {
            end = StatusCode.Cancelled;
            throw;
        }
        finally
        {
            tally.Count(context.Method, end);
        }
    }
}
