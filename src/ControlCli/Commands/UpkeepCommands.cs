using System.CommandLine;
using ControlCli.Verbs;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Commands;

/// <summary>What trades nothing: <c>snapshot</c> and <c>journal rotate</c>.</summary>
internal static class UpkeepCommands
{
    public static Command Snapshot(CliConsole console)
    {
        var command = new VerbCommand("snapshot", "Write a snapshot of the state now.",
            "enginectl snapshot --reason \"before the upgrade\"");
        return CommandVerb.Complete(command, console, _ => "take a snapshot",
            async (call, head) => await call.Link.Control.TakeSnapshotAsync(
                new V1.TakeSnapshotRequest { Head = head }, cancellationToken: call.Cancel));
    }

    public static Command Rotate(CliConsole console)
    {
        var command = new VerbCommand("rotate",
            "End the current segment of a running engine's journal, so that it can be copied whole.",
            "enginectl journal rotate --reason \"nightly copy\"");
        return CommandVerb.Complete(command, console, _ => "rotate the journal",
            async (call, head) => await call.Link.Control.RotateJournalAsync(
                new V1.RotateJournalRequest { Head = head }, cancellationToken: call.Cancel));
    }
}
