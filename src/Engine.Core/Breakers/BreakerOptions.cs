using Engine.Core.Config;
using Engine.Core.Events;

namespace Engine.Core.Breakers;

/// <summary>
/// The section <c>breakers</c>. In paper and live every breaker needs a limit, or the word that the documented ones are
/// meant. A backtest has those that it gives a limit, or all with that word: research is not to end half way because
/// of what nobody asked for. 0 means zero, never unlimited. Journaled.
/// </summary>
public sealed class BreakerOptions
{
    /// <summary>Configuration text for <c>--demo</c>.</summary>
    public const string DemoDefaults = "breakers.useDefaults=true\n";

    private const string UseDefaults = "useDefaults";
    private const string Limit = "limit";
    private const string Enabled = "enabled";
    private const long WindowNsMin = 1_000_000;
    private const long WindowNsMax = 86_400_000_000_000;
    private const long CooldownNsMax = 30 * WindowNsMax;
    private const int SampleMax = 1_000_000;

    private readonly BreakerSettings[] _settings;

    private BreakerOptions(ConfigSection section, EngineMode mode)
    {
        // A breaker that is not there cannot be misspelt away.
        foreach (var name in section.Children)
        {
            if (name != UseDefaults && !(BreakerTable.TryFind(name, out var known) && known.Name == name))
            {
                throw ConfigException.Invalid(
                    section.KeyOf(name), "", "there is no such breaker; docs/CONFIGURATION.md lists them");
            }
        }
        var usesDefaults = section.GetBool(UseDefaults, false);
        var isBacktest = mode == EngineMode.Backtest;
        if (!usesDefaults && !isBacktest) RefuseMissing(section);
        _settings = new BreakerSettings[BreakerTable.All.Count + 1];
        foreach (var definition in BreakerTable.All)
            _settings[(int)definition.Kind] = Read(
                section.Section(definition.Name), definition, mode, isEnabledByDefault: usesDefaults || !isBacktest);
    }

    /// <exception cref="ConfigException">
    /// A limit is missing in paper or live, or a setting cannot be used; the message names it.
    /// </exception>
    public static BreakerOptions Parse(ConfigSection section, EngineMode mode) => new(section, mode);

    public BreakerSettings Of(BreakerKind kind) => _settings[(int)kind];

    // All at once: who has to write a dozen limits wants to hear of them in one go.
    private static void RefuseMissing(ConfigSection section)
    {
        var missing = new List<string>();
        foreach (var definition in BreakerTable.All)
        {
            var own = section.Section(definition.Name);
            var isNeeded = definition.HasMeasure && !(own.Has(Enabled) && !own.GetBool(Enabled));
            if (isNeeded && !own.Has(Limit)) missing.Add(own.KeyOf(Limit));
        }
        if (missing.Count == 0) return;

        var verb = missing.Count == 1 ? "is" : "are";
        throw new ConfigException(
            $"Settings {string.Join(", ", missing)} {verb} missing: give every breaker a limit (0 means zero, never "
            + $"unlimited), or set {section.KeyOf(UseDefaults)} to true for the documented ones.");
    }

    private static BreakerSettings Read(
        ConfigSection own, BreakerDefinition definition, EngineMode mode, bool isEnabledByDefault)
    {
        var isEnabled = definition.HasMeasure && own.GetBool(Enabled, isEnabledByDefault || own.Has(Limit));
        return new BreakerSettings
        {
            Definition = definition,
            IsEnabled = isEnabled
                && !(definition.IsOfRealTime && mode == EngineMode.Backtest),
            Limit = definition.HasMeasure ? ReadLimit(own, definition) : 0,
            WindowNs = definition.HasWindow
                ? own.GetDurationNs("window", WindowNsMin, WindowNsMax, definition.DefaultWindow)
                : 0,
            MinimumSample = definition.DefaultMinimumSample > 0
                ? (int)own.GetLong("minimumSample", 1, SampleMax, definition.DefaultMinimumSample)
                : 0,
            Action = ReadAction(own, definition),
            CooldownNs = own.GetDurationNs("cooldown", 0, CooldownNsMax, definition.DefaultCooldown),
        };
    }

    private static long ReadLimit(ConfigSection own, BreakerDefinition definition) =>
        definition.Unit == BreakerUnit.Time
            ? own.GetDurationNs(Limit, 0, definition.LimitMax, definition.DefaultLimit)
            : own.GetFixed(Limit, definition.Exponent, 0, definition.LimitMax, definition.DefaultLimit);

    private static BreakerAction ReadAction(ConfigSection own, BreakerDefinition definition)
    {
        const string key = "action";
        var text = own.GetText(key, definition.DefaultAction == BreakerAction.Halted ? "halted" : "reducing");
        if (text != "flatten") return text switch
        {
            "reducing" => BreakerAction.Reducing,
            "halted" => BreakerAction.Halted,
            _ => throw ConfigException.Invalid(own.KeyOf(key), text, "give reducing, halted or flatten"),
        };
        if (definition.IsBlind)
        {
            throw ConfigException.Invalid(own.KeyOf(key), text,
                "this breaker says that the engine does not see what there is, and closing positions would be trading "
                + "blind; give reducing or halted");
        }
        if (!definition.MayFlatten)
        {
            throw ConfigException.Invalid(own.KeyOf(key), text,
                "positions of one strategy cannot be closed apart from those of others; give reducing or halted");
        }
        return BreakerAction.Flatten;
    }
}
