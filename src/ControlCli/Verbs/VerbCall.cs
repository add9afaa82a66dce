using System.CommandLine;
using ControlCli.Journals;

namespace ControlCli.Verbs;

/// <summary>One call of a verb on a journal.</summary>
internal sealed record VerbCall(ParseResult Arguments, CliConsole Console, JournalFiles Journal, string OutputFormat)
{
    public bool IsJson => OutputFormat == SharedOptions.Json;

    public T? Get<T>(Option<T> option) => Arguments.GetValue(option);
}
