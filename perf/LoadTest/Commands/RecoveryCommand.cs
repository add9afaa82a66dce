using System.Diagnostics;
using System.Globalization;
using Engine.Core;
using Engine.Core.Events;
using Engine.Core.Journal;
using Engine.Core.Pipeline;
using Engine.Core.Snapshots;
using LoadTest.Baselines;
using LoadTest.Workload;

namespace LoadTest.Commands;

/// <summary>
/// From the crash to Reconciling: one process trades on paper until the journal is long and kills itself, another one
/// starts on what it left. The clock runs from the start of that process, so that loading and compiling count.
/// </summary>
internal sealed class RecoveryCommand
{
    public const string WriteVerb = "recovery-write";
    public const string StartVerb = "recovery-start";

    private const double SecondsMax = 5;
    private const string Strategy = "mean-reversion";

    private readonly long _events;
    private readonly string? _parent;
    private readonly string? _json;

    public RecoveryCommand(LoadOptions options)
    {
        _events = options.Number("events", 50_000_000);
        _parent = options.Text("folder");
        _json = options.Text("json");
        options.RefuseUnknown();
    }

    public bool Run(TextWriter output)
    {
        using var journal = new TempJournal(_parent);
        var events = _events.ToString(CultureInfo.InvariantCulture);
        var writing = Stopwatch.StartNew();
        using (var writer = OwnProcess.Start([WriteVerb, "--journal", journal.Folder, "--events", events])) writer
            .WaitForExit();
        writing.Stop();
        var storage = new DiskStorage(journal.Folder);
        var snapshots = new SnapshotCatalog(storage).Sequences();

        var clock = Stopwatch.StartNew();
        using var starter = OwnProcess.Start([StartVerb, "--journal", journal.Folder]);
        var line = starter.StandardOutput.ReadLine() ?? "";
        clock.Stop();
        starter.WaitForExit();
        if (starter.ExitCode != 0) throw new InvalidOperationException(
            $"The restart ended with code {starter.ExitCode}: {line}");

        var parts = line.Split(' ').Select(part => long.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        var report = new Report("recovery after a crash");
        report.Add("journal", parts[0], "records", $"written in {writing.Elapsed.TotalSeconds:0.0} s");
        report.Add("newest snapshot at", snapshots.Count > 0 ? snapshots[0] : 0, "sequence");
        report.Add("replayed behind the snapshot", parts[1], "records");
        report.Add("recovery inside the process", parts[2] / 1e3, "s");
        report.Add("crash to Reconciling", clock.Elapsed.TotalSeconds, "s", "start of the process included");
        report.Check("check: within the target", clock.Elapsed.TotalSeconds <= SecondsMax, $"at most {SecondsMax} s");
        report.Check("check: nothing lost", parts[0] >= _events,
            $"{parts[0]:N0} of at least {_events:N0} records are there");
        var bare = BareRead.Run(journal.Folder, Math.Max(1, parts[1]));
        report.Add("bare read and decode", bare.RecordsPerSecond, "records/s");
        report.Write(output, _json);
        return report.IsGood;
    }

    /// <summary>
    /// Trades until the journal has so many records and a snapshot near its end, then dies without a word.
    /// </summary>
    public static bool WriteUntilKilled(LoadOptions options)
    {
        var folder = options.Text("journal") ?? throw new InvalidOperationException("--journal is missing.");
        var events = options.Number("events", 50_000_000);
        options.RefuseUnknown();
        var plain = Setup(folder, new PipelineHooks());
        var rows = RecordedRows.Simulated(plain.Simulated, plain.Instruments);
        var setup =
            Setup(folder, new PipelineHooks { CreateSource = (_, writer, _) => new MemorySource(rows, writer) });
        var storage = new DiskStorage(folder);
        var snapshots = new SnapshotCatalog(storage);
        using var engine = TradingEngine.Open(setup, storage);
        var checkAt = 0L;
        engine.Run(progress =>
        {
            // The follower is behind the logic; the snapshot of the target must be there before the crash.
            if (progress.DurableSequence < events || progress.Elapsed.Ticks < checkAt) return;
            checkAt = progress.Elapsed.Ticks + (TimeSpan.TicksPerSecond / 10);
            if (progress.DurableSequence > events + (
                setup.Options.SnapshotIntervalRecords / 2)) engine.Pipeline.SourcesStage.Disable();
            if (snapshots.Sequences() is [var newest, ..] && newest >= events - setup.Options.SnapshotIntervalRecords)
                Process.GetCurrentProcess().Kill();
        });
        return false;
    }

    /// <summary>Recovers, reports when the engine is Reconciling, and stops in order.</summary>
    public static bool StartAndReport(LoadOptions options, TextWriter output)
    {
        var folder = options.Text("journal") ?? throw new InvalidOperationException("--journal is missing.");
        options.RefuseUnknown();
        var clock = Stopwatch.StartNew();
        var plain = Setup(folder, new PipelineHooks());
        var rows = RecordedRows.Simulated(plain.Simulated with { DurationNs = 1_000_000_000 }, plain.Instruments);
        var setup =
            Setup(folder, new PipelineHooks
            {
                CreateSource = (_, writer, _) =>
                new MemorySource(rows, writer, rowsMax: 1)
            });
        using var engine = TradingEngine.Open(setup, new DiskStorage(folder));
        var isReported = false;
        var summary = engine.Run(_ => Report());
        return isReported && summary.Shutdown.Fault is null;

        void Report()
        {
            if (isReported || engine.Pipeline.Sweep!.Phase < EnginePhase.Reconciling) return;
            isReported = true;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{engine.Recovery.LastSequence} {engine.Recovered.ReplayedRecords} {clock.ElapsedMilliseconds}"));
            output.Flush();
            engine.RequestStop(StopMode.Park, "loadtest", "recovered");
        }
    }

    private static EngineSetup Setup(string folder, PipelineHooks hooks) => LoadSetup.Create(
        "paper", folder, "written", Strategy, [], [("data.pace", "1"), ("simulated.rate", "1000")], hooks);
}
