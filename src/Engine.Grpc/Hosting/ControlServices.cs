using Engine.Core;

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
    }

    /// <summary>
    /// Endpoints of the gRPC services. The listener answers every call with "not found" until one is here.
    /// </summary>
    public static void Map(WebApplication app) => ArgumentNullException.ThrowIfNull(app);
}
