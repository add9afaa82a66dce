using System.Globalization;
using Engine.Core;
using Engine.Core.Journal;
using Engine.Core.Pipeline;
using Engine.Core.Replay;
using LoadTest.Probes;
using LoadTest.Workload;

namespace LoadTest.Commands;

/// <summary>
/// The paper graph under an open load for a long time, with a journal that recycles its segments: memory and disk must
/// not grow, the collector must have nothing to do for the hot path, and every stall has a cause that is named.
/// </summary>
internal sealed class SoakCommand
{
    private const double ResidentGrowthMax = 0.02; // Of the mean, over the whole window.
    private const double DiskGrowthMax = 0.05;     // Second half against the first.
    private const double RateMin = 0.98;
    private const int StallsShown = 40;

    private static readonly TimeSpan StallLimit = TimeSpan.FromMilliseconds(10);

    private readonly long _rate;
    private readonly double _minutes;
    private readonly double _warmUpSeconds;
    private readonly long _every;
    private readonly string _durability;
    private readonly string? _layout;
    private readonly long _segments;
    private readonly long _snapshotEvery;
    private readonly string? _parent;
    private readonly string? _json;

    public SoakCommand(LoadOptions options)
    {
        _rate = options.Number("rate", 200_000);
        _minutes = options.Number("minutes", 20);
        _warmUpSeconds = options.Number("warmup", 120);
        _every = options.Number("every", 20);
        _durability = options.Text("durability") ?? "written";
        _layout = options.Text("layout");
        _segments = options.Number("segments", 8);
        _snapshotEvery = options.Number("snapshots", 4_000_000);
        _parent = options.Text("folder");
        _json = options.Text("json");
        options.RefuseUnknown();
    }

    public bool Run(TextWriter output)
    {
        using var journal = new TempJournal(_parent);
        var quotes = (long)(_rate * ((_minutes * 60) + _warmUpSeconds + 5));
        var probes = new List<StallProbe>();
        var plain = Setup(journal.Folder, new PipelineHooks());
        var rows = RecordedRows.Simulated(plain.Simulated, plain.Instruments);
        var setup = Setup(journal.Folder, new PipelineHooks
        {
            AroundThread = thread =>
            {
                var probe = new StallProbe(thread, StallLimit);
                probes.Add(probe);
                return (probe.First, probe.Last);
            },
            CreateSource = (_, writer, _) => new OpenLoopSource(rows, writer, _rate, quotes),
        });
        var storage = new TimedStorage(new DiskStorage(journal.Folder));
        using var engine = TradingEngine.Open(setup, storage);
        using var watch = new SoakWatch(
            engine, storage, journal.Folder, probes, TimeSpan.FromSeconds(_warmUpSeconds),
            TimeSpan.FromMinutes(_minutes), output);
        var summary = engine.Run(watch.OnProgress);
        if (summary.Shutdown.Fault is { } fault)
            throw new InvalidOperationException($"Stage {fault.Stage} failed.", fault.Exception);

        var report = new Report(string.Create(CultureInfo.InvariantCulture,
            $"soak, {_rate:N0} quotes/s for {_minutes} minutes, {_durability}, every {_every}th answered"));
        AddFigures(report, watch, summary, engine.Retention!.Recycled);
        AddChecks(report, watch, journal.Folder);
        engine.Dispose();
        CheckJournal(report, journal.Folder, setup.ConfigText, summary);
        report.Write(output, _json);
        return report.IsGood;
    }

