using Grpc.Health.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Engine.Rpc.Services;

/// <summary>Puts health and reflection on a server.</summary>
public static class StandardServices
{
    /// <summary>Registers the health service and its <see cref="HealthBoard"/>.</summary>
    public static IServiceCollection AddRpcHealth(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton<HealthBoard>();
        services.TryAddSingleton<HealthService>();
        return services;
    }

    /// <summary>
    /// Registers server reflection. It tells everybody what the server offers: leave it out where that matters.
    /// </summary>
    /// <param name="services">Where to register.</param>
    /// <param name="offered">Descriptors of the services that the server has; health and reflection are added.</param>
    public static IServiceCollection AddRpcReflection(
        this IServiceCollection services, params IEnumerable<ServiceDescriptor> offered)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(new ReflectionCatalog([
            .. offered,
            Health.Descriptor,
            Grpc.Reflection.V1.ServerReflection.Descriptor,
            Grpc.Reflection.V1Alpha.ServerReflection.Descriptor,
        ]));
        services.TryAddSingleton<ReflectionService>();
        services.TryAddSingleton<ReflectionServiceV1Alpha>();
        return services;
    }

    /// <summary>Serves health.</summary>
    public static IEndpointConventionBuilder MapRpcHealth(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGrpcService<HealthService>();

    /// <summary>Serves reflection under both of its names.</summary>
    public static void MapRpcReflection(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGrpcService<ReflectionService>();
        endpoints.MapGrpcService<ReflectionServiceV1Alpha>();
    }
}
