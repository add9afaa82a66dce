namespace Engine.Core.Config;

/// <summary>A setting that cannot be used. The message names key, value and remedy.</summary>
public sealed class ConfigException(string message) : Exception(message)
{
    public static ConfigException Invalid(string key, string value, string remedy) =>
        new($"Setting '{key}' is '{value}': {remedy}.");

    public static ConfigException Missing(string key, string remedy) =>
        new($"Setting '{key}' is missing: {remedy}.");
}
