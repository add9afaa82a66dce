using System.Globalization;
using Engine.Core.Config;

namespace LoadTest;

/// <summary>The command line: a command, then <c>--name value</c> pairs.</summary>
internal sealed class LoadOptions
{
    private readonly Dictionary<string, List<string>> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    /// <exception cref="ConfigException">A value is missing.</exception>
    public LoadOptions(IReadOnlyList<string> arguments)
    {
        for (var i = 0; i < arguments.Count; i += 2)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal) || i + 1 == arguments.Count)
                throw ConfigException
                    .Invalid("(command line)", arguments[i], "write --name value pairs after the command");
            var name = arguments[i][2..];
            if (!_values.TryGetValue(name, out var list)) _values[name] = list = [];
            list.Add(arguments[i + 1]);
        }
    }

    public IReadOnlyList<string> All(string name)
    {
        _read.Add(name);
        return _values.GetValueOrDefault(name, []);
    }

    public string? Text(string name) => All(name) is [.., var last] ? last : null;

    /// <summary>As if it had been given.</summary>
    public void Set(string name, string value) => _values[name] = [value];

    public long Number(string name, long fallback)
    {
        if (Text(name) is not { } text) return fallback;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value > 0) return value;
        throw ConfigException.Invalid("--" + name, text, "give a positive whole number");
    }

    /// <summary>Settings of the engine under measurement: <c>--set key=value</c>, any number of them.</summary>
    public IEnumerable<(string Key, string Value)> Settings() => All("set").Select(text =>
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        return at > 0
            ? (text[..at], text[(at + 1)..])
            : throw ConfigException.Invalid("--set", text, "give key=value");
    });

    /// <exception cref="ConfigException">An option was given that the command does not know.</exception>
    public void RefuseUnknown()
    {
        foreach (var name in _values.Keys)
            if (!_read.Contains(name))
                throw ConfigException
                    .Invalid("--" + name, "", $"use one of {string.Join(", ", _read.Order().Select(n => "--" + n))}");
    }
}
