using System.CommandLine;
using ControlCli.Journals;
using ControlCli.Output;
using Engine.Core.Events;
using Engine.Core.Journal;
using Engine.Core.Snapshots;

namespace ControlCli.Verbs;

/// <summary><c>journal describe</c>: whose journal it is, its runs, files, sources and snapshots.</summary>
internal static class JournalDescribeVerb
{
    public static Command Create(CliConsole console)
    {
        var config = new Option<bool>("--config") { Description = "Also show the configuration of the newest run." };
        var command = new VerbCommand("describe", "Show mode, account, runs, files, sources and snapshots.",
            "enginectl journal describe --journal ./journal",
            "enginectl journal describe -j ./journal --config -o json");
        return SharedOptions.Complete(command, console, call => Run(call, call.Get(config)), [config]);
    }

    private static ExitCode Run(VerbCall call, bool showsConfig)
    {
        var journal = call.Journal;
        var content = Content.Read(journal);
        var segments = journal.Storage.List().Where(name => JournalFormat.TryParseSegmentName(name, out _)).ToArray();
        var manifest = journal.Manifest;
        var report = new Report()
            .Field("Journal", "journal", Cell.Of(journal.Folder))
            .Field("Format", "formatVersion", Cell.Whole(manifest.FormatVersion))
            .Field("Mode", "mode", Cell.Of(manifest.Mode.ToString().ToLowerInvariant()))
            .Field("Account", "account", Cell.Of(manifest.Account))
            .Field("Engine", "engineId", Cell.Of(manifest.EngineId))
            .Field("Records", "records", Cell.Whole(content.Records))
            .Field("Recycled", "recycledRecords", Cell.Whole(manifest.Recycled?.Records ?? 0))
            .Field("From sequence", "firstSequence", Cell.Whole(manifest.FirstSequence()))
            .Field("Last sequence", "lastSequence", Cell.Whole(content.LastSequence))
            .Field("First time", "firstTime", Cell.Time(content.FirstTimeNs))
            .Field("Last time", "lastTime", Cell.Time(content.LastTimeNs))
            .Field("Segments", "segments", Cell.Whole(segments.Length))
            .Field("Segment bytes", "segmentBytes", Cell.Whole(segments.Sum(journal.LengthOf)))
            .Listing("RUNS", "runs", RunColumns(content), manifest.Runs)
            .Listing("SOURCES", "sources", SourceColumns(content.Names), content.Sources.Values)
            .Listing("SNAPSHOTS", "snapshots", SnapshotColumns(journal), Snapshots(journal));
        if (showsConfig && call.IsJson) report.Field("", "config", Cell.Of(journal.NewestConfigText() ?? ""));
        report.Write(call.Console, call.IsJson);
        if (!showsConfig || call.IsJson) return ExitCode.Ok;

        call.Console.Output.WriteLine();
        call.Console.Output.WriteLine(call.Console.Paint("CONFIGURATION", Paint.Heading));
        call.Console.Output.Write(journal.NewestConfigText() ?? "none is journaled\n");
        return ExitCode.Ok;
    }

    private static IReadOnlyList<Column<JournalRun>> RunColumns(Content content) =>
    [
        new("EPOCH", "epoch", run => Cell.Whole(run.Epoch)),
        new("STATE", "state", run => Cell.Of(run.State.ToString().ToLowerInvariant())),
        new("CLEAN", "isClean", run => run.End is { } end
            ? Cell.Of(end.IsClean).With(end.IsClean ? Paint.Good : Paint.Warning) : Cell.Empty),
        new("FIRST", "firstSequence", run => Cell.Whole(run.FirstSequence)),
        new("LAST", "lastSequence", run =>
            Cell.Whole(run.End?.LastSequence ?? Math.Max(content.LastSequence, run.FirstSequence - 1))),
        new("RECORDS", "records", run => Cell.Whole(content.RecordsOf(run))),
        new("CUT", "cutRecords", run => Cell.Whole(run.End?.CutRecords ?? 0)),
        new("STARTED", "started", run => Cell.Time((run.StartedUtc - DateTimeOffset.UnixEpoch).Ticks * 100)),
        new("DURABILITY", "durability", run => Cell.Of(run.Durability.ToString().ToLowerInvariant())),
        new("BUILD", "build", run => Cell.Of(run.Build)),
    ];

