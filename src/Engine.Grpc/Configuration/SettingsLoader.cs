using Engine.Core.Config;

namespace Engine.Grpc.Configuration;

/// <summary>
/// Collects the settings: defaults of the mode, JSON file, environment (<c>ENGINE__risk__maxPosition</c>), command line;
/// the later wins. Keys are written with dots and are case-insensitive where a source is merged over another.
/// </summary>
internal static class SettingsLoader
{
    public const string EnvironmentPrefix = "ENGINE__";

    /// <param name="file">JSON file, or null.</param>
    /// <param name="commandLine">Settings of the command line, already as keys and values.</param>
    /// <exception cref="ConfigException">The file cannot be read, or a key or value is not printable ASCII.</exception>
    public static CanonicalConfig Load(
        IEnumerable<KeyValuePair<string, string>> defaults, string? file, IEnumerable<KeyValuePair<string, string>> commandLine)
    {
        var builder = new ConfigurationBuilder().AddInMemoryCollection(ToConfigurationKeys(defaults));
        if (file is not null)
        {
            if (!File.Exists(file)) throw ConfigException.Invalid("--config", file, "give the path of an existing JSON file");
            builder.AddJsonFile(Path.GetFullPath(file), optional: false);
        }
        builder.AddEnvironmentVariables(EnvironmentPrefix);
        builder.AddInMemoryCollection(ToConfigurationKeys(commandLine));

        var config = new CanonicalConfig();
        foreach (var (key, value) in Build(builder, file).AsEnumerable())
            if (value is not null) config.Set(key.Replace(':', '.'), value);
        return config;
    }

    /// <summary>Complains about the settings that nothing has read: they are misspelt.</summary>
    /// <exception cref="ConfigException">Names the first unknown key and the nearest known one.</exception>
    public static void RefuseUnknownKeys(CanonicalConfig config)
    {
        var known = config.ReadKeys.ToArray();
        foreach (var key in config.UnreadKeys)
        {
            var nearest = known.MinBy(candidate => Distance(key, candidate));
            throw new ConfigException(nearest is null
                ? $"Setting '{key}' is unknown: remove it."
                : $"Setting '{key}' is unknown: remove it, or did you mean '{nearest}'?");
        }
    }

    private static IConfigurationRoot Build(IConfigurationBuilder builder, string? file)
    {
        try
        {
            return builder.Build();
        }
        catch (Exception exception) when (exception is InvalidDataException or FormatException)
        {
            throw new ConfigException($"Setting file '{file}' cannot be read: {exception.InnerException?.Message ?? exception.Message}");
        }
    }

    // A setting given twice counts as given last, as everywhere.
    private static Dictionary<string, string?> ToConfigurationKeys(IEnumerable<KeyValuePair<string, string>> settings)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in settings) values[key.Replace('.', ':')] = value;
        return values;
    }

    // Edit distance without regard to case: the keys are short and this runs once, on the way out.
    private static int Distance(string first, string second)
    {
        var previous = Enumerable.Range(0, second.Length + 1).ToArray();
        foreach (var a in first)
        {
            var current = new int[second.Length + 1];
            current[0] = previous[0] + 1;
            for (var j = 1; j <= second.Length; j++)
            {
                var isSame = char.ToUpperInvariant(a) == char.ToUpperInvariant(second[j - 1]);
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + (isSame ? 0 : 1));
            }
            previous = current;
        }
        return previous[^1];
    }
}
