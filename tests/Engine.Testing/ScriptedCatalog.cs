using Engine.Core.Config;
using Engine.Core.Strategies;

namespace Engine.Testing;

/// <summary>Strategies that a test makes itself, by the type that its settings name.</summary>
public sealed class ScriptedCatalog : IStrategyCatalog
{
    private readonly Dictionary<string, Func<IStrategy>> _types = new(StringComparer.Ordinal);

    /// <summary>How often a strategy was created.</summary>
    public int CreatedCount { get; private set; }

    public ScriptedCatalog Add(string type, Func<IStrategy> create)
    {
        _types[type] = create;
        return this;
    }

    public IStrategy Create(string type, ConfigSection section)
    {
        CreatedCount++;
        return _types.TryGetValue(type, out var create)
            ? create()
            : throw ConfigException.Invalid(section.KeyOf("type"), type, "the test knows no such strategy");
    }
}
