using System.CommandLine;
using ControlCli.Commands;
using ControlCli.Journals;
using ControlCli.Online;
using ControlCli.Output;
using ControlCli.Rows;

namespace ControlCli.Verbs;

/// <summary>The noun <c>breakers</c>: how far each circuit breaker is from its limit, and what has tripped.</summary>
internal static class BreakerVerbs
{
    public static Command Create(CliConsole console)
    {
        var noun = CreateList(
            console, "breakers", "Circuit breakers with state, measure, limit and margin: list them.");
        noun.Subcommands.Add(CreateList(console, "list", "List the breakers, those that never tripped too."));
        noun.Subcommands.Add(BreakerCommands.Trip(console));
        noun.Subcommands.Add(BreakerCommands.Reset(console));
        return noun;
    }

    private static Command CreateList(CliConsole console, string name, string description)
    {
        var command = new VerbCommand(name, description,
            "enginectl breakers",
            "enginectl breakers list --journal ./journal -o json");
        return OnlineVerb.Complete(command, console, ListAsync, offline: List);
    }

    private static async Task<ExitCode> ListAsync(OnlineCall call)
    {
        var status = await call.Link.IdentifyAsync(call.Cancel);
        Write(call.Console, call.IsJson, await call.ReportAsync(), RemoteRows.NameOf(status.Permission),
            status.Sequence, status.Breakers.Select(RemoteRows.Breaker));
        return ExitCode.Ok;
    }

    private static ExitCode List(VerbCall call)
    {
        var replay = JournalReplay.ToState(call.Journal, call.Console, JournalPlace.End);
        Write(call.Console, call.IsJson, new Report().Header(FileRows.Header(call.Journal)),
            replay.View.Holds.AccountPermission.ToString(), replay.Cursor.LastSequence, FileRows.Breakers(replay.View));
        return ExitCode.Ok;
    }

    private static void Write(
        CliConsole console, bool isJson, Report report, string permission, long sequence,
        IEnumerable<BreakerRow> breakers) => report
        .Field("Permission", "permission", StatusRow.PermissionCell(permission))
        .Field("Sequence", "sequence", Cell.Whole(sequence))
        .Listing("BREAKERS", "breakers", BreakerRow.Columns, breakers)
        .Write(console, isJson);
}
