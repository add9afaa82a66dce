using Engine.Rpc.Protocol;
using Grpc.Core;

namespace Engine.Rpc.Server;

/// <summary>Many requests and many responses, independent of each other.</summary>
internal sealed class DuplexStreamingHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method,
    DuplexStreamingServerMethod<TRequest, TResponse> pipeline,
    ServerSettings settings) : CallHandler(method, settings)
    where TRequest : class
    where TResponse : class
{
    protected override async Task HandleAsync(ServerCall call, MessageReader reader)
    {
        var requests = new RequestStream<TRequest>(call, reader, method.RequestMarshaller);
        var responses = new ResponseStream<TResponse>(call, method.ResponseMarshaller);
        try
        {
            await pipeline(requests, responses, call).ConfigureAwait(false);
        }
        finally
        {
            await requests.EndAsync().ConfigureAwait(false);
            await responses.EndAsync().ConfigureAwait(false);
        }
    }
}
