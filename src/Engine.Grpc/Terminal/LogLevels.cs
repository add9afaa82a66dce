using Engine.Core.Config;
using Engine.Core.Events;

namespace Engine.Grpc.Terminal;

/// <summary>
/// How much the process tells: what an operator has commanded, else what the settings say (<c>log.level</c>). Read by
/// many threads.
/// </summary>
internal sealed class LogLevels(LogVerbosity ofSettings)
{
    public const string Key = "log.level";

    private static readonly (string Name, LogVerbosity Level)[] Names =
    [
        ("error", LogVerbosity.Error), ("warning", LogVerbosity.Warning), ("information", LogVerbosity.Information),
        ("debug", LogVerbosity.Debug),
    ];

    private int _ofSettings = (int)ofSettings;
    private int _commanded;

    public LogVerbosity OfSettings
    {
        get => (LogVerbosity)Volatile.Read(ref _ofSettings);
        set => Volatile.Write(ref _ofSettings, (int)value);
    }

    /// <summary>None if nobody has commanded one.</summary>
    public LogVerbosity Commanded
    {
        get => (LogVerbosity)Volatile.Read(ref _commanded);
        set => Volatile.Write(ref _commanded, (int)value);
    }

    public LogVerbosity InForce => Commanded is var commanded and not LogVerbosity.None ? commanded : OfSettings;

    public bool Tells(LogVerbosity level) => level <= InForce;

    /// <exception cref="ConfigException">No level.</exception>
    public static LogVerbosity FromConfig(CanonicalConfig config)
    {
        var text = config.Root.GetText(Key, "information");
        foreach (var (name, level) in Names)
            if (name == text) return level;
        throw ConfigException.Invalid(Key, text, "give one of " + string.Join(", ", Names.Select(known => known.Name)));
    }
}
