using Engine.Core.Risk;

namespace Engine.Grpc.Configuration;

/// <summary>Settings that hold where nothing else is said. Limits have defaults in the demonstration only.</summary>
internal static class DefaultSettings
{
    public static IEnumerable<KeyValuePair<string, string>> For(bool isDemo)
    {
        if (!isDemo)
        {
            yield return new("journal.directory", "engine.journal");
            yield break;
        }

        yield return new("mode", "paper");
        yield return new("account", "DEMO");
        yield return new("journal.directory", DemoJournal());
        yield return new("data.pace", "90");
        yield return new("runFor", "25m");
        yield return new("strategies.mean-reversion.type", "mean-reversion");
        yield return new("strategies.crossover.type", "moving-average-crossover");
        foreach (var line in RiskLimits.DemoDefaults.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = line.Split('=');
            yield return new(parts[0], parts[1]);
        }
    }

    // A demonstration begins anew each time, and leaves its journal to be looked at.
    private static string DemoJournal() =>
        Path.Combine(Path.GetTempPath(), "engine-demo-" + Path.GetRandomFileName()[..8] + ".journal");
}
