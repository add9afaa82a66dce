using System.Text;
using Engine.Core.Config;
using Engine.Core.Events;

namespace Engine.Core.Risk;

/// <summary>
/// What a change of limits would do to the limits in force: a canonical text of differences with a hash, so that what
/// is applied is what was looked at. Pure: the same settings, overlay and change give the same plan.
/// </summary>
public sealed class LimitsPlan
{
    /// <summary>Stands for the value of the file: the limit leaves the overlay.</summary>
    public const string Remove = "-";

    private const string Ceiling = "risk.ceiling.";

    private readonly List<LimitChange> _changes = [];

    private LimitsPlan(CommandCode code, string problem)
    {
        Code = code;
        Problem = problem;
    }

    /// <summary>Done, or why it cannot be applied.</summary>
    public CommandCode Code { get; private set; }

    /// <summary>Names the key and the remedy; empty if there is none.</summary>
    public string Problem { get; private set; }

    public IReadOnlyList<LimitChange> Changes => _changes;

    public bool IsLooser => _changes.Exists(change => change.IsLooser);

    /// <summary>The overlay after it.</summary>
    public string Overlay { get; private set; } = "";

    /// <summary>Covers the settings of the file, the overlay before, and every line of the change.</summary>
    public (ulong High, ulong Low) Hash { get; private set; }

    /// <param name="configText">The configuration in force, from the file.</param>
    /// <param name="overlayText">The overlay in force.</param>
    /// <param name="changeText">Lines <c>key=value</c>; the value <see cref="Remove"/> goes back to the file's.</param>
    public static LimitsPlan Make(string configText, string overlayText, string changeText, EngineLimits limits)
    {
        var plan = new LimitsPlan(CommandCode.Done, "");
        try
        {
            plan.Fill(configText, overlayText, changeText, limits);
        }
        catch (ConfigException exception)
        {
            // Nothing was changed: a plan is made beside what is in force.
            plan.Refuse(CommandCode.InvalidLimits, exception.Message);
        }
        return plan;
    }

    private void Fill(string configText, string overlayText, string changeText, EngineLimits limits)
    {
        var before = LimitsOverlay.Over(configText, overlayText);
        var file = CanonicalConfig.Parse(configText);
        var overlay = CanonicalConfig.Parse(overlayText);
        var kept = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var asked = CanonicalConfig.Parse(changeText);
        foreach (var line in changeText.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var key = line[..line.IndexOf('=', StringComparison.Ordinal)];
            if (!RiskSettings.IsChangeable(key))
            {
                Refuse(CommandCode.InvalidLimits, $"'{key}' is no limit that can be changed while the engine runs.");
                return;
            }
            kept[key] = asked.Root.GetText(key);
        }
        var text = Merge(overlay, overlayText, kept);
        if (text.Length > LimitsOverlay.TextBytesMax)
        {
            Refuse(CommandCode.InvalidLimits, $"The overlay would have {text.Length} characters.");
            return;
        }
        var after = LimitsOverlay.Over(configText, text);
        _ = RiskLimits.Parse(after.Section("risk"), ModeSetting.Read(after), limits); // Throws what cannot be used.
        foreach (var key in kept.Keys) AddChange(key, before, after, file);
        if (Code != CommandCode.Done) return;
        if (_changes.Count == 0) Code = CommandCode.AlreadyInForce;
        Overlay = text;
        var lines = new StringBuilder().Append(configText).Append('\n').Append(overlayText).Append('\n');
        foreach (var change in _changes) lines.Append(change.Line).Append('\n');
        Hash = LimitsOverlay.Hash(lines.ToString());
    }

    private void AddChange(string key, CanonicalConfig before, CanonicalConfig after, CanonicalConfig file)
    {
        var (old, next) = (InForce(before, key), InForce(after, key));
        if (old == next) return;
        var name = key[(key.LastIndexOf('.') + 1)..];
        _changes.Add(new LimitChange(key, old, next, IsLooserThan(name, next, old)));

        // Without a ceiling of its own nothing goes above the file.
        var ceiling = InForce(file, Ceiling + name);
        if (ceiling.Length == 0) ceiling = InForce(file, key);
        if (IsLooserThan(name, next, ceiling))
            Refuse(CommandCode.AboveCeiling, $"{key}={next} is looser than {ceiling}, the most that the file allows.");
    }

    private void Refuse(CommandCode code, string problem)
    {
        Code = code;
        Problem = problem;
    }

    private static string Merge(
        CanonicalConfig overlay, string overlayText, SortedDictionary<string, string> changes)
    {
        var all = new CanonicalConfig();
        foreach (var line in overlayText.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var key = line[..line.IndexOf('=', StringComparison.Ordinal)];
            if (!changes.ContainsKey(key)) all.Set(key, overlay.Root.GetText(key));
        }
        foreach (var (key, value) in changes)
            if (value != Remove) all.Set(key, value);
        return all.ToText();
    }

    // An instrument without a limit of its own has the account's; a strategy without one has none.
    private static string InForce(CanonicalConfig config, string key)
    {
        if (config.Root.Has(key)) return config.Root.GetText(key);
        var isOfInstrument = key.StartsWith("risk.instruments.", StringComparison.Ordinal);
        var common = "risk." + key[(key.LastIndexOf('.') + 1)..];
        return isOfInstrument && config.Root.Has(common) ? config.Root.GetText(common) : "";
    }

    private static bool IsLooserThan(string name, string left, string right) =>
        RiskSettings.IsStricterWhenHigher(name) ? IsAbove(right, left) : IsAbove(left, right);

    // No limit is above every limit.
    private static bool IsAbove(string left, string right)
    {
        if (left == right || right.Length == 0) return false;
        if (left.Length == 0) return true;
        return Value(left) > Value(right);
    }

    private static Int128 Value(string text)
    {
        const int decimals = 9;
        var value = Int128.Zero;
        var seen = -1;
        foreach (var c in text)
        {
            if (c == '.') seen = 0;
            if (c is < '0' or > '9' || seen == decimals) continue;
            value = (value * 10) + (c - '0');
            if (seen >= 0) seen++;
        }
        for (var i = Math.Max(0, seen); i < decimals; i++) value *= 10;
        return value;
    }
}