    private static IReadOnlyList<Column<Source>> SourceColumns(JournalNames names) =>
    [
        new("LANE", "lane", source => Cell.Whole(source.LaneId)),
        new("FORMAT", "format", source => Cell.Name(source.Opened.Format)),
        new("ROWS", "rows", source => Cell.Whole(source.Ended is { } ended ? ended.RowCount : source.LastRow)),
        new("SKIPPED", "skippedRows", source => Cell.Whole(source.Ended?.SkippedRows ?? 0)),
        new("ENDED", "isEnded", source => Cell.Of(source.Ended is not null)),
        new("BYTES", "fileBytes", source => Cell.Whole(source.Opened.FileBytes)),
        new("SHA-256", "sha256", source => Cell.Of(Hex(in source.Opened.Sha256))),
        new("PATH", "path", source => Cell.Of(names.Sources.GetValueOrDefault(source.LaneId, ""))),
    ];

    private static IReadOnlyList<Column<(string Name, SnapshotInfo? Info, string Problem)>> SnapshotColumns(
        JournalFiles journal) =>
    [
        new("FILE", "file", snapshot => Cell.Of(snapshot.Name)),
        new("SEQUENCE", "sequence", snapshot => Cell.Whole(snapshot.Info?.Sequence ?? FixedPoint.Absent)),
        new("TIME", "time", snapshot => Cell.Time(snapshot.Info?.EngineTimeNs ?? 0)),
        new("STATE", "stateDigest", snapshot => snapshot.Info is { } info ? Cell.Digest(info.StateDigest) : Cell.Empty),
        new("BYTES", "bytes", snapshot => Cell.Whole(journal.LengthOf(snapshot.Name))),
        new("VALID", "isValid", snapshot => Cell.Of(snapshot.Problem.Length == 0)
            .With(snapshot.Problem.Length == 0 ? Paint.Good : Paint.Bad)),
        new("PROBLEM", "problem", snapshot => Cell.Of(snapshot.Problem)),
    ];

    private static IEnumerable<(string Name, SnapshotInfo? Info, string Problem)> Snapshots(JournalFiles journal)
    {
        foreach (var sequence in new SnapshotCatalog(journal.Storage).Sequences())
        {
            var name = SnapshotCatalog.NameOf(sequence);
            SnapshotInfo? info = null;
            var problem = "";
            try
            {
                info = SnapshotReader.Validate(journal.Storage, name);
                if (!journal.Manifest.Holds(info.Sequence)) problem = "its sequence was cut from the journal";
            }
            catch (SnapshotException e)
            {
                problem = e.Reason;
            }
            yield return (name, info, problem);
        }
    }

    private static string Hex(in Sha256Text digest)
    {
        var text = Convert.ToHexStringLower(digest);
        return text.Trim('0').Length == 0 ? "" : text;
    }

    /// <summary>One source as its lane shows it.</summary>
    private sealed class Source
    {
        public required int LaneId { get; init; }

        public SourcePayload Opened;

        public SourcePayload? Ended { get; set; }

        public long LastRow { get; set; }
    }

    /// <summary>What only a walk over the records tells.</summary>
    private sealed class Content
    {
        public required JournalNames Names { get; init; }

        public SortedDictionary<int, Source> Sources { get; } = [];

        public long Records { get; private set; }

        public long LastSequence { get; private set; }

        public long FirstTimeNs { get; private set; }

        public long LastTimeNs { get; private set; }

        public long RecordsOf(JournalRun run) =>
            run.End?.Records ?? Math.Max(0, LastSequence - run.FirstSequence + 1);

        public static Content Read(JournalFiles journal)
        {
            var content = new Content { Names = journal.NamesAtBeginning() };
            journal.Walk("reading", content.Note);
            return content;
        }

        private bool Note(in EngineEvent record)
        {
            Names.Note(in record);
            Records++;
            LastSequence = record.Sequence;
            if (FirstTimeNs == 0) FirstTimeNs = record.TimestampNs;
            LastTimeNs = record.TimestampNs;
            if (record.LaneId < LaneIds.FirstSource || !record.IsInput) return true;

            if (!Sources.TryGetValue(record.LaneId, out var source))
                Sources.Add(record.LaneId, source = new Source { LaneId = record.LaneId });
            source.LastRow = Math.Max(source.LastRow, RowOf(in record));
            if (record.Kind == EventKind.SourceOpened) source.Opened = record.Source;
            if (record.Kind == EventKind.SourceEnded) source.Ended = record.Source;
            return true;
        }

        private static long RowOf(in EngineEvent record) => record.Kind switch
        {
            EventKind.Quote => record.Quote.SourceRow,
            EventKind.Trade => record.Trade.SourceRow,
            EventKind.Bar => record.Bar.SourceRow,
            _ => 0,
        };
    }
}
