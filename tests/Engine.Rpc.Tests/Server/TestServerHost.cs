using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Engine.Rpc.Tests.Server;

/// <summary>A server in memory, for what needs no socket.</summary>
internal sealed class TestServerHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestServerHost(WebApplication app) => _app = app;

    public Uri Address { get; } = new("http://localhost");

    public IServiceProvider Services => _app.Services;

    public static async Task<TestServerHost> StartAsync(
        Action<WebApplication> endpoints, Action<IServiceCollection> services)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseTestServer();
        builder.Services.AddGrpc();
        services(builder.Services);
        WebApplication app = builder.Build();
        endpoints(app);
        await app.StartAsync();
        return new TestServerHost(app);
    }

    public HttpMessageHandler CreateHandler() => _app.GetTestServer().CreateHandler();

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
