using System.CommandLine;
using System.CommandLine.Parsing;
using ControlCli.Journals;
using Engine.Core.Config;
using Engine.Core.Events;

namespace ControlCli.Verbs;

/// <summary>Options that several verbs have, and what turns a method into a verb.</summary>
internal static class SharedOptions
{
    public const string Table = "table";
    public const string Json = "json";
    public const string Csv = "csv";

    /// <summary>Gives the command <c>--journal</c>, <c>--output</c> and its own options, and what it does.</summary>
    public static Command Complete(
        Command command, CliConsole console, Func<VerbCall, ExitCode> run, Symbol[]? own = null,
            string[]? formats = null)
    {
        var journal = new Option<string>("--journal", "-j")
        {
            HelpName = "DIR",
            Description = "Journal folder; may be in use by an engine.",
            Required = true,
        };
        command.Options.Add(journal);
        foreach (var symbol in own ?? [])
        {
            if (symbol is Option option) command.Options.Add(option);
            else command.Arguments.Add((Argument)symbol);
        }

        formats ??= [Table, Json];
        var output = Output(formats);
        if (formats.Length > 1) command.Options.Add(output);
        command.SetAction(arguments =>
        {
            var files = JournalFiles.Open(arguments.GetRequiredValue(journal), console);
            var format = formats.Length > 1 ? arguments.GetValue(output)! : formats[0];
            return (int)run(new VerbCall(arguments, console, files, format));
        });
        return command;
    }

    /// <summary>The first format is the default.</summary>
    public static Option<string> Output(string[] formats)
    {
        var output = new Option<string>("--output", "-o")
        {
            HelpName = string.Join('|', formats),
            Description = "How the answer is written.",
            DefaultValueFactory = _ => formats[0],
        };
        output.AcceptOnlyFromAmong(formats);
        return output;
    }

    public static Option<EventKind[]> Kinds() => new("--kind", "-k")
    {
        HelpName = "KIND",
        Description =
            "Only records of these kinds, such as Trade or OrderDenied; may be repeated, or separated by commas.",
        AllowMultipleArgumentsPerToken = true,
        CustomParser = ParseKinds,
    };

    public static Option<string> Symbol(string what) =>
        new("--symbol", "-s") { HelpName = "SYMBOL", Description = what };

    public static Option<long?> WholeNumber(string name, string helpName, string description, long min) => new(name)
    {
        HelpName = helpName,
        Description = description,
        CustomParser = result =>
        {
            if (long.TryParse(result.Tokens[0].Value, System.Globalization.NumberStyles.None,
                    System.Globalization.CultureInfo.InvariantCulture, out var value) && value >= min) return value;
            result.AddError($"{name} is '{result.Tokens[0].Value}': give a whole number of at least {min}.");
            return null;
        },
    };

    /// <summary>An order by its number.</summary>
    public static Argument<long> OrderId() => new("ID")
    {
        Description = "Order id, as 'orders list' shows it.",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (long.TryParse(text, System.Globalization.NumberStyles.None,
                    System.Globalization.CultureInfo.InvariantCulture, out var value) && value > 0) return value;
            result.AddError($"'{text}' is not an order id: give a whole number from 1.");
            return 0;
        },
    };

    public static Option<long> Duration(string name, string description, string fallback) => new(name)
    {
        HelpName = "DURATION",
        Description = $"{description} (default {fallback}).",
        DefaultValueFactory = _ => DurationText.TryParse(fallback, out var ns) ? ns : 0,
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 0 ? fallback : result.Tokens[0].Value;
            if (DurationText.TryParse(text, out var ns) && ns > 0) return ns;
            result.AddError($"{name} is '{text}': give a duration above zero, such as 30s, 1m or 1h.");
            return 0;
        },
    };

    /// <summary>A sequence, a time, or the end.</summary>
    public static Option<JournalPlace> Place(string name, string description) => new(name)
    {
        HelpName = "SEQ|TIME|end",
        Description = description,
        Required = true,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (JournalPlace.TryParse(text, out var place)) return place;
            result.AddError(
                $"{name} is '{text}': give a sequence from 1, a time in UTC such as 2013-10-08T13:30:00Z, or end.");
            return JournalPlace.End;
        },
    };

    private static EventKind[] ParseKinds(ArgumentResult result)
    {
        var kinds = new List<EventKind>();
        foreach (
            var name in result.Tokens.SelectMany(
            token => token.Value.Split(',', StringSplitOptions.RemoveEmptyEntries)))
        {
            var isName = Enum.TryParse<EventKind>(name, ignoreCase: true, out var kind) && Enum.IsDefined(kind)
                && kind != EventKind.None && !char.IsAsciiDigit(name[0]);
            if (isName) kinds.Add(kind);
            else result.AddError(
                $"There is no kind '{name}': give one of {string.Join(", ", Enum.GetNames<EventKind>().Skip(1))}.");
        }
        return [.. kinds];
    }
}
