using Engine.Rpc.Hosting;
using Engine.Rpc.Server;
using Grpc.AspNetCore.Server;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds what a gRPC server needs.</summary>
public static class GrpcServicesExtensions
{
    /// <summary>Adds what a gRPC server needs.</summary>
    public static IGrpcServerBuilder AddGrpc(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddRouting();
        services.AddKestrelRpcDefaults();
        services.TryAddSingleton<ServerSettings>();
        return new GrpcServerBuilder(services);
    }

    /// <summary>Adds what a gRPC server needs, with settings.</summary>
    public static IGrpcServerBuilder AddGrpc(
        this IServiceCollection services, Action<GrpcServiceOptions> configureOptions)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.Configure(configureOptions);
        return services.AddGrpc();
    }
}
