using System.Globalization;
using Engine.Core.Events;

namespace Engine.Core.Config;

/// <summary>Typed reading of the settings below one prefix. Every error names key, value and remedy.</summary>
public readonly struct ConfigSection(CanonicalConfig config, string prefix)
{
    /// <summary>Names one level below this section, in ordinal order.</summary>
    public IEnumerable<string> Children => config.ChildNames(prefix);

    public ConfigSection Section(string name) => new(config, prefix + name + ".");

    public string KeyOf(string name) => prefix + name;

    public bool Has(string name) => config.Read(KeyOf(name), null) is not null;

    public string GetText(string name, string? fallback = null) =>
        config.Read(KeyOf(name), fallback) ?? throw ConfigException.Missing(KeyOf(name), "give it a value");

    /// <exception cref="ConfigException">Missing without default, not a whole number, or out of range.</exception>
    public long GetLong(string name, long min, long max, long? fallback = null)
    {
        var text = GetText(name, fallback?.ToString(CultureInfo.InvariantCulture));
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            || value < min || value > max)
            throw ConfigException.Invalid(KeyOf(name), text, $"give a whole number from {min} to {max}");
        return value;
    }

    /// <summary>A decimal as fixed point; never rounded.</summary>
    /// <param name="fallback">In text, as a user would write it.</param>
    public long GetFixed(string name, int exponent, long min, long max, string? fallback = null)
    {
        var text = GetText(name, fallback);
        if (!FixedPoint.TryParse(text, exponent, out var value) || value < min || value > max)
        {
            throw ConfigException.Invalid(KeyOf(name), text,
                $"give a decimal from {FixedPoint.Format(min, exponent)} to {FixedPoint.Format(max, exponent)} with "
                    + $"at most {exponent} decimal places");
        }
        return value;
    }

    /// <summary>A duration such as 250us, 100ms, 5s, 1m, 2h or 1d, in nanoseconds.</summary>
    public long GetDurationNs(string name, long minNs, long maxNs, string? fallback = null)
    {
        var text = GetText(name, fallback);
        if (!DurationText.TryParse(text, out var ns) || ns < minNs || ns > maxNs)
        {
            throw ConfigException.Invalid(KeyOf(name), text,
                $"give a duration from {DurationText.Format(minNs)} to {DurationText.Format(maxNs)}, such as 100ms "
                    + $"or 5s");
        }
        return ns;
    }

    public bool GetBool(string name, bool? fallback = null)
    {
        var text = GetText(name, fallback is null ? null : fallback.Value ? "true" : "false");
        return text switch
        {
            "true" => true,
            "false" => false,
            _ => throw ConfigException.Invalid(KeyOf(name), text, "give true or false"),
        };
    }

    /// <summary>Names separated by commas; empty text is an empty list.</summary>
    public IReadOnlyList<string> GetList(string name, string? fallback = null) =>
        GetText(name, fallback).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
