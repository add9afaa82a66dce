using Engine.Rpc.Protocol;
using Grpc.Core;

namespace Engine.Rpc.Server;

/// <summary>One request, one response.</summary>
internal sealed class UnaryHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method,
    UnaryServerMethod<TRequest, TResponse> pipeline,
    ServerSettings settings) : CallHandler(method, settings)
    where TRequest : class
    where TResponse : class
{
    protected override async Task HandleAsync(ServerCall call, MessageReader reader)
    {
        TRequest request = await ReadRequestAsync(call, reader, method.RequestMarshaller).ConfigureAwait(false);
        TResponse? response = await pipeline(request, call).ConfigureAwait(false);
        Respond(call, response, method.ResponseMarshaller);
    }
}
