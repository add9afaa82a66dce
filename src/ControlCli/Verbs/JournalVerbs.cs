using System.CommandLine;
using ControlCli.Commands;

namespace ControlCli.Verbs;

/// <summary>The noun <c>journal</c>: what is in the files.</summary>
internal static class JournalVerbs
{
    public static Command Create(CliConsole console)
    {
        var noun = new Command("journal", "What is in the files of a journal, and whether they are whole.");
        noun.Subcommands.Add(JournalDescribeVerb.Create(console));
        noun.Subcommands.Add(JournalCatVerb.Create(console));
        noun.Subcommands.Add(JournalVerifyVerb.Create(console));
        noun.Subcommands.Add(JournalStatsVerb.Create(console));
        noun.Subcommands.Add(JournalExportVerb.Create(console));
        noun.Subcommands.Add(UpkeepCommands.Rotate(console));
        return noun;
    }
}
