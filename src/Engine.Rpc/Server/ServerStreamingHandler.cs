using Engine.Rpc.Protocol;
using Grpc.Core;

namespace Engine.Rpc.Server;

/// <summary>One request, many responses.</summary>
internal sealed class ServerStreamingHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method,
    ServerStreamingServerMethod<TRequest, TResponse> pipeline,
    ServerSettings settings) : CallHandler(method, settings)
    where TRequest : class
    where TResponse : class
{
    protected override async Task HandleAsync(ServerCall call, MessageReader reader)
    {
        TRequest request = await ReadRequestAsync(call, reader, method.RequestMarshaller).ConfigureAwait(false);
        var responses = new ResponseStream<TResponse>(call, method.ResponseMarshaller);
        try
        {
            await pipeline(request, responses, call).ConfigureAwait(false);
        }
        finally
        {
            await responses.EndAsync().ConfigureAwait(false);
        }
    }
}
