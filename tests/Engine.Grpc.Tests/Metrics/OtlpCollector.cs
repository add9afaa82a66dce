using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Engine.Grpc.Tests.Metrics;

/// <summary>A collector that takes metrics over HTTP in protobuf, and reads of them what the tests ask for.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly WebApplication _app;

    private OtlpCollector(WebApplication app) => _app = app;

    /// <summary>Pushes, oldest first.</summary>
    public ConcurrentQueue<OtlpPushed> Pushed { get; } = new();

    /// <summary>Answers every push with this.</summary>
    public volatile int Code = StatusCodes.Status200OK;

    public string Endpoint =>
        _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()
        + "/v1/metrics";

    public static async Task<OtlpCollector> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var collector = new OtlpCollector(app);
        app.Run(collector.TakeAsync);
        await app.StartAsync();
        return collector;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        context.Response.StatusCode = Code;
        if (Code == StatusCodes.Status200OK && context.Request.Path == "/v1/metrics"
            && context.Request.ContentType == "application/x-protobuf")
        {
            Pushed.Enqueue(OtlpPushed.Read(body.ToArray()));
        }
    }
}
