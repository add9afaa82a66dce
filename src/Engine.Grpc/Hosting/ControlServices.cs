using Engine.Core;
using Engine.Grpc.Access;
using Engine.Grpc.Services;
using Engine.Rpc.Hosting;

namespace Engine.Grpc.Hosting;

/// <summary>
/// What the control server offers to callers of <c>control.grpc</c>. Everything mapped here answers on that listener
/// only; what is for <c>control.http</c> says so with <see cref="OnHttpListener"/>.
/// </summary>
internal static class ControlServices
{
    /// <summary>Services that calls are answered from. Called while the server is built.</summary>
    public static void Add(IServiceCollection services, TradingEngine engine, EngineSetup setup)
    {
        services.AddSingleton(engine);
        services.AddSingleton(setup);
        services.AddSingleton(engine.Board);
        services.AddSingleton(engine.ShutdownBoard);
        services.AddSingleton(EngineIdentity.Of(setup));
        services.AddSingleton<ScopeNames>();
        services.AddSingleton<CommandDesk>();
        services.AddSingleton<ShutdownStreams>();
        services.AddSingleton<StatusPictures>();
        services.AddSingleton<ControlService>();
        services.AddSingleton<StatusService>();
        services.AddSingleton<AccessInterceptor>();
        services.AddRpcServer(rpc => rpc.DrainTimeout = ControlServer.StopDeadline);
        services.Configure<global::Grpc.AspNetCore.Server.GrpcServiceOptions>(
            grpc => grpc.Interceptors.Add<AccessInterceptor>());
    }

    /// <summary>Endpoints of the gRPC services.</summary>
    public static void Map(WebApplication app)
    {
        app.MapGrpcService<ControlService>();
        app.MapGrpcService<StatusService>();
    }

    /// <summary>Before the server ends: whoever watches the stop reads its result, if he reads at all.</summary>
    public static void SettleStreams(WebApplication app) =>
        app.Services.GetRequiredService<ShutdownStreams>().WaitUntilRead(ControlLimits.StopResultWait);
}
