using Engine.Core;
using Engine.Core.Config;

namespace Engine.Grpc.Health;

/// <summary>
/// Settings <c>health.*</c>: from when on something counts as wrong. They decide nothing and are not journaled.
/// </summary>
internal sealed record HealthOptions
{
    private const string Off = "off";
    private const string InstrumentsPrefix = "health.instruments.";
    private const string SilenceName = "feedSilence";
    private const long NsPerMs = 1_000_000;
    private const long LimitNsMin = 100 * NsPerMs;
    private const long LimitNsMax = 3_600_000 * NsPerMs;
    private const long SilenceNsMax = 7 * 86_400_000 * NsPerMs;

    /// <summary>Engine time without a useful event in market hours; null watches no stream.</summary>
    public required long? FeedSilenceNs { get; init; }

    /// <summary>Limits of single instruments, by symbol; null watches that one not.</summary>
    public required IReadOnlyDictionary<string, long?> FeedSilenceOfNs { get; init; }

    /// <summary>Real time without a finished sweep of the logic.</summary>
    public required long LogicStallMs { get; init; }

    /// <summary>Real time in which something waits to become durable and nothing does.</summary>
    public required long JournalStallMs { get; init; }

    /// <summary>Real time that the follower, and so all that is shown, may lie behind the journal.</summary>
    public required long FollowerLagMs { get; init; }

    /// <exception cref="ConfigException">A setting cannot be used.</exception>
    public static HealthOptions FromConfig(CanonicalConfig config, EngineLimits limits)
    {
        var section = config.Section("health");
        var journalStallNs = section.GetDurationNs("journalStall", LimitNsMin, LimitNsMax, "1s");
        if (journalStallNs > limits.JournalStallMsMax * NsPerMs)
        {
            throw ConfigException.Invalid(section.KeyOf("journalStall"), DurationText.Format(journalStallNs),
                $"the engine halts after {EngineLimits.KeyOf(nameof(EngineLimits.JournalStallMsMax))} = "
                + $"{limits.JournalStallMsMax} ms; give at most that");
        }
        return new HealthOptions
        {
            FeedSilenceNs = Silence(section, SilenceName, "60s"),
            FeedSilenceOfNs = OfInstruments(config),
            LogicStallMs = section.GetDurationNs("logicStall", LimitNsMin, LimitNsMax, "1s") / NsPerMs,
            JournalStallMs = journalStallNs / NsPerMs,
            FollowerLagMs = section.GetDurationNs("followerLag", LimitNsMin, LimitNsMax, "5s") / NsPerMs,
        };
    }

    public long? SilenceNsOf(string symbol) =>
        FeedSilenceOfNs.TryGetValue(symbol, out var own) ? own : FeedSilenceNs;

    // A symbol may contain dots (BRK.B): it is everything between the prefix and the last dot.
    private static Dictionary<string, long?> OfInstruments(CanonicalConfig config)
    {
        const string suffix = "." + SilenceName;
        var limits = new Dictionary<string, long?>(StringComparer.Ordinal);
        foreach (var key in config.Keys.ToArray())
        {
            var isOne = key.StartsWith(InstrumentsPrefix, StringComparison.Ordinal)
                && key.EndsWith(suffix, StringComparison.Ordinal)
                && key.Length > InstrumentsPrefix.Length + suffix.Length;
            if (!isOne) continue;
            var symbol = key[InstrumentsPrefix.Length..^suffix.Length];
            limits[symbol] = Silence(config.Section(InstrumentsPrefix + symbol), SilenceName, null);
        }
        return limits;
    }

    private static long? Silence(ConfigSection section, string name, string? fallback) =>
        section.GetText(name, fallback) == Off ? null : section.GetDurationNs(name, LimitNsMin, SilenceNsMax, fallback);
}
