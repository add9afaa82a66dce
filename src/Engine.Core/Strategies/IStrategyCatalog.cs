using Engine.Core.Config;

namespace Engine.Core.Strategies;

/// <summary>Turns the type named in the configuration into an instance.</summary>
public interface IStrategyCatalog
{
    /// <param name="section">The settings <c>strategies.NAME.*</c>; may name an assembly.</param>
    /// <exception cref="ConfigException">No such type, or its assembly may not be used.</exception>
    IStrategy Create(string type, ConfigSection section);
}
