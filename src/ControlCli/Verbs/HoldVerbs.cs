using System.CommandLine;
using ControlCli.Commands;
using ControlCli.Journals;
using ControlCli.Online;
using ControlCli.Output;
using ControlCli.Rows;

namespace ControlCli.Verbs;

/// <summary>The noun <c>holds</c>: why less than everything may be traded.</summary>
internal static class HoldVerbs
{
    public static Command Create(CliConsole console)
    {
        var noun = CreateList(console, "holds", "Reasons for which less than everything may be traded: list them.");
        noun.Subcommands.Add(CreateList(console, "list", "List the holds in force, who placed them and why."));
        noun.Subcommands.Add(PermissionCommands.Release(console));
        return noun;
    }

    private static Command CreateList(CliConsole console, string name, string description)
    {
        var command = new VerbCommand(name, description,
            "enginectl holds",
            "enginectl holds list --journal ./journal -o json");
        return OnlineVerb.Complete(command, console, ListAsync, offline: List);
    }

    private static async Task<ExitCode> ListAsync(OnlineCall call)
    {
        var status = RemoteRows.Status(await call.Link.IdentifyAsync(call.Cancel));
        Write(call.Console, call.IsJson, await call.ReportAsync(), status);
        return ExitCode.Ok;
    }

    private static ExitCode List(VerbCall call)
    {
        var replay = JournalReplay.ToState(call.Journal, call.Console, JournalPlace.End);
        Write(call.Console, call.IsJson, new Report().Header(FileRows.Header(call.Journal)),
            FileRows.Status(replay, call.Journal));
        return ExitCode.Ok;
    }

    private static void Write(CliConsole console, bool isJson, Report report, StatusRow status) => report
        .Field("Permission", "permission", StatusRow.PermissionCell(status.Permission))
        .Field("Sequence", "sequence", Cell.Whole(status.Sequence))
        .Listing("HOLDS", "holds", HoldRow.Columns, status.Holds)
        .Write(console, isJson);
}
