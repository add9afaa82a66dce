using Engine.Core.Config;
using Engine.Core.Loading;
using Engine.Core.Strategies;

namespace Engine.Simulation;

/// <summary>The built-in strategies and the one that only simulation has.</summary>
internal sealed class SimulationCatalog : IStrategyCatalog
{
    private readonly StrategyCatalog _builtIn = new();

    public IStrategy Create(string type, ConfigSection section) =>
        type == "restless" ? new RestlessStrategy() : _builtIn.Create(type, section);
}
