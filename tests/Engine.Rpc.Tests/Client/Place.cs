using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Logging;

namespace Engine.Rpc.Tests.Client;

/// <summary>A scripted server, over a socket or in memory, and a channel to it.</summary>
internal sealed class Place : IAsyncDisposable
{
    private readonly IAsyncDisposable _server;

    private Place(IAsyncDisposable server, GrpcChannel channel)
    {
        _server = server;
        Channel = channel;
        Invoker = channel.CreateCallInvoker();
    }

    public GrpcChannel Channel { get; }

    public CallInvoker Invoker { get; }

    public static Task<Place> StartAsync(RequestDelegate script) => StartAsync(script, inMemory: false);

    public static async Task<Place> StartAsync(
        RequestDelegate script, bool inMemory, GrpcChannelOptions? options = null)
    {
        options ??= new GrpcChannelOptions();
        if (!inMemory)
        {
            ScriptedServer server = await ScriptedServer.StartAsync(script);
            return new Place(server, GrpcChannel.ForAddress(server.Address, options));
        }

        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseTestServer();
        WebApplication app = builder.Build();
        app.Run(script);
        await app.StartAsync();
        options.HttpHandler = app.GetTestServer().CreateHandler();
        return new Place(app, GrpcChannel.ForAddress("http://in-memory", options));
    }

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await _server.DisposeAsync();
    }
}
