using System.Net;
using Engine.Rpc.Hosting;
using Engine.Rpc.Services;
using Engine.Rpc.Tests.Protos;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Engine.Rpc.Tests.Hosting;

/// <summary>A server as production builds it, on a port or socket of its own.</summary>
internal sealed class HostedServer : IAsyncDisposable
{
    private HostedServer(WebApplication app) => App = app;

    public WebApplication App { get; }

    public GateService Gate { get; } = new();

    public RpcCalls Calls => App.Services.GetRequiredService<RpcCalls>();

    public HealthBoard Health => App.Services.GetRequiredService<HealthBoard>();

    /// <summary>First address, such as <c>http://127.0.0.1:40123</c>.</summary>
    public string Address =>
        App.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public int Port => new Uri(Address).Port;

    public static async Task<HostedServer> StartAsync(
        Action<RpcServerOptions>? configure = null, Action<KestrelServerOptions>? listen = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddRpcServer(configure);
        builder.Services.AddRpcHealth();
        builder.Services.AddRpcReflection(Probe.Descriptor);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(listen ?? (kestrel =>
            kestrel.ListenRpc(new IPEndPoint(IPAddress.Loopback, 0))));
        HostedServer? server = null;
        builder.Services.AddSingleton(_ => server!.Gate);
        server = new HostedServer(builder.Build());
        server.App.MapRpcHealth();
        server.App.MapRpcReflection();
        server.App.MapGrpcService<GateService>();
        server.Health.Set("", Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus.Serving);
        await server.App.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        Gate.Gate.TrySetResult();
        await App.StopAsync();
        await App.DisposeAsync();
    }
}
