using Engine.Core.Config;
using Engine.Core.Strategies;
using Engine.Core.Strategies.Reference;

namespace Engine.Core.Loading;

/// <summary>
/// The built-in strategies by name, and those of assemblies that the configuration names with
/// <c>strategies.NAME.assembly</c> (path) and <c>strategies.NAME.type</c> (class). <see cref="Pin"/> writes the SHA-256
/// of each assembly into the configuration, so that the journal says which one decided and a replay refuses another.
/// </summary>
public sealed class StrategyCatalog : IStrategyCatalog
{
    private const string AssemblyName = "assembly";
    private const string DigestName = "assemblySha256";

    private static readonly SortedDictionary<string, Func<IStrategy>> BuiltIns = new(StringComparer.Ordinal)
    {
        ["mean-reversion"] = () => new MeanReversion(),
        ["moving-average-crossover"] = () => new MovingAverageCrossover(),
        ["passive-quoting"] = () => new PassiveQuoting(),
    };

    private readonly Dictionary<string, StrategyAssembly> _loaded = new(StringComparer.Ordinal);

    /// <summary>Names that need no assembly, in ordinal order.</summary>
    public static IReadOnlyCollection<string> BuiltInNames => BuiltIns.Keys;

    /// <summary>Assemblies loaded so far.</summary>
    public IReadOnlyCollection<StrategyAssembly> Loaded => _loaded.Values;

    /// <summary>Completes <c>strategies.NAME.assemblySha256</c> for every strategy from an assembly.</summary>
    /// <exception cref="ConfigException">An assembly cannot be read.</exception>
    public static void Pin(CanonicalConfig config)
    {
        var strategies = config.Section("strategies");
        foreach (var name in strategies.Children.ToArray())
        {
            var section = strategies.Section(name);
            if (!section.Has(AssemblyName) || section.Has(DigestName)) continue;
            var key = section.KeyOf(AssemblyName);
            config.Set(section.KeyOf(DigestName), StrategyAssembly.HashOf(key, section.GetText(AssemblyName)));
        }
    }

    public IStrategy Create(string type, ConfigSection section)
    {
        var path = section.GetText(AssemblyName, "");
        if (path.Length > 0) return CreateLoaded(type, path, section);
        if (BuiltIns.TryGetValue(type, out var create)) return create();

        throw ConfigException.Invalid(section.KeyOf("type"), type,
            $"give one of {string.Join(", ", BuiltIns.Keys)}, or name the assembly of the class in "
            + $"'{section.KeyOf(AssemblyName)}'");
    }

    private IStrategy CreateLoaded(string type, string path, ConfigSection section)
    {
        var key = section.KeyOf(AssemblyName);
        var digest = section.GetText(DigestName, "");
        if (!_loaded.TryGetValue(path, out var loaded))
        {
            loaded = StrategyAssembly.Load(key, path, digest);
            _loaded.Add(path, loaded);
        }
        else if (digest.Length > 0 && !digest.Equals(loaded.Sha256, StringComparison.OrdinalIgnoreCase))
        {
            throw ConfigException.Invalid(section.KeyOf(DigestName), digest, $"the file in use has {loaded.Sha256}");
        }
        return Instantiate(type, loaded, section);
    }

    private static IStrategy Instantiate(string type, StrategyAssembly loaded, ConfigSection section)
    {
        try
        {
            var found = loaded.Assembly.GetType(type);
            if (found is { IsAbstract: false, IsPublic: true }
                && typeof(IStrategy).IsAssignableFrom(found)
                && found.GetConstructor(Type.EmptyTypes) is { } constructor)
            {
                return (IStrategy)constructor.Invoke(null);
            }
            var offered = loaded.Assembly.GetExportedTypes()
                .Where(t => !t.IsAbstract && typeof(IStrategy).IsAssignableFrom(t))
                .Select(t => t.FullName!)
                .Order(StringComparer.Ordinal)
                .ToArray();
            throw ConfigException.Invalid(section.KeyOf("type"), type, offered.Length == 0
                ? $"'{loaded.Path}' has no public strategy with a parameterless constructor; choose another assembly"
                : $"'{loaded.Path}' offers {string.Join(", ", offered)}; give one of them");
        }
        catch (Exception exception) when (exception is TypeLoadException or FileNotFoundException or FileLoadException)
        {
            throw ConfigException.Invalid(section.KeyOf(AssemblyName), loaded.Path,
                $"it does not fit this engine ({exception.Message}); build it against this version of Engine.Core");
        }
    }
}
