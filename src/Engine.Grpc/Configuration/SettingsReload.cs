using Engine.Core.Config;
using Engine.Core.Events;
using Engine.Grpc.Access;
using Engine.Grpc.Hosting;
using Engine.Grpc.Terminal;

namespace Engine.Grpc.Configuration;

/// <summary>
/// Settings that are read again while the engine runs: log level, tokens and certificates. One set is taken whole or
/// refused whole; nothing here puts it in force.
/// </summary>
/// <param name="read">Reads all settings anew.</param>
/// <param name="given">Those of the start, canonical.</param>
internal sealed class SettingsReload(Func<CanonicalConfig> read, string given)
{
    private static readonly string[] Sections = ["control.tokens.", "control.principals.", "control.tls."];

    private string _given = given;

    /// <summary>Reads the settings and says what has changed. Throws nothing that a file may be guilty of.</summary>
    /// <param name="access">What is in force.</param>
    public SettingsChange Look(EngineMode mode, AccessOptions access, LogVerbosity level)
    {
        try
        {
            var config = read();
            var keys = ChangedKeys(config);
            RefuseOthers(keys);
            var next = ControlOptions.FromConfig(config, mode).Access;
            var nextLevel = LogLevels.FromConfig(config);
            RefuseUnread(config);
            RefuseSwitch(access, next);
            var lines = SettingsDifference.Of(keys, access, next, level, nextLevel);
            return new SettingsChange(
                lines.Count == 0 ? ReloadOutcome.Unchanged : ReloadOutcome.Applied, string.Join("; ", lines))
            {
                Changes = lines.Count,
                Access = next,
                Level = nextLevel,
                IsLevelChanged = nextLevel != level,
                Given = config.ToText(),
            };
        }
        catch (ConfigException exception)
        {
            return new SettingsChange(ReloadOutcome.Refused, exception.Message);
        }
    }

    /// <summary>A change is in force: the next one is measured against it.</summary>
    public void Accept(SettingsChange change) => _given = change.Given;

    private static bool IsReloadable(string key) =>
        key == LogLevels.Key || Sections.Any(section => key.StartsWith(section, StringComparison.Ordinal));

    private string[] ChangedKeys(CanonicalConfig config)
    {
        var before = CanonicalConfig.Parse(_given);
        return [.. before.Keys.Union(config.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Where(key => ValueOf(before, key) != ValueOf(config, key))];
    }

    // By key alone: a value may be anything, also what somebody has pasted into the wrong place.
    private static void RefuseOthers(string[] keys)
    {
        var others = keys.Where(key => !IsReloadable(key)).ToArray();
        if (others.Length == 0) return;

        throw new ConfigException($"Setting{(others.Length == 1 ? "" : "s")} {string.Join(", ", others)} changed: only "
            + "log.level, control.tokens, control.principals and control.tls are read again while the engine runs; "
            + "take the change back, or restart the engine.");
    }

    private static void RefuseUnread(CanonicalConfig config)
    {
        if (config.UnreadKeys.FirstOrDefault(IsReloadable) is { } key)
            throw new ConfigException($"Setting '{key}' is unknown: mind the spelling, or remove it.");
    }

    // A listener speaks TLS from its first connection on, or never.
    private static void RefuseSwitch(AccessOptions before, AccessOptions after)
    {
        if (before.Tls is null == after.Tls is null) return;

        throw new ConfigException("Setting 'control.tls.certificate' switches TLS "
            + (after.Tls is null ? "off" : "on") + ": that needs a restart of the engine.");
    }

    private static string? ValueOf(CanonicalConfig config, string key) => config.GivenValue(key);
}
