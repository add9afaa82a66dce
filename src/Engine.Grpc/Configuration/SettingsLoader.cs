using System.Collections;
using Engine.Core.Config;

namespace Engine.Grpc.Configuration;

/// <summary>
/// Collects the settings: defaults, JSON file, environment (<c>ENGINE__risk__maxPosition</c>), command line; the later
/// wins, whatever the case of the key. The list of data files is one setting: who gives a file, gives them all.
/// </summary>
internal static class SettingsLoader
{
    public const string EnvironmentPrefix = "ENGINE__";

    private const string DataFiles = "data.files.";

    /// <param name="file">JSON file, or null.</param>
    /// <param name="environment">Variables of the process; those without the prefix are none of ours.</param>
    /// <param name="commandLine">Settings of the command line, already as keys and values.</param>
    /// <exception cref="ConfigException">The file cannot be read, or a key or value is not printable ASCII.</exception>
    public static CanonicalConfig Load(
        IEnumerable<KeyValuePair<string, string>> defaults, string? file, IDictionary environment,
        IEnumerable<KeyValuePair<string, string>> commandLine)
    {
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        Merge(settings, defaults);
        if (file is not null) Merge(settings, JsonSettings.Read(file));
        Merge(settings, OfEnvironment(environment));
        Merge(settings, commandLine);
        return new CanonicalConfig(settings);
    }

    /// <summary>Complains about the settings that nothing has read: they are misspelt.</summary>
    /// <exception cref="ConfigException">Names the first unknown key and a known one that resembles it.</exception>
    public static void RefuseUnknownKeys(CanonicalConfig config)
    {
        foreach (var key in config.UnreadKeys)
        {
            var nearest = config.ReadKeys.MinBy(candidate => Distance(key, candidate));
            throw nearest is not null && Distance(key, nearest) <= (key.Length / 3) + 1
                ? new ConfigException($"Setting '{key}' is unknown: did you mean '{nearest}'? Else remove it.")
                : new ConfigException($"Setting '{key}' is unknown: remove it.");
        }
    }

    private static void Merge(
        Dictionary<string, string> settings, IEnumerable<KeyValuePair<string, string>> layer)
    {
        var given = layer.ToArray();
        if (given.Any(IsDataFile))
        {
            foreach (var replaced in settings.Where(IsDataFile).ToArray()) settings.Remove(replaced.Key);
        }
        foreach (var (key, value) in given) settings[key] = value;
    }

    private static bool IsDataFile(KeyValuePair<string, string> setting) =>
        setting.Key.StartsWith(DataFiles, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<KeyValuePair<string, string>> OfEnvironment(IDictionary environment)
    {
        foreach (DictionaryEntry variable in environment)
        {
            var name = (string)variable.Key;
            if (!name.StartsWith(EnvironmentPrefix, StringComparison.OrdinalIgnoreCase)) continue;
            var key = name[EnvironmentPrefix.Length..].Replace("__", ".", StringComparison.Ordinal);
            yield return new(key, (string?)variable.Value ?? "");
        }
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
