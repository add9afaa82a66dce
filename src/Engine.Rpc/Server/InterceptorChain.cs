using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Engine.Rpc.Server;

/// <summary>
/// Puts the interceptors around a handler. The chain is built once per method; the interceptors come, call by call,
/// from the services of the request.
/// </summary>
internal sealed class InterceptorChain
{
    private readonly ServiceActivator<Interceptor>[] _outermostFirst;

    public InterceptorChain(IReadOnlyList<InterceptorRegistration> outermostFirst) =>
        _outermostFirst =
            [.. outermostFirst.Select(r => new ServiceActivator<Interceptor>(r.Type, [.. r.Arguments]))];

    public UnaryServerMethod<TRequest, TResponse> Around<TRequest, TResponse>(
        UnaryServerMethod<TRequest, TResponse> handler)
        where TRequest : class
        where TResponse : class
    {
        for (int i = _outermostFirst.Length - 1; i >= 0; i--)
        {
            ServiceActivator<Interceptor> activator = _outermostFirst[i];
            UnaryServerMethod<TRequest, TResponse> next = handler;
            handler = (request, context) => activator.UseAsync(
                context,
                (request, context, next),
                static (interceptor, call) =>
                    interceptor.UnaryServerHandler(call.request, call.context, call.next));
        }

        return handler;
    }

    public ClientStreamingServerMethod<TRequest, TResponse> Around<TRequest, TResponse>(
        ClientStreamingServerMethod<TRequest, TResponse> handler)
        where TRequest : class
        where TResponse : class
    {
        for (int i = _outermostFirst.Length - 1; i >= 0; i--)
        {
            ServiceActivator<Interceptor> activator = _outermostFirst[i];
            ClientStreamingServerMethod<TRequest, TResponse> next = handler;
            handler = (requests, context) => activator.UseAsync(
                context,
                (requests, context, next),
                static (interceptor, call) =>
                    interceptor.ClientStreamingServerHandler(call.requests, call.context, call.next));
        }

        return handler;
    }

    public ServerStreamingServerMethod<TRequest, TResponse> Around<TRequest, TResponse>(
        ServerStreamingServerMethod<TRequest, TResponse> handler)
        where TRequest : class
        where TResponse : class
    {
        for (int i = _outermostFirst.Length - 1; i >= 0; i--)
        {
            ServiceActivator<Interceptor> activator = _outermostFirst[i];
            ServerStreamingServerMethod<TRequest, TResponse> next = handler;
            handler = (request, responses, context) => activator.UseAsync(
                context,
                (request, responses, context, next),
                static (interceptor, call) => interceptor.ServerStreamingServerHandler(
                    call.request, call.responses, call.context, call.next));
        }

        return handler;
    }

    public DuplexStreamingServerMethod<TRequest, TResponse> Around<TRequest, TResponse>(
        DuplexStreamingServerMethod<TRequest, TResponse> handler)
        where TRequest : class
        where TResponse : class
    {
        for (int i = _outermostFirst.Length - 1; i >= 0; i--)
        {
            ServiceActivator<Interceptor> activator = _outermostFirst[i];
            DuplexStreamingServerMethod<TRequest, TResponse> next = handler;
            handler = (requests, responses, context) => activator.UseAsync(
                context,
                (requests, responses, context, next),
                static (interceptor, call) => interceptor.DuplexStreamingServerHandler(
                    call.requests, call.responses, call.context, call.next));
        }

        return handler;
    }
}
