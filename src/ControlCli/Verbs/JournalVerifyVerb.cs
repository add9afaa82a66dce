using System.CommandLine;
using System.Globalization;
using ControlCli.Output;
using Engine.Core.Events;
using Engine.Core.Journal;

namespace ControlCli.Verbs;

/// <summary><c>journal verify</c>: reads every byte and names each damage.</summary>
internal static class JournalVerifyVerb
{
    private const string OpenRunNote =
        "the last run has no seal: its engine is running or died; its tail is decided when it starts again";

    private static readonly IReadOnlyList<Column<VerifyFinding>> Columns =
    [
        new("FILE", "file", finding => Cell.Of(finding.File)),
        new("RECORD", "record", finding => OrNone(finding.RecordIndex)),
        new("BYTE", "byte", finding => Cell.Whole(finding.ByteOffset)),
        new("SEQUENCE", "sequence", finding => OrNone(finding.Sequence)),
        new("REASON", "reason", finding => Cell.Of(finding.Reason)),
    ];

    public static Command Create(CliConsole console)
    {
        var command = new VerbCommand("verify", "Check every byte; exit 0 if the journal is whole, 2 if it is damaged.",
            "enginectl journal verify --journal ./journal",
            "enginectl journal verify -j ./journal -o json | jq '.findings[]'");
        return SharedOptions.Complete(command, console, Run);
    }

    private static ExitCode Run(VerbCall call)
    {
        VerifyReport result;
        using (var progress = new ProgressLine(call.Console, "verifying", total: 0, "records"))
            result = JournalVerifier.Verify(call.Journal.Storage, at => progress.Report(at.RecordsDone));

        var verdict = result.IsIntact ? "clean" : "damaged";
        var report = new Report()
            .Field("Journal", "journal", Cell.Of(call.Journal.Folder))
            .Field("Result", "result", Cell.Of(verdict).With(result.IsIntact ? Paint.Good : Paint.Bad))
            .Field("Runs", "runs", Cell.Whole(result.Runs))
            .Field("Segments", "segments", Cell.Whole(result.Segments))
            .Field("Records", "records", Cell.Whole(result.Records))
            .Field("Last sequence", "lastSequence", Cell.Whole(result.LastSequence))
            .Field("Chained up to", "chainedSequence", Cell.Whole(result.ChainedSequence))
            .Field("Verified from", "verifiedFrom", Cell.Of(VerifiedFrom(result.Recycled)))
            .Field("Open run", "hasOpenRun", Cell.Of(result.HasOpenRun));
        if (result.HasOpenRun)
            report.Field("Note", "note", Cell.Of(OpenRunNote));
        if (call.IsJson || !result.IsIntact) report.Listing("FINDINGS", "findings", Columns, result.Findings);
        report.Write(call.Console, call.IsJson);
        if (result.IsIntact) return ExitCode.Ok;

        call.Console.Error.WriteLine(
            $"enginectl: the journal is damaged ({result.Findings.Count} findings). "
            + "Keep the folder as it is and restore the files from a backup.");
        return ExitCode.Unhealthy;
    }

    private static string VerifiedFrom(RecycledPart? recycled) => recycled is null ? "the first record"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"sequence {recycled.FirstSequence} (segments 1 to {recycled.LastSegment} with {recycled.Records} records "
            + $"up to sequence {recycled.LastSequence} recycled after snapshot {recycled.SnapshotSequence}, "
            + $"chain hash {recycled.ChainHash ?? "none: no chain was kept"})");

    private static Cell OrNone(long value) => Cell.Whole(value < 0 ? FixedPoint.Absent : value);
}
