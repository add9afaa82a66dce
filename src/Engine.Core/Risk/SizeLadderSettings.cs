using Engine.Core.Config;

namespace Engine.Core.Risk;

/// <summary>
/// The steps of the size ladder and where each strategy starts: <c>risk.ladder.steps</c> and
/// <c>risk.strategies.NAME.sizeFactor</c>, in percent with at most two decimals.
/// </summary>
public sealed class SizeLadderSettings
{
    public const int StepsMax = 16;

    private const string Steps = "steps";
    private const string SizeFactor = "sizeFactor";
    private const int PercentExponent = 2; // A percent with two decimals is a part of ten thousand.

    private readonly List<int> _steps = [];
    private readonly Dictionary<string, int> _factors = new(StringComparer.Ordinal);

    private SizeLadderSettings(ConfigSection risk)
    {
        ReadSteps(risk.Section("ladder"));
        var strategies = risk.Section("strategies");
        foreach (var name in strategies.Children)
        {
            var own = strategies.Section(name);
            if (!own.Has(SizeFactor)) continue;

            var factor = (int)own.GetFixed(SizeFactor, PercentExponent, 0, SizeLadder.Whole);
            if (!IsStep(factor))
            {
                throw ConfigException.Invalid(
                    own.KeyOf(SizeFactor), own.GetText(SizeFactor), "give a step of risk.ladder.steps, or 0");
            }
            _factors[name] = factor;
        }
    }

    /// <summary>Ascending, parts of ten thousand.</summary>
    public IReadOnlyList<int> StepsPerTenThousand => _steps;

    /// <param name="risk">The section <c>risk</c>.</param>
    /// <exception cref="ConfigException">The steps do not ascend, or a factor is none of them.</exception>
    public static SizeLadderSettings Parse(ConfigSection risk) => new(risk);

    /// <summary>Where a strategy starts; all of it where nothing is said.</summary>
    public int FactorOf(string strategy) => _factors.GetValueOrDefault(strategy, SizeLadder.Whole);

    /// <summary>True for a step, and for 0: nothing opens.</summary>
    public bool IsStep(int perTenThousand) => perTenThousand == 0 || _steps.Contains(perTenThousand);

    private void ReadSteps(ConfigSection ladder)
    {
        var texts = ladder.GetList(Steps, "10,35,65,100");
        foreach (var text in texts)
        {
            var isNumber = Events.FixedPoint.TryParse(text, PercentExponent, out var step);
            if (!isNumber || step <= (_steps.Count == 0 ? 0 : _steps[^1]) || step > SizeLadder.Whole)
            {
                throw ConfigException.Invalid(
                    ladder.KeyOf(Steps), string.Join(',', texts),
                    "give ascending percentages above 0 and up to 100, with at most two decimals");
            }
            _steps.Add((int)step);
        }
        if (_steps.Count is 0 or > StepsMax)
        {
            throw ConfigException.Invalid(
                ladder.KeyOf(Steps), string.Join(',', texts), $"give 1 to {StepsMax} steps");
        }
    }
}
