using System.CommandLine;
using ControlCli.Commands;
using ControlCli.Journals;
using ControlCli.Online;
using ControlCli.Output;
using ControlCli.Rows;
using Engine.Core.Events;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Verbs;

/// <summary>The noun <c>reconcile</c>: engine and venue, side by side.</summary>
internal static class ReconcileVerbs
{
    public static Command Create(CliConsole console)
    {
        var noun = new Command("reconcile", "Compare the engine with the venue: run, last, diff, adopt.");
        noun.Subcommands.Add(ReconcileCommands.Run(console));
        noun.Subcommands.Add(Last(console));
        noun.Subcommands.Add(Diff(console));
        noun.Subcommands.Add(ReconcileCommands.Adopt(console));
        return noun;
    }

    private static Command Last(CliConsole console) => OnlineVerb.Complete(
        new VerbCommand("last", "Show what the last comparison came to, and when the next one is.",
            "enginectl reconcile last",
            "enginectl reconcile last --journal ./journal -o json"),
        console, call => ShowAsync(call, isWhole: true), offline: call => Show(call, isWhole: true));

    private static Command Diff(CliConsole console) => OnlineVerb.Complete(
        new VerbCommand("diff", "List what differs. Ends with 1 if a difference counts.",
            "enginectl reconcile diff",
            "enginectl reconcile diff -o json | jq '.differences[] | select(.isCritical)'"),
        console, call => ShowAsync(call, isWhole: false), offline: call => Show(call, isWhole: false));

    private static async Task<ExitCode> ShowAsync(OnlineCall call, bool isWhole)
    {
        var report = await call.ReportAsync();
        var last = await call.Link.Status.GetReconciliationAsync(
            new V1.GetReconciliationRequest(), cancellationToken: call.Cancel);
        return Write(call.Console, call.IsJson, report, isWhole, last, [.. last.Differences.Select(DifferenceRow.Of)]);
    }

    private static ExitCode Show(VerbCall call, bool isWhole)
    {
        var replay = JournalReplay.ToState(call.Journal, call.Console, JournalPlace.End);
        var state = replay.View.Reconciliation;
        var last = new V1.ReconciliationReport
        {
            Sequence = replay.Cursor.LastSequence,
            Comparisons = state.Comparisons,
            Adoptions = state.Adoptions,
            IsOrdersOnly = state.Scope == QueryKind.OpenOrders,
            SkippedInstruments = state.Skipped,
            Confirmed = state.Confirmed,
            Critical = state.Critical,
            WorstBasisPoints = state.WorstBasisPoints,
        };
        if (state.ComparedNs != 0) last.ComparedTimeNs = state.ComparedNs;
        if (state.CompletedNs != 0) last.CompletedTimeNs = state.CompletedNs;
        var rows = new List<DifferenceRow>();
        for (var i = 0; i < replay.View.Findings.Count; i++)
            rows.Add(DifferenceRow.Of(in replay.View.Findings[i], replay.View));
        return Write(
            call.Console, call.IsJson, new Report().Header(FileRows.Header(call.Journal)), isWhole, last, rows);
    }

    private static ExitCode Write(
        CliConsole console, bool isJson, Report report, bool isWhole, V1.ReconciliationReport last,
        IReadOnlyList<DifferenceRow> rows)
    {
        if (isWhole)
        {
            report
                .Field("Sequence", "sequence", Cell.Whole(last.Sequence))
                .Field("Compared", "comparedTime", Time(last.HasComparedTimeNs, last.ComparedTimeNs))
                .Field("Of", "compared", Cell.Of(last.IsOrdersOnly ? "orders" : "everything"))
                .Field("Everything compared", "completedTime", Time(last.HasCompletedTimeNs, last.CompletedTimeNs))
                .Field("Next", "nextTime", Time(last.HasNextTimeNs, last.NextTimeNs))
                .Field("Comparisons", "comparisons", Cell.Whole(last.Comparisons))
                .Field("Instruments left out", "skippedInstruments", Cell.Whole(last.SkippedInstruments))
                .Field("Differences that count", "confirmed", Cell.Whole(last.Confirmed))
                .Field("Critical", "critical", Cell.Whole(last.Critical))
                .Field("Largest share (bps)", "worstBasisPoints", Cell.Whole(last.WorstBasisPoints))
                .Field("Adoptions", "adoptions", Cell.Whole(last.Adoptions));
        }
        report.Listing("DIFFERENCES", "differences", DifferenceRow.Columns, rows).Write(console, isJson);
        return !isWhole && rows.Any(row => row.IsConfirmed) ? ExitCode.Negative : ExitCode.Ok;
    }

    private static Cell Time(bool isKnown, long ns) => isKnown ? Cell.Time(ns) : Cell.Empty;
}
