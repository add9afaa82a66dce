using Engine.Core.Config;

namespace Engine.Core.Strategies;

/// <summary>Where the logic gets its strategies from, by the type that the configuration names.</summary>
public interface IStrategyCatalog
{
    /// <summary>A new, unconfigured instance.</summary>
    /// <param name="type">The value of <c>strategies.NAME.type</c>: a built-in name, or a class of the configured assembly.</param>
    /// <param name="strategySection">The settings <c>strategies.NAME.*</c>.</param>
    /// <exception cref="ConfigException">There is no such strategy; the message names key, value and remedy.</exception>
    IStrategy Create(string type, ConfigSection strategySection);
}
