using System.CommandLine;

namespace ControlCli.Verbs;

/// <summary>The noun <c>limits</c>: how much may be traded.</summary>
internal static class LimitVerbs
{
    public static Command Create(CliConsole console)
    {
        var noun = new Command("limits", "How much may be traded: the limits of the file, and changes to them.");
        noun.Subcommands.Add(RiskVerb.CreateShow(console));
        return noun;
    }
}
