using Engine.Core.Config;

namespace Engine.Grpc.Configuration;

/// <summary>Where the settings of this process come from, so that they can be read again.</summary>
/// <param name="defaults">As they were at the start: some are made up once.</param>
/// <param name="file">JSON file, or null.</param>
/// <param name="commandLine">Settings of the command line, as keys and values.</param>
internal sealed class SettingsSource(
    IEnumerable<KeyValuePair<string, string>> defaults, string? file,
    IEnumerable<KeyValuePair<string, string>> commandLine)
{
    private readonly KeyValuePair<string, string>[] _defaults = [.. defaults];
    private readonly KeyValuePair<string, string>[] _commandLine = [.. commandLine];

    /// <exception cref="ConfigException">The file cannot be read, or a key or value is not printable ASCII.</exception>
    public CanonicalConfig Read() =>
        SettingsLoader.Load(_defaults, file, Environment.GetEnvironmentVariables(), _commandLine);
}
