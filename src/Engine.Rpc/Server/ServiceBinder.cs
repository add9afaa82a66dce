using System.Reflection;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Engine.Rpc.Server;

/// <summary>
/// Makes an endpoint of each method that generated code names. It hands no handlers over, as there is no service yet;
/// they are the methods of that name of the class.
/// </summary>
internal sealed class ServiceBinder<TService>(IEndpointRouteBuilder builder, ServerSettings settings)
    : ServiceBinderBase
    where TService : class
{
    private readonly ServiceActivator<TService> _service = new(typeof(TService), []);
    private readonly InterceptorChain _interceptors = new(settings.Interceptors);
    private readonly List<IEndpointConventionBuilder> _endpoints = [];

    /// <summary>The endpoints so far.</summary>
    public IReadOnlyList<IEndpointConventionBuilder> Endpoints => _endpoints;

    /// <summary>Names of the services so far.</summary>
    public HashSet<string> ServiceNames { get; } = new(StringComparer.Ordinal);

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler)
    {
        MethodInfo target = Find(method, typeof(TRequest), typeof(ServerCallContext));
        var open = target.CreateDelegate<Func<TService, TRequest, ServerCallContext, Task<TResponse>>>();
        UnaryServerMethod<TRequest, TResponse> pipeline = _interceptors.Around<TRequest, TResponse>(
            (TRequest request, ServerCallContext context) => _service.UseAsync(
                context,
                (open, request, context),
                static (service, call) => call.open(service, call.request, call.context)));
        Map(method, target, new UnaryHandler<TRequest, TResponse>(method, pipeline, settings));
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler)
    {
        MethodInfo target = Find(method, typeof(IAsyncStreamReader<TRequest>), typeof(ServerCallContext));
        var open = target
            .CreateDelegate<Func<TService, IAsyncStreamReader<TRequest>, ServerCallContext, Task<TResponse>>>();
        ClientStreamingServerMethod<TRequest, TResponse> pipeline = _interceptors.Around<TRequest, TResponse>(
            (IAsyncStreamReader<TRequest> requests, ServerCallContext context) => _service.UseAsync(
                context,
                (open, requests, context),
                static (service, call) => call.open(service, call.requests, call.context)));
        Map(method, target, new ClientStreamingHandler<TRequest, TResponse>(method, pipeline, settings));
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler)
    {
        MethodInfo target = Find(
            method, typeof(TRequest), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext));
        var open = target
            .CreateDelegate<Func<TService, TRequest, IServerStreamWriter<TResponse>, ServerCallContext, Task>>();
        ServerStreamingServerMethod<TRequest, TResponse> pipeline = _interceptors.Around<TRequest, TResponse>(
            (TRequest request, IServerStreamWriter<TResponse> responses, ServerCallContext context) =>
                _service.UseAsync(
                    context,
                    (open, request, responses, context),
                    static (service, call) => call.open(service, call.request, call.responses, call.context)));
        Map(method, target, new ServerStreamingHandler<TRequest, TResponse>(method, pipeline, settings));
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler)
    {
        MethodInfo target = Find(
            method,
            typeof(IAsyncStreamReader<TRequest>),
            typeof(IServerStreamWriter<TResponse>),
            typeof(ServerCallContext));
        var open = target.CreateDelegate<
            Func<TService, IAsyncStreamReader<TRequest>, IServerStreamWriter<TResponse>, ServerCallContext, Task>>();
        DuplexStreamingServerMethod<TRequest, TResponse> pipeline = _interceptors.Around<TRequest, TResponse>(
            (IAsyncStreamReader<TRequest> requests, IServerStreamWriter<TResponse> responses, ServerCallContext context)
                => _service.UseAsync(
                    context,
                    (open, requests, responses, context),
                    static (service, call) => call.open(service, call.requests, call.responses, call.context)));
        Map(method, target, new DuplexStreamingHandler<TRequest, TResponse>(method, pipeline, settings));
    }

    private static MethodInfo Find(IMethod method, params Type[] parameters) =>
        typeof(TService).GetMethod(method.Name, BindingFlags.Public | BindingFlags.Instance, parameters)
        ?? throw new InvalidOperationException(
            $"{typeof(TService)} has no public method {method.Name} for {method.FullName}.");

    private void Map(IMethod method, MethodInfo target, CallHandler handler)
    {
        ServiceNames.Add(method.ServiceName);
        List<object> metadata = [.. typeof(TService).GetCustomAttributes(inherit: true)];
        metadata.AddRange(target.GetCustomAttributes(inherit: true));
        metadata.Add(new GrpcMethodMetadata(typeof(TService), method));
        metadata.Add(new HttpMethodMetadata(["POST"], acceptCorsPreflight: true));
        RoutePattern pattern = RoutePatternFactory.Pattern(
            RoutePatternFactory.Segment(RoutePatternFactory.LiteralPart(method.ServiceName)),
            RoutePatternFactory.Segment(RoutePatternFactory.LiteralPart(method.Name)));
        _endpoints.Add(builder.Map(pattern, handler.InvokeAsync)
            .WithDisplayName($"gRPC - {method.FullName}")
            .WithMetadata([.. metadata]));
    }
}
