using Engine.Core.Events;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Engine.Grpc.Access;

/// <summary>Finds out who calls, and lets him do what his role may; around every handler.</summary>
internal sealed class AccessInterceptor : Interceptor
{
    private static readonly Caller Local = new("local", OperatorRole.Admin);

    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        Admit(context);
        return continuation(request, context);
    }

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Admit(context);
        return continuation(request, responseStream, context);
    }

    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context,
        ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Admit(context);
        return continuation(requestStream, context);
    }

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Admit(context);
        return continuation(requestStream, responseStream, context);
    }

    private static void Admit(ServerCallContext context)
    {
        if (!MethodRoles.IsAllowed(context.Method, Local.Role))
        {
            throw new RpcException(new Status(StatusCode.PermissionDenied,
                $"The role {Local.Role.ToString().ToLowerInvariant()} may not call {context.Method}."));
        }
        Local.AttachTo(context);
    }
}
