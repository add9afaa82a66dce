using System.CommandLine;
using ControlCli.Verbs;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Commands;

/// <summary>What trades nothing: <c>snapshot</c>, <c>journal rotate</c>, <c>log-level</c>.</summary>
internal static class UpkeepCommands
{
    private static readonly Dictionary<string, V1.LogLevel> Levels = new(StringComparer.Ordinal)
    {
        ["error"] = V1.LogLevel.Error,
        ["warning"] = V1.LogLevel.Warning,
        ["information"] = V1.LogLevel.Information,
        ["debug"] = V1.LogLevel.Debug,
    };

    public static Command LogLevel(CliConsole console)
    {
        var level = new Argument<string>("LEVEL")
        {
            HelpName = string.Join('|', Levels.Keys),
            Description = "The least that is told; what is journaled stays the same.",
        };
        level.AcceptOnlyFromAmong([.. Levels.Keys]);
        var command = new VerbCommand("log-level",
            "Say how much the engine tells its log, until it ends or reads its settings again (SIGHUP).",
            "enginectl log-level debug --reason \"a client cannot connect\"");
        return CommandVerb.Complete(command, console, call => "log level " + call.Arguments.GetRequiredValue(level),
            async (call, head) => await call.Link.Control.SetLogLevelAsync(
                new V1.SetLogLevelRequest { Head = head, Level = Levels[call.Arguments.GetRequiredValue(level)] },
                cancellationToken: call.Cancel), [level]);
    }

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
