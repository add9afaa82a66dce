using System.CommandLine;
using ControlCli.Output;
using Engine.Core.Replay;

namespace ControlCli.Verbs;

/// <summary><c>explain</c>: what a code means and what to do; needs neither engine nor journal.</summary>
internal static class ExplainVerb
{
    private const string Exit = "exit";

    private static readonly IReadOnlyList<Column<CodeExplanation>> Columns =
    [
        new("FAMILY", "family", code => Cell.Of(code.Family)),
        new("NUMBER", "number", code => Cell.Whole(code.Number)),
        new("NAME", "name", code => Cell.Of(code.Name)),
        new("MEANING", "meaning", code => Cell.Of(code.Meaning)),
        new("REMEDY", "remedy", code => Cell.Of(code.Remedy)),
    ];

    public static Command Create(CliConsole console)
    {
        var words = new Argument<string[]>("CODE")
        {
            Description = "Name or number of a code, or 'exit' and a number; all codes if left out.",
            Arity = new ArgumentArity(0, 2),
        };
        var output = SharedOptions.Output([SharedOptions.Table, SharedOptions.Json]);
        var command = new VerbCommand("explain",
            "Say what a code of risk, commands, holds, market data, venues or processes means, and what to do.",
            "enginectl explain PositionLimit",
            "enginectl explain -21",
            "enginectl explain exit 5")
        {
            words, output,
        };
        command.SetAction(arguments =>
        {
            var found = Find(arguments.GetValue(words) ?? []);
            new Report().Listing("", "codes", Columns, found)
                .Write(console, arguments.GetValue(output) == SharedOptions.Json);
            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static IReadOnlyList<CodeExplanation> Find(string[] words)
    {
        if (words.Length == 0) return CodeCatalog.All;

        // One argument in quotes, or two.
        var text = string.Join(' ', words);
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var isExit = parts.Length == 2 && parts[0].Equals(Exit, StringComparison.OrdinalIgnoreCase);
        var found = isExit
            ? [.. CodeCatalog.Find(parts[1]).Where(code => code.Family.StartsWith(Exit, StringComparison.Ordinal))]
            : CodeCatalog.Find(text);
        if (found.Count > 0) return found;

        var near = CodeCatalog.All.Select(code => code.Name).Distinct()
            .Where(name => name.Contains(text, StringComparison.OrdinalIgnoreCase)).Take(5).ToArray();
        throw new CliException(ExitCode.Negative,
            $"There is no code '{text}': "
            + (near.Length > 0 ? $"did you mean {string.Join(", ", near)}?" : "'explain' without a code lists them all."));
    }
}
