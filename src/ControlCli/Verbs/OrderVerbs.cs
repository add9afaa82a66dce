using System.CommandLine;
using ControlCli.Commands;

namespace ControlCli.Verbs;

/// <summary>The noun <c>orders</c>.</summary>
internal static class OrderVerbs
{
    public static Command Create(CliConsole console)
    {
        var noun = new Command("orders", "Orders and what became of them.");
        noun.Subcommands.Add(OrderListVerb.Create(console));
        noun.Subcommands.Add(OrderShowVerb.Create(console));
        noun.Subcommands.Add(SubmitCommand.Create(console));
        noun.Subcommands.Add(OrderCommands.Cancel(console));
        noun.Subcommands.Add(EvidenceCommands.Resolve(console));
        noun.Subcommands.Add(EvidenceCommands.Adopt(console));
        noun.Subcommands.Add(EvidenceCommands.Attribute(console));
        noun.Subcommands.Add(UnattributedVerb.Create(console));
        return noun;
    }
}
