using System.Net;
using System.Net.Sockets;
using Engine.Core;
using Engine.Core.Config;
using Engine.Grpc.Access;
using Engine.Grpc.Metrics;
using Engine.Grpc.Services;
using Engine.Grpc.Terminal;
using Engine.Rpc.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Engine.Grpc.Hosting;

/// <summary>
/// The web server beside the engine, on threads of its own: <c>control.grpc</c> (HTTP/2) and <c>control.http</c>
/// (HTTP/1.1), for this machine only unless there are TLS and credentials. It takes its ports before the journal is
/// opened, serves from the moment the engine is there, and stops last, so that operators see the end of a stop.
/// </summary>
internal sealed class ControlServer : IDisposable
{
    /// <summary>For calls that run when the server ends.</summary>
    public static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(5);

    private readonly ControlOptions _options;
    private readonly BoundListener? _grpc;
    private readonly BoundListener? _http;
    private readonly LiveAccess _access;
    private WebApplication? _app;
    private bool _isStopped;

    private ControlServer(ControlOptions options, BoundListener? grpc, BoundListener? http)
    {
        _options = options;
        _access = new LiveAccess(options.Access);
        _grpc = grpc;
        _http = http;
    }

    /// <summary>Both listeners speak TLS.</summary>
    public bool HasTls => _options.Access.Tls is not null;

    /// <summary>Credentials and certificates; with TLS as long as the server lives, or without.</summary>
    public LiveAccess Access => _access;

    /// <summary>How calls have ended so far.</summary>
    public CallTally Calls { get; } = new();

    /// <summary>Null if the listener is off.</summary>
    public IPEndPoint? GrpcEndPoint => _grpc?.EndPoint;

    /// <summary>Null if the listener is off.</summary>
    public IPEndPoint? HttpEndPoint => _http?.EndPoint;

    /// <summary>Takes the ports; nobody is answered yet.</summary>
    /// <exception cref="ConfigException">A port cannot be had.</exception>
    public static ControlServer Bind(ControlOptions options)
    {
        var grpc = BoundListener.TryBind(options.Grpc, ListenerRole.Grpc);
        try
        {
            return new ControlServer(options, grpc, BoundListener.TryBind(options.Http, ListenerRole.Http));
        }
        catch (ConfigException)
        {
            grpc?.Dispose();
            throw;
        }
    }

    /// <summary>Serves from now on; without listeners it does nothing.</summary>
    /// <param name="map">Endpoints besides those of <see cref="ControlServices"/>.</param>
    /// <param name="log">Told of what goes on in the server, from its threads.</param>
    /// <param name="edge">Carries out what is commanded about this process.</param>
    /// <param name="isReady">As the health checks have it; null asks for the phase alone.</param>
    /// <exception cref="ConfigException">Somebody else took a port in between.</exception>
    public void Start(
        TradingEngine engine, EngineSetup setup, Action<IEndpointRouteBuilder> map, OperatorLog log, EdgeWatch edge,
        Func<bool>? isReady = null)
    {
        if (_grpc is null && _http is null) return;

        // Empty: a slim builder would read files and variables of its own, and listen where those say.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(ConfigureKestrel);
        builder.Services.Configure<SocketTransportOptions>(ConfigureSockets);
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, DetachedLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopDeadline);
        var isStarted = false;
        // Which of them are told is the level in force, which may change.
        builder.Logging.SetMinimumLevel(LogLevel.Debug);
        builder.Logging.AddProvider(new ServerLog((level, text) =>
        {
            if (isStarted) log.Tell(level, text); // What goes wrong before is thrown, and told once.
        }, log.Levels));
        builder.Services.AddSingleton(Calls);
        ControlServices.Add(builder.Services, engine, setup, _options, _access, isReady, log, edge);
        var app = builder.Build();
        app.UseRouting();
        app.Use(AnswerOnTheRightListener);
        app.Use(HttpAccess.AdmitAsync);
        ControlServices.Map(app, _options);
        map(app);
        _app = app;
        try
        {
            app.StartAsync().GetAwaiter().GetResult();
        }
        catch (Exception exception) when (Cause(exception) is { } cause)
        {
            var isHttp = _grpc is null
                || (_http is not null && exception.Message.Contains($"{_http.EndPoint}", StringComparison.Ordinal));
            throw isHttp
                ? BoundListener.Refused(ControlOptions.HttpKey, _http!.EndPoint, cause)
                : BoundListener.Refused(ControlOptions.GrpcKey, _grpc!.EndPoint, cause);
        }
        isStarted = true;
    }

    /// <summary>
    /// Lets watchers of the stop read its result and calls end, for a while, and closes the listeners. The last thing
    /// an engine does.
    /// </summary>
    public void Stop()
    {
        if (_app is null || _isStopped) return;

        _isStopped = true;
        ControlServices.SettleStreams(_app);
        using var deadline = new CancellationTokenSource(StopDeadline);
        try
        {
            _app.StopAsync(deadline.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            // Callers that would not end in time are cut off.
        }
    }

    public void Dispose()
    {
        Stop();
        ((IDisposable?)_app)?.Dispose();
        _grpc?.Dispose();
        _http?.Dispose();
    }

    private static SocketException? Cause(Exception exception) =>
        exception as SocketException ?? (exception.InnerException is { } inner ? Cause(inner) : null);

    // An endpoint that belongs to the other listener is not there.
    private static Task AnswerOnTheRightListener(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint() is { } endpoint)
        {
            var role = endpoint.Metadata.GetMetadata<OnHttpListener>() is null ? ListenerRole.Grpc : ListenerRole.Http;
            if (context.Features.Get<ConnectionRole>()?.Role != role) context.SetEndpoint(null);
        }
        return next(context);
    }

    private void ConfigureKestrel(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = _options.ConnectionsMax;
        kestrel.Limits.MaxResponseBufferSize = ControlLimits.UnreadBytesMax;
        foreach (var listener in new[] { _grpc, _http })
        {
            if (listener is null) continue;
            kestrel.Listen(listener.EndPoint, listen =>
            {
                listen.Protocols =
                    listener.Role == ListenerRole.Grpc ? HttpProtocols.Http2 : HttpProtocols.Http1;
                if (HasTls) listen.UseRpcTls(() => TlsOf(listener.Role));
                var role = new ConnectionRole(listener.Role);
                listen.Use(next => connection =>
                {
                    connection.Features.Set(role);
                    return next(connection);
                });
            });
        }
    }

    // Probes have no certificates, and find nothing there that needs one.
    private RpcTls TlsOf(ListenerRole role) =>
        role == ListenerRole.Grpc ? _access.Current.Tls! : _access.Current.TlsWithoutClients!;

    private void ConfigureSockets(SocketTransportOptions sockets)
    {
        var create = sockets.CreateBoundListenSocket;
        sockets.CreateBoundListenSocket = endPoint =>
            endPoint.Equals(_grpc?.EndPoint) ? _grpc!.Release()
            : endPoint.Equals(_http?.EndPoint) ? _http!.Release()
            : create(endPoint);
    }

    private sealed record ConnectionRole(ListenerRole Role);
}
