using Engine.Core;
using Engine.Core.Events;

namespace Engine.Grpc.Services;

/// <summary>What never changes about the engine that is served.</summary>
internal sealed record EngineIdentity(EngineMode Mode, string Account, string EngineId, string Build)
{
    public static EngineIdentity Of(EngineSetup setup) =>
        new(setup.Options.Mode, setup.Options.Account, setup.Options.EngineId, setup.Build);
}
