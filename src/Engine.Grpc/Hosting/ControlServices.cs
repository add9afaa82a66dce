using Engine.Core;
using Engine.Core.Journal;
using Engine.Grpc.Access;
using Engine.Grpc.Metrics;
using Engine.Grpc.Services;
using Engine.Grpc.Tails;
using Engine.Grpc.Terminal;
using Engine.Rpc.Hosting;
using Engine.Rpc.Services;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Hosting;

/// <summary>
/// What the control server offers to callers of <c>control.grpc</c>. Everything mapped here answers on that listener
/// only; what is for <c>control.http</c> says so with <see cref="OnHttpListener"/>.
/// </summary>
internal static class ControlServices
{
    /// <summary>Services that calls are answered from. Called while the server is built.</summary>
    /// <param name="isReady">As the health checks have it.</param>
    /// <param name="log">Takes lines for the operator's terminal.</param>
    public static void Add(
        IServiceCollection services, TradingEngine engine, EngineSetup setup, ControlOptions options, LiveAccess access,
        Func<bool>? isReady, OperatorLog log, EdgeWatch edge)
    {
        services.AddSingleton(engine);
        services.AddSingleton(setup);
        services.AddSingleton(log);
        services.AddSingleton(log.Levels);
        services.AddSingleton(edge);
        services.AddSingleton(engine.Board);
        services.AddSingleton(engine.ShutdownBoard);
        services.AddSingleton(EngineIdentity.Of(setup));
        services.AddSingleton<ScopeNames>();
        services.AddSingleton<CommandDesk>();
        services.AddSingleton<OrderDrafts>();
        services.AddSingleton<AdoptionDrafts>();
        services.AddSingleton<LimitPlans>();
        services.AddSingleton<ShutdownStreams>();
        services.AddSingleton<WaitingCommands>();
        services.AddSingleton<StatusPictures>();
        services.AddSingleton<DetailPictures>();
        services.AddSingleton<MachinePictures>();
        services.AddSingleton<ControlService>();
        services.AddSingleton<StatusService>();
        services.AddSingleton(options.Journal);
        services.AddSingleton<EventEncoder>();
        services.AddSingleton(given => new TailServer(
            new DiskStorage(setup.Options.JournalDirectory), engine.Claims, () => engine.DurableSequence,
            given.GetRequiredService<EventEncoder>(), options.Journal, TimeProvider.System));
        services.AddSingleton<JournalService>();
        AddAccess(services, options.Access, access, setup, engine, log);
        services.AddRpcHealth();
        services.AddHostedService(
            given => new ReadinessPublisher(engine, given.GetRequiredService<HealthBoard>(), isReady));
        if (options.HasReflection)
            services.AddRpcReflection(Wire.Control.Descriptor, Wire.Status.Descriptor, Wire.Journal.Descriptor);
        services.AddRpcServer(rpc => rpc.DrainTimeout = ControlServer.StopDeadline);
        services.AddSingleton<CallCounting>();
        services.Configure<global::Grpc.AspNetCore.Server.GrpcServiceOptions>(grpc =>
        {
            grpc.Interceptors.Add<CallCounting>();
            grpc.Interceptors.Add<AccessInterceptor>();
        });
    }

    /// <summary>Endpoints of the gRPC services.</summary>
    public static void Map(WebApplication app, ControlOptions options)
    {
        app.MapRpcHealth();
        if (options.HasReflection) app.MapRpcReflection();
        app.MapGrpcService<ControlService>();
        app.MapGrpcService<StatusService>();
        app.MapGrpcService<JournalService>();
    }

    /// <summary>Before the server ends: whoever watches the stop reads its result, if he reads at all.</summary>
    public static void SettleStreams(WebApplication app) =>
        app.Services.GetRequiredService<ShutdownStreams>().WaitUntilRead(ControlLimits.StopResultWait);

    private static void AddAccess(
        IServiceCollection services, AccessOptions options, LiveAccess access, EngineSetup setup, TradingEngine engine,
        OperatorLog log)
    {
        services.AddSingleton(new AccessPolicy(access, setup.Options.Mode));
        services.AddSingleton(new CallRates(options.CallsPerSecond, options.CallsBurst, TimeProvider.System));
        services.AddSingleton(_ => new DeniedCalls( // Made here, ended by the server.
            log.Warn, engine.Control.IsAvailable ? record => engine.Control.TryNote([record]) : null,
            TimeProvider.System));
        services.AddSingleton<AccessInterceptor>();
    }
}
