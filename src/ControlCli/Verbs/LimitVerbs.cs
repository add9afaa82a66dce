using System.CommandLine;
using ControlCli.Commands;

namespace ControlCli.Verbs;

/// <summary>The noun <c>limits</c>: how much may be traded.</summary>
internal static class LimitVerbs
{
    public static Command Create(CliConsole console)
    {
        var noun = new Command("limits", "How much may be traded: the limits of the file, and changes to them.");
        noun.Subcommands.Add(RiskVerb.CreateShow(console));
        noun.Subcommands.Add(LimitCommands.Plan(console));
        noun.Subcommands.Add(LimitCommands.Apply(console));
        noun.Subcommands.Add(LimitCommands.Accept(console));
        return noun;
    }
}
