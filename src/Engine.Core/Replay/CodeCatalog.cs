using System.Globalization;
using Engine.Core.Breakers;

namespace Engine.Core.Replay;

/// <summary>Every code of the engine with meaning and remedy: what `explain` prints.</summary>
public static class CodeCatalog
{
    public const string Risk = "risk code";
    public const string Command = "command code";
    public const string Hold = "hold code";
    public const string Flatten = "flatten code";
    public const string HoldKind = "kind of hold";
    public const string Breaker = "breaker";
    public const string Market = "market data code";
    public const string Venue = "reason of a venue";
    public const string EngineExit = "exit code of engine";
    public const string ControlExit = "exit code of enginectl";

    private const int LinesPerCode = 3;

    /// <summary>All of them, family by family.</summary>
    public static IReadOnlyList<CodeExplanation> All { get; } =
    [
        .. Parse(Risk, DecisionCodeTexts.Risk), .. Parse(Command, DecisionCodeTexts.Command),
        .. Parse(Hold, StateCodeTexts.Hold), .. Parse(Flatten, StateCodeTexts.Flatten),
        .. Parse(HoldKind, StateCodeTexts.HoldKind),
        .. BreakerTable.All.Select(Explain),
        .. Parse(Market, StateCodeTexts.Market), .. Parse(Venue, StateCodeTexts.Venue),
        .. Parse(EngineExit, StateCodeTexts.EngineExit), .. Parse(ControlExit, StateCodeTexts.ControlExit),
    ];

    /// <summary>The codes of a name, whatever its case, or of a number; several families may have it.</summary>
    public static IReadOnlyList<CodeExplanation> Find(string nameOrNumber)
    {
        ArgumentNullException.ThrowIfNull(nameOrNumber);
        var isNumber = int.TryParse(
            nameOrNumber, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number);
        return [.. All.Where(code => isNumber
            ? code.Number == number
            : string.Equals(code.Name, nameOrNumber, StringComparison.OrdinalIgnoreCase))];
    }

    private static CodeExplanation Explain(BreakerDefinition row)
    {
        var trips = !row.HasMeasure ? ""
            : $"; trips {(row.TripsAboveOnly ? "above" : "at")} the limit, {row.DefaultLimit} ({row.UnitName}) unless "
                + "configured";
        return new CodeExplanation(
            Breaker, (int)row.Kind, row.Kind.ToString(), $"measures: {row.Measure}{trips}", row.Remedy);
    }

    private static IEnumerable<CodeExplanation> Parse(string family, string text)
    {
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i += LinesPerCode)
        {
            var head = lines[i].Split(' ');
            yield return new CodeExplanation(
                family, int.Parse(head[0], CultureInfo.InvariantCulture), head[1], lines[i + 1], lines[i + 2]);
        }
    }
}
