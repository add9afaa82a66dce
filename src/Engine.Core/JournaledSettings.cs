using Engine.Core.Config;
using Engine.Core.Replay;

namespace Engine.Core;

/// <summary>
/// What may not change in the life of a journal, because state depends on it that no configuration makes anew: the
/// sizes of the tables, and the simulated venue, whose orders and random numbers go on.
/// </summary>
internal static class JournaledSettings
{
    private const string VenuePrefix = "venue.";

    /// <exception cref="ConfigException">A setting differs; the message names it, both values and the
    /// remedy.</exception>
    public static void Check(EngineSetup setup, TradingModel model)
    {
        foreach (var (name, get, _, _) in EngineLimits.Bounds)
        {
            var journaled = get(model.Chain.Limits);
            if (journaled != get(setup.Limits))
                throw Differs(EngineLimits.KeyOf(name), $"{get(setup.Limits)}", $"{journaled}");
        }

        var before = VenueOf(model.Chain.ConfigText);
        var now = VenueOf(setup.ConfigText);
        foreach (var key in before.Keys.Union(now.Keys).Order(StringComparer.Ordinal))
        {
            var (old, given) = (before.GetValueOrDefault(key, "not set"), now.GetValueOrDefault(key, "not set"));
            if (old != given) throw Differs(key, given, old);
        }
    }

    private static Dictionary<string, string> VenueOf(string configText) => configText
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Where(line => line.StartsWith(VenuePrefix, StringComparison.Ordinal))
        .Select(line => line.Split('=', 2))
        .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    private static ConfigException Differs(string key, string given, string journaled) =>
        new($"Setting '{key}' is '{given}', but this journal was begun with '{journaled}': set it back, or begin a new "
            + "journal folder.");
}
