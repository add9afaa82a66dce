using Engine.Core.Breakers;
using Engine.Core.Risk;

namespace Engine.Grpc.Configuration;

/// <summary>Settings that hold where nothing else is said. Limits have defaults in the demonstration only.</summary>
internal static class DefaultSettings
{
    // Half an hour of event time in 20 seconds, a journal of some 70 MB. Sizes and parameters are such that the costs,
    // which are the venue's usual ones, are about as large as what the strategies earn.
    private static readonly (string Key, string Value)[] Demo =
    [
        ("mode", "paper"),
        ("account", "DEMO"),
        ("data.pace", "90"),
        ("simulated.rate", "250"),
        ("simulated.duration", "30m"),
        ("limits.segmentRecords", "131072"),
    ];

    private static readonly KeyValuePair<string, string>[] Endless = [new("simulated.duration", "3650d")];

    private static readonly (string Key, string Value)[] DemoStrategies =
    [
        ("mean-reversion.type", "mean-reversion"),
        ("mean-reversion.window", "90"),
        ("mean-reversion.exitZ", "0"),
        ("mean-reversion.edgeSpreads", "8"),
        ("crossover.type", "moving-average-crossover"),
        ("crossover.interval", "20s"),
        ("crossover.fast", "6"),
        ("crossover.slow", "24"),
        ("crossover.band", "4"),
        ("quoting.type", "passive-quoting"),
        ("quoting.quantity", "20"),
        ("quoting.positionMax", "100"),
        ("quoting.changeInterval", "5s"),
    ];

    /// <param name="choosesStrategies">The command line names strategies: those of the demonstration stay away.</param>
    /// <param name="choosesPace">
    /// The command line says how fast: whoever wants to watch or drive the demonstration wants it to go on until it is
    /// stopped.
    /// </param>
    public static IEnumerable<KeyValuePair<string, string>> For(
        bool isDemo, bool choosesStrategies, bool choosesPace)
    {
        if (!isDemo) return [new("journal.directory", "engine.journal"), new("start.warmUp", "1500ms")];

        var strategies = choosesStrategies ? [] : DemoStrategies;
        var risk = (RiskLimits.DemoDefaults + BreakerOptions.DemoDefaults)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Split);
        return
        [
            .. Demo.Select(s => new KeyValuePair<string, string>(s.Key, s.Value)),
            .. strategies.Select(s => new KeyValuePair<string, string>("strategies." + s.Key, s.Value)),
            .. risk,
            .. choosesPace ? Endless : [],
            new("journal.directory", DemoJournal()),
        ];
    }

    private static KeyValuePair<string, string> Split(string line)
    {
        var separator = line.IndexOf('=', StringComparison.Ordinal);
        return new(line[..separator], line[(separator + 1)..]);
    }

    // A demonstration begins anew each time, and leaves its journal to be looked at.
    private static string DemoJournal() =>
        Path.Combine(Path.GetTempPath(), $"engine-demo-{Path.GetRandomFileName()[..8]}.journal");
}
