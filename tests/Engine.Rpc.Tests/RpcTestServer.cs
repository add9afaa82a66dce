using System.Net;
using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Engine.Rpc.Tests;

/// <summary>A server with <see cref="ProbeService"/> on a free port of the loopback interface, HTTP/2 only.</summary>
public sealed class RpcTestServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RpcTestServer(WebApplication app, LogCollector logs)
    {
        _app = app;
        Logs = logs;
        string address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!
            .Addresses.First();
        Address = new Uri(address);
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>What it logged.</summary>
    public LogCollector Logs { get; }

    /// <summary>Services of the application.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>The service, whose hooks a test may set.</summary>
    public ProbeService Probe => Services.GetRequiredService<ProbeService>();

    /// <summary>Starts a server.</summary>
    /// <param name="grpc">Options of gRPC.</param>
    /// <param name="services">Further services.</param>
    /// <param name="kestrel">Options of the transport.</param>
    /// <param name="endpoints">Further endpoints and middleware; the probe service is mapped after it.</param>
    /// <param name="minimumLevel">What is logged.</param>
    public static async Task<RpcTestServer> StartAsync(
        Action<GrpcServiceOptions>? grpc = null,
        Action<IServiceCollection>? services = null,
        Action<KestrelServerOptions>? kestrel = null,
        Action<WebApplication>? endpoints = null,
        LogLevel minimumLevel = LogLevel.Debug)
    {
        var logs = new LogCollector();
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(options =>
        {
            // Defaults of endpoints that a test sets hold for endpoints that are added after them.
            kestrel?.Invoke(options);
            options.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Logging.AddProvider(logs).SetMinimumLevel(minimumLevel);
        builder.Services.AddGrpc(options => grpc?.Invoke(options));
        builder.Services.AddSingleton<ProbeService>();
        services?.Invoke(builder.Services);
        WebApplication app = builder.Build();
        endpoints?.Invoke(app);
        app.MapGrpcService<ProbeService>();
        await app.StartAsync();
        return new RpcTestServer(app, logs);
    }

    /// <summary>Fails if an error was logged that the test does not expect.</summary>
    public void VerifyNoErrors() =>
        Assert.DoesNotContain(Logs.Entries, entry => entry.Level >= LogLevel.Error);

    public async ValueTask DisposeAsync()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await _app.StopAsync(stop.Token);
        await _app.DisposeAsync();
    }
}
