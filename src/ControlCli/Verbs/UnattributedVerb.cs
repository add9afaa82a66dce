using System.CommandLine;
using ControlCli.Journals;
using ControlCli.Online;
using ControlCli.Output;
using ControlCli.Rows;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Verbs;

/// <summary><c>orders unattributed</c>: executions that count for the account and belong to no order known.</summary>
internal static class UnattributedVerb
{
    public static Command Create(CliConsole console)
    {
        var command = new VerbCommand("unattributed",
            "List the executions that count for the account and belong to no order known, oldest first.",
            "enginectl orders unattributed",
            "enginectl orders unattributed --journal ./journal -o json");
        return OnlineVerb.Complete(command, console, RunAsync, [], Run);
    }

    private static async Task<ExitCode> RunAsync(OnlineCall call)
    {
        var report = await call.ReportAsync();
        var list = await call.Link.Status.ListPositionsAsync(
            new V1.ListPositionsRequest(), cancellationToken: call.Cancel);
        Add(report, list.Sequence, list.EngineTimeNs, list.Unattributed.Select(RemoteRows.Unattributed))
            .Write(call.Console, call.IsJson);
        return ExitCode.Ok;
    }

    private static ExitCode Run(VerbCall call)
    {
        var replay = JournalReplay.ToState(call.Journal, call.Console, JournalPlace.End);
        Add(new Report().Header(FileRows.Header(call.Journal)), replay.Cursor.LastSequence,
                replay.View.State.EngineTimeNs, FileRows.Unattributed(replay.View))
            .Write(call.Console, call.IsJson);
        return ExitCode.Ok;
    }

    private static Report Add(Report report, long sequence, long timeNs, IEnumerable<UnattributedRow> rows) => report
        .Field("", "sequence", Cell.Whole(sequence))
        .Field("", "time", Cell.Time(timeNs))
        .Listing("", "executions", UnattributedRow.Columns, rows);
}
