using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Engine.Rpc.Hosting;

/// <summary>Registers an RPC server with everything that production asks for.</summary>
public static class RpcServerExtensions
{
    /// <summary>
    /// gRPC with keepalive, limits of calls and streams, a gauge of running calls, and a drain when the host stops.
    /// </summary>
    /// <param name="services">Where to register.</param>
    /// <param name="configure">Settings; null for the defaults of <see cref="RpcLimits"/>.</param>
    public static IGrpcServerBuilder AddRpcServer(
        this IServiceCollection services, Action<RpcServerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = new RpcServerOptions();
        configure?.Invoke(options);
        options.Validate();
        services.AddKestrelRpcDefaults();
        services.AddSingleton(Options.Create(options));
        services.AddSingleton<RpcCalls>();
        services.AddSingleton<RpcCallsInterceptor>();
        services.AddHostedService<DrainOnStop>();
        services.PostConfigure<HostOptions>(host =>
        {
            // Unless the program has chosen: what still runs after the drain is to be cut off, not waited for again.
            if (host.ShutdownTimeout == new HostOptions().ShutdownTimeout)
            {
                host.ShutdownTimeout = options.DrainTimeout;
            }
        });
        return services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = options.MessageBytes;
            grpc.MaxSendMessageSize = options.MessageBytes;
            AddOutermost(grpc.Interceptors);
        });
    }

    /// <summary>Only the transport's defaults. Idempotent.</summary>
    internal static void AddKestrelRpcDefaults(this IServiceCollection services)
    {
        services.AddOptions();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IPostConfigureOptions<KestrelServerOptions>, KestrelRpcDefaults>());
    }

    private static void AddOutermost(InterceptorCollection interceptors)
    {
        if (interceptors.Any(interceptor => interceptor.Type == typeof(RpcCallsInterceptor)))
        {
            return;
        }

        // A collection makes registrations itself, at its end.
        interceptors.Add<RpcCallsInterceptor>();
        var added = interceptors[^1];
        interceptors.RemoveAt(interceptors.Count - 1);
        interceptors.Insert(0, added);
    }
}
