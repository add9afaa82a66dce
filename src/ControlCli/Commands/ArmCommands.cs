using System.CommandLine;
using ControlCli.Verbs;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Commands;

/// <summary>Whether anything may leave at all: <c>arm</c> and <c>disarm</c>.</summary>
internal static class ArmCommands
{
    public static Command Arm(CliConsole console)
    {
        var account = new Argument<string>("ACCOUNT")
        {
            Description = "The account to arm, named by you; the engine refuses another than its own.",
        };
        var command = new VerbCommand("arm",
            "Let this build with this configuration trade the account, until either changes. Needs the role admin.",
            "enginectl arm U1234567 --reason \"release 1.4 checked in paper\"");
        return CommandVerb.Complete(command, console, call => $"arm {call.Arguments.GetRequiredValue(account)}",
            async (call, head) => await call.Link.Control.ArmAsync(
                new V1.ArmRequest { Head = head, Account = call.Arguments.GetRequiredValue(account) },
                cancellationToken: call.Cancel), [account]);
    }

    public static Command Disarm(CliConsole console)
    {
        var command = new VerbCommand("disarm",
            "Let nothing leave any more, cancels included: working orders keep working. Cancel or halt before it.",
            "enginectl disarm --reason \"handed over\"",
            "enginectl disarm --reason \"handed over\" --dry-run");
        return CommandVerb.Complete(command, console, _ => "disarm the account",
            async (call, head) => await call.Link.Control.DisarmAsync(
                new V1.DisarmRequest { Head = head }, cancellationToken: call.Cancel));
    }
}
