using System.CommandLine;
using ControlCli.Commands;
using ControlCli.Journals;
using ControlCli.Online;
using ControlCli.Output;
using ControlCli.Rows;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Verbs;

/// <summary>The noun <c>ladder</c>: how much of what strategies ask for is opened.</summary>
internal static class LadderVerbs
{
    public static Command Create(CliConsole console)
    {
        var command = new VerbCommand("ladder",
            "Show how much of what each strategy asks for is opened, and the limits that it has at that step.",
            "enginectl ladder",
            "enginectl ladder --journal ./journal -o json");
        var noun = OnlineVerb.Complete(command, console, ShowAsync, offline: Show);
        noun.Subcommands.Add(LadderCommands.Set(console));
        return noun;
    }

    private static async Task<ExitCode> ShowAsync(OnlineCall call)
    {
        var report = await call.ReportAsync();
        var ladder = await call.Link.Status.GetLadderAsync(new V1.GetLadderRequest(), cancellationToken: call.Cancel);
        Write(call.Console, call.IsJson, report.Field("Sequence", "sequence", Cell.Whole(ladder.Sequence)),
            ladder.StepsPerTenThousand, ladder.Strategies.Select(LadderRow.Of));
        return ExitCode.Ok;
    }

    private static ExitCode Show(VerbCall call)
    {
        var replay = JournalReplay.ToState(call.Journal, call.Console, JournalPlace.End);
        var report = new Report().Header(FileRows.Header(call.Journal))
            .Field("Sequence", "sequence", Cell.Whole(replay.Cursor.LastSequence));
        Write(call.Console, call.IsJson, report, replay.View.Risk.Ladder.Steps,
            Engine.Core.Replay.LadderFigures.Of(replay.View).Select(LadderRow.Of));
        return ExitCode.Ok;
    }

    private static void Write(
        CliConsole console, bool isJson, Report report, IEnumerable<int> steps, IEnumerable<LadderRow> rows) => report
        .Field("Steps", "steps", Cell.Of(LadderRow.StepsText(steps)))
        .Listing("STRATEGIES", "strategies", LadderRow.Columns, rows)
        .Write(console, isJson);
}
