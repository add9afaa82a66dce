using System.CommandLine;

namespace ControlCli.Verbs;

/// <summary>The noun <c>replay</c>: the journal through the chain that trades.</summary>
internal static class ReplayVerbs
{
    public static Command Create(CliConsole console)
    {
        var noun =
            new Command("replay", "Run the journal through the chain that trades: is it the same, what was the state.");
        noun.Subcommands.Add(ReplayVerifyVerb.Create(console));
        noun.Subcommands.Add(ReplayStateVerb.Create(console));
        return noun;
    }
}
