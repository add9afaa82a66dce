using System.CommandLine;
using ControlCli.Journals;
using ControlCli.Online;
using ControlCli.Output;
using ControlCli.Rows;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Verbs;

/// <summary><c>positions</c>: what the account holds now, or at the end of the journal.</summary>
internal static class PositionsVerb
{
    public static Command Create(CliConsole console)
    {
        var all = new Option<bool>("--all") { Description = "Also instruments that were traded and are flat again." };
        var command = new VerbCommand("positions", "Show what the account holds.",
            "enginectl positions",
            "enginectl positions --journal ./journal",
            "enginectl positions -j ./journal --all -o json");
        return OnlineVerb.Complete(
            command, console, call => RunAsync(call, call.Get(all)), [all], call => Run(call, call.Get(all)));
    }

    private static async Task<ExitCode> RunAsync(OnlineCall call, bool includesFlat)
    {
        var report = await call.ReportAsync();
        var list = await call.Link.Status.ListPositionsAsync(
            new V1.ListPositionsRequest { IncludeFlat = includesFlat }, cancellationToken: call.Cancel);
        Add(report, list.Sequence, list.EngineTimeNs, list.Positions.Select(RemoteRows.Position)
                .Where(position => includesFlat || !position.Quantity.IsNothing))
            .Write(call.Console, call.IsJson);
        return ExitCode.Ok;
    }

    private static ExitCode Run(VerbCall call, bool includesFlat)
    {
        var replay = JournalReplay.ToState(call.Journal, call.Console, JournalPlace.End);
        Add(new Report().Header(FileRows.Header(call.Journal)), replay.Cursor.LastSequence,
                replay.View.State.EngineTimeNs, FileRows.Positions(replay.View, includesFlat))
            .Write(call.Console, call.IsJson);
        return ExitCode.Ok;
    }

    private static Report Add(Report report, long sequence, long timeNs, IEnumerable<PositionRow> positions) => report
        .Field("", "sequence", Cell.Whole(sequence))
        .Field("", "time", Cell.Time(timeNs))
        .Listing("", "positions", PositionRow.Columns, positions);
}
