using System.Net;
using Engine.Rpc.Hosting;
using Engine.Rpc.Services;
using Grpc.AspNetCore.Server;
using Grpc.Health.V1;
using Grpc.Testing;
using InteropHost;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

HostArguments options;
try
{
    options = HostArguments.Parse(args);
}
catch (ArgumentException exception)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 64;
}

using var certificate = options.TlsPort is null ? null : HostCertificate.Create(options);
var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
builder.Logging.SetMinimumLevel(LogLevel.Error);
builder.Services.AddRpcServer();
builder.Services.Configure<GrpcServiceOptions>(grpc => grpc.CompressionProviders = [new CompressionWitness()]);
builder.Services.AddRpcHealth();
builder.Services.AddRpcReflection(TestService.Descriptor);
builder.Services.AddSingleton<InteropService>();
if (options.Report)
{
    builder.Services.AddHostedService(services =>
        new CallReport(services.GetRequiredService<RpcCalls>(), Console.In, Console.Out));
}
builder.WebHost.UseKestrelHttpsConfiguration();
builder.WebHost.ConfigureKestrel(kestrel =>
{
    if (options.Port is { } port) Listen(kestrel, port, listen => listen.Protocols = HttpProtocols.Http2);
    if (options.TlsPort is { } tlsPort)
    {
        Listen(kestrel, tlsPort, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.UseHttps(certificate!);
        });
    }
    if (options.Socket is { } socket) kestrel.ListenRpcUnixSocket(socket);
});

await using var app = builder.Build();
app.Use((context, next) =>
{
    CompressionWitness.Begin();
    return next(context);
});
app.MapGrpcService<InteropService>();
app.MapRpcHealth();
app.MapRpcReflection();
var health = app.Services.GetRequiredService<HealthBoard>();
health.Set("", HealthCheckResponse.Types.ServingStatus.Serving);
health.Set(TestService.Descriptor.FullName, HealthCheckResponse.Types.ServingStatus.Serving);

await app.StartAsync();
var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
if (options.Port == 0) Console.WriteLine($"port {ChosenPort("http:")}");
if (options.TlsPort == 0) Console.WriteLine($"tls_port {ChosenPort("https:")}");
Console.WriteLine("listening");
await app.WaitForShutdownAsync();
return 0;

// Both loopback addresses where the port is known; an unknown one cannot be equal on both.
static void Listen(KestrelServerOptions kestrel, int port, Action<ListenOptions> configure)
{
    if (port == 0) kestrel.Listen(IPAddress.Loopback, port, configure);
    else kestrel.ListenLocalhost(port, configure);
}

int ChosenPort(string scheme) =>
    addresses.Where(a => a.StartsWith(scheme, StringComparison.Ordinal)).Select(a => new Uri(a))
        .First(a => a.IsLoopback && a.Port > 0).Port;
