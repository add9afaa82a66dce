namespace Engine.Core.Config;

/// <summary>
/// A setting that cannot be used. The message names key, value and remedy; a value that might be a secret is not shown.
/// </summary>
public sealed class ConfigException(string message) : Exception(message)
{
    // Somebody may have written the token where its hash belongs, or misspelt the key.
    private static readonly string[] SecretWords = ["token", "secret", "password", "sha256"];

    public static ConfigException Invalid(string key, string value, string remedy) => new(IsSecret(key)
        ? $"Setting '{key}' cannot be used (its value is not shown): {remedy}."
        : $"Setting '{key}' is '{value}': {remedy}.");

    public static ConfigException Missing(string key, string remedy) =>
        new($"Setting '{key}' is missing: {remedy}.");

    private static bool IsSecret(string key)
    {
        foreach (var word in SecretWords)
            if (key.Contains(word, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }
}
