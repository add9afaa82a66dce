using Engine.Rpc.Protocol;
using Grpc.Core;

namespace Engine.Rpc.Server;

/// <summary>Many requests, one response.</summary>
internal sealed class ClientStreamingHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method,
    ClientStreamingServerMethod<TRequest, TResponse> pipeline,
    ServerSettings settings) : CallHandler(method, settings)
    where TRequest : class
    where TResponse : class
{
    protected override async Task HandleAsync(ServerCall call, MessageReader reader)
    {
        var requests = new RequestStream<TRequest>(call, reader, method.RequestMarshaller);
        TResponse? response;
        try
        {
            response = await pipeline(requests, call).ConfigureAwait(false);
        }
        finally
        {
            await requests.EndAsync().ConfigureAwait(false);
        }

        Respond(call, response, method.ResponseMarshaller);
    }
}