    private static void AddFigures(Report report, SoakWatch watch, EngineSummary summary, long recycled)
    {
        foreach (var row in watch.Minutes) report.Add($"minute {row.Number:00}", SoakWatch.Line(row).Trim());
        report.Add("inputs per second", watch.InputsPerSecond, "inputs/s");
        report.Add("records written", summary.LastSequence, "records");
        report.Add("segments recycled", recycled, "segments");
        report.Add("resident memory, mean", watch.Resident.Average(point => point.Bytes) / 1e6, "MB");
        report.Add("resident memory, slope", LeastSquares.Slope(watch.Resident) * 60 / 1e6, "MB/minute",
            "least squares over a point per second");
        for (var i = 0; i < watch.Probes.Count; i++)
        {
            var name = watch.Probes[i].Name;
            var stalls = watch.Causes.Where(cause => cause.Thread == name).ToArray();
            report.Add($"{name}: allocated", watch.AllocatedBytes[i], "bytes");
            report.Add($"{name}: passes above 10 ms", stalls.Length, "stalls",
                string.Join(", ", stalls.GroupBy(cause => cause.Explanation)
                    .OrderByDescending(group => group.Count()).Select(group => $"{group.Count()} {group.Key}")));
            report.Add($"{name}: longest", stalls.Length == 0 ? 0 : stalls.Max(cause => cause.Ms), "ms");
        }
        foreach (var (cause, number) in watch.Causes.OrderByDescending(cause => cause.Ms).Take(StallsShown)
                     .Select((cause, i) => (cause, i + 1)))
            report.Add($"stall {number:00}", cause.ToString());
    }

    private void AddChecks(Report report, SoakWatch watch, string folder)
    {
        report.Check("check: the rate was kept", watch.InputsPerSecond >= _rate * RateMin,
            $"{watch.InputsPerSecond:N0} inputs/s");

        var growth = LeastSquares.Slope(watch.Resident) * watch.Seconds
            / watch.Resident.Average(point => point.Bytes);
        report.Check("check: resident memory does not grow", growth <= ResidentGrowthMax,
            string.Create(CultureInfo.InvariantCulture,
                $"{growth * 100:0.00} % over the window, {ResidentGrowthMax * 100:0} % permitted"));

        var half = Math.Max(1, watch.Minutes.Count / 2);
        var early = watch.Minutes.Take(half).Max(row => row.DiskBytes);
        var late = watch.Minutes.Max(row => row.DiskBytes);
        var chain = new FileInfo(Path.Combine(folder, JournalFormat.ChainName)).Length;
        report.Check(
            "check: the folder does not grow", late <= early * (1 + DiskGrowthMax) && watch.Minutes[^1].Recycled > 0,
            $"at most {late / 1e6:N0} MB, {early / 1e6:N0} MB in the first half; chain {chain / 1e6:0.00} MB");

        var hot = watch.Probes.Select((probe, i) => probe.Name == "follower" ? 0 : watch.AllocatedBytes[i]).Sum();
        report.Check("check: no full collection because of the hot path", watch.FullCollections == 0 || hot == 0,
            $"{watch.FullCollections} of generation 2, {hot:N0} bytes by source, logic, journal and gateway");

        var unexplained = watch.Causes.Count(cause => !cause.IsExplained);
        report.Check("check: every stall is explained", unexplained == 0,
            $"{unexplained} of {watch.Causes.Count} are not");
    }

    private static void CheckJournal(Report report, string folder, string configText, EngineSummary summary)
    {
        var storage = new DiskStorage(folder);
        var verified = JournalVerifier.Verify(storage);
        report.Check("check: the kept journal is whole", verified.IsIntact && verified.Recycled is not null,
            $"{verified.Records:N0} records from sequence {verified.Recycled?.FirstSequence:N0}, "
            + $"{verified.Findings.Count} findings");
        var recovered = ModelRecovery.Recover(
            storage, ManifestFile.Read(storage), summary.LastSequence,
            new ModelFactory(new AnswerStrategy.Catalog()).Create, configText, useSnapshots: false);
        report.Check("check: replay of the kept journal", recovered.Model.Chain.StateDigest == summary.StateDigest,
            $"{recovered.ReplayedRecords:N0} records behind {recovered.SnapshotFile}, state "
            + $"{recovered.Model.Chain.StateDigest:x16}, live {summary.StateDigest:x16}");
    }

    private EngineSetup Setup(string folder, PipelineHooks hooks) => LoadSetup.Create(
        "paper", folder, _durability, AnswerStrategy.Type, [],
        [
            ($"strategies.{AnswerStrategy.Type}.every", Text(_every)), ("data.pace", "1"), ("simulated.rate", "200"),
            ("journal.retention.keep", "recent"), ("journal.retention.segments", Text(_segments)),
            ("journal.retention.age", "0"), ("snapshots.intervalRecords", Text(_snapshotEvery)),
            .. _layout is null ? Array.Empty<(string, string)>() : [("threads.layout", _layout)],
        ],
        hooks);

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
