using System.Text;

namespace Engine.Core.Config;

/// <summary>
/// The configuration as the deterministic core sees it: flat keys and text values, sorted by ordinal order of the key.
/// <see cref="ToText"/> and <see cref="Parse"/> are exact inverses; the text is journaled, so a replay needs no file.
/// Reading a key, with or without default, notes it: <see cref="EffectiveText"/> holds every value in force, and
/// <see cref="UnreadKeys"/> names the misspelt ones.
/// </summary>
public sealed class CanonicalConfig
{
    private readonly SortedDictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _effective = new(StringComparer.Ordinal);

    public CanonicalConfig()
    {
    }

    public CanonicalConfig(IEnumerable<KeyValuePair<string, string>> values)
    {
        foreach (var (key, value) in values) Set(key, value);
    }

    /// <summary>Given keys that nobody has read so far.</summary>
    public IEnumerable<string> UnreadKeys => _values.Keys.Where(key => !_effective.ContainsKey(key));

    /// <summary>Keys that somebody has read, with a given value or a default.</summary>
    public IEnumerable<string> ReadKeys => _effective.Keys;

    public IEnumerable<string> Keys => _values.Keys;

    /// <summary>The value as given; null if there is none. Does not count as read.</summary>
    public string? GivenValue(string key) => _values.GetValueOrDefault(key);

    /// <exception cref="ConfigException">A line is not <c>key=value</c>.</exception>
    public static CanonicalConfig Parse(string text)
    {
        var config = new CanonicalConfig();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var separator = line.IndexOf('=', StringComparison.Ordinal);
            if (separator <= 0) throw ConfigException
                .Invalid("(canonical text)", line, "every line must read key=value");
            config.Set(line[..separator], line[(separator + 1)..]);
        }
        return config;
    }

    /// <exception cref="ConfigException">Key or value is not printable ASCII on one line.</exception>
    public void Set(string key, string value)
    {
        if (key.Length == 0 || key.Contains('=', StringComparison.Ordinal) || !IsPrintable(key))
            throw ConfigException.Invalid(key, value, "use printable ASCII without '=' in the key");
        if (!IsPrintable(value)) throw ConfigException.Invalid(key, value, "use printable ASCII on one line");
        _values[key] = value;
    }

    /// <summary>The settings as given.</summary>
    public string ToText() => Join(_values);

    /// <summary>Every setting read so far with the value in force, defaults included.</summary>
    public string EffectiveText() => Join(_effective);

    public ConfigSection Section(string prefix) => new(this, prefix + ".");

    public ConfigSection Root => new(this, "");

    internal string? Read(string key, string? fallback)
    {
        var value = _values.TryGetValue(key, out var given) ? given : fallback;
        if (value is not null) _effective[key] = value;
        return value;
    }

    internal IEnumerable<string> ChildNames(string prefix) =>
        _values.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal))
            .Select(key => key[prefix.Length..].Split('.')[0])
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal); // The keys are in order with what follows the name: "a-b.x" before "a.x".

    private static bool IsPrintable(string text) => text.All(c => c is >= ' ' and <= '~');

    private static string Join(SortedDictionary<string, string> values)
    {
        var text = new StringBuilder();
        foreach (var (key, value) in values) text.Append(key).Append('=').Append(value).Append('\n');
        return text.ToString();
    }
}
