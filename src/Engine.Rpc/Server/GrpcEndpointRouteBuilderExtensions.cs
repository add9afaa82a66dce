using System.Reflection;
using Engine.Rpc.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Serves gRPC services.</summary>
public static class GrpcEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Serves a service. Objects of the class are taken from the services of the application, where they should be
    /// singletons, or else made for each call.
    /// </summary>
    /// <typeparam name="TService">A class derived from the generated base class of the service.</typeparam>
    public static GrpcServiceEndpointConventionBuilder MapGrpcService<TService>(this IEndpointRouteBuilder builder)
        where TService : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        ServerSettings settings = builder.ServiceProvider.GetService<ServerSettings>()
            ?? throw new InvalidOperationException(
                "gRPC is not registered; call AddGrpc() on the services of the application.");
        var binder = new ServiceBinder<TService>(builder, settings);
        FindBindMethod(typeof(TService)).Invoke(null, BindingFlags.DoNotWrapExceptions, null, [binder, null], null);
        var unimplemented = new UnimplementedRoutes(settings.Log);
        foreach (string serviceName in binder.ServiceNames)
        {
            unimplemented.MapMethodsOf(serviceName, builder);
        }

        if (settings.AnswersUnknownServices && !settings.HasRouteOfUnknownServices)
        {
            settings.HasRouteOfUnknownServices = true;
            unimplemented.MapServices(builder);
        }

        return new GrpcServiceEndpointConventionBuilder(binder.Endpoints);
    }

    private static MethodInfo FindBindMethod(Type service)
    {
        BindServiceMethodAttribute attribute =
            service.GetCustomAttribute<BindServiceMethodAttribute>(inherit: true)
            ?? throw new InvalidOperationException(
                $"{service} is not a gRPC service: it must derive from the base class that protoc generated.");
        foreach (MethodInfo method in attribute.BindType.GetMethods(BindingFlags.Public | BindingFlags.Static))
        {
            if (method.Name == attribute.BindMethodName
                && method.GetParameters() is [{ ParameterType: var binder }, { ParameterType: var target }]
                && binder == typeof(ServiceBinderBase)
                && target.IsAssignableFrom(service))
            {
                return method;
            }
        }

        throw new InvalidOperationException(
            $"{attribute.BindType} has no public static {attribute.BindMethodName}(ServiceBinderBase, service) for"
            + $" {service}.");
    }
}
