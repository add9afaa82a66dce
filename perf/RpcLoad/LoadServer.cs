using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace RpcLoad;

/// <summary>
/// The server process: the service on one port, and on another Kestrel with nothing but a body read and written, which
/// is the least that any gRPC layer on Kestrel costs.
/// </summary>
internal static class LoadServer
{
    /// <summary>What the process is started with to be this.</summary>
    public const string Verb = "serve";

    /// <summary>Prints both ports on one line, then serves until standard input ends.</summary>
    public static async Task<int> RunAsync()
    {
        await using var layered = BuildLayered();
        await using var bare = BuildBare();
        await layered.StartAsync();
        await bare.StartAsync();
        Console.WriteLine($"{PortOf(layered)} {PortOf(bare)}");
        while (await Console.In.ReadLineAsync() is not null)
            Console.WriteLine(Usage.Now());
        return 0;
    }

    private static WebApplication BuildLayered()
    {
        var builder = NewBuilder();
        builder.Services.AddGrpc();
        var app = builder.Build();
        app.MapGrpcService<EchoService>();
        return app;
    }

    private static WebApplication BuildBare()
    {
        var app = NewBuilder().Build();
        app.Run(EchoBareAsync);
        return app;
    }

    private static WebApplicationBuilder NewBuilder()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        return builder;
    }

    private static int PortOf(WebApplication app) =>
        new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First())
            .Port;

    // Echoes whatever comes as soon as it comes, which serves one message and many.
    private static async Task EchoBareAsync(HttpContext context)
    {
        context.Response.ContentType = "application/grpc";
        PipeReader body = context.Request.BodyReader;
        PipeWriter reply = context.Response.BodyWriter;
        while (true)
        {
            var result = await body.ReadAsync();
            foreach (var part in result.Buffer) reply.Write(part.Span);
            var isEmpty = result.Buffer.IsEmpty;
            body.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted) break;
            if (!isEmpty) await reply.FlushAsync();
        }
        context.Features.Get<IHttpResponseTrailersFeature>()!.Trailers["grpc-status"] = "0";
    }
}
