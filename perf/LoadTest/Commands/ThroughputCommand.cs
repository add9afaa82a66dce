using System.Diagnostics;
using Engine.Core;
using Engine.Core.Events;
using Engine.Core.Journal;
using Engine.Core.Pipeline;
using LoadTest.Baselines;
using LoadTest.Probes;
using LoadTest.Workload;

namespace LoadTest.Commands;

/// <summary>
/// Events per second through the whole path of a backtest, from files or from memory, journal written or synced, over a
/// steady state that begins when start-up and compilation are over.
/// </summary>
internal sealed class ThroughputCommand
{
    private const int RepeatForever = 100_000;
    private const int BareChunkBytes = 1 << 20;
    private const int BareSegments = 8;

    private readonly IReadOnlyList<string> _files;
    private readonly bool _isFromMemory;
    private readonly string _strategy;
    private readonly long? _every; // Of the answering strategy: an order per so many quotes.
    private readonly string? _parent;
    private readonly string? _layout;
    private readonly TimeSpan _warmUp;
    private readonly TimeSpan _steady;
    private readonly long _repeat;
    private readonly bool _isChecked;
    private readonly string[] _durabilities;
    private readonly string? _json;

    public ThroughputCommand(LoadOptions options)
    {
        _files = options.All("data");
        _isFromMemory = _files.Count == 0 || options.Text("source") == "memory";
        _every = options.Text("every") is null ? null : options.Number("every", 10);
        _strategy = options.Text("strategy") ?? (_every is null ? "mean-reversion" : AnswerStrategy.Type);
        _parent = options.Text("folder");
        _layout = options.Text("layout");
        _warmUp = TimeSpan.FromSeconds(options.Number("warmup", 2));
        _steady = TimeSpan.FromSeconds(options.Number("seconds", 10));
        _repeat = options.Number("repeat", RepeatForever);
        _isChecked = options.Text("check") != "no";
        _durabilities = (options.Text("durability") ?? "written,synced").Split(',');
        _json = options.Text("json");
        options.RefuseUnknown();
    }

    public bool Run(TextWriter output)
    {
        var source = _isFromMemory ? "memory" : "files";
        var report = new Report($"throughput, {source}, strategy {_strategy}");
        report.Add("bare two-core round trip before", BareRoundTrip.MedianNs(), "ns");
        foreach (var durability in _durabilities) Measure(report, durability);
        report.Add("bare two-core round trip after", BareRoundTrip.MedianNs(), "ns");
        report.Add("peak memory of the process", Process.GetCurrentProcess().PeakWorkingSet64 / 1e6, "MB");
        report.Write(output, _json);
        return report.IsGood;
    }

    private void Measure(Report report, string durability)
    {
        using var journal = new TempJournal(_parent);
        var bare = durability == "synced"
            ? BareChunkBytes / 128 * 1e9 / BareWrite.SyncedCallNs(journal.Folder, BareChunkBytes, 50)
            : BareWrite.WrittenRecordsPerSecond(journal.Folder, BareChunkBytes, BareSegments);
        var probes = new ThreadProbes();
        var sources = new List<MemorySource>();
        var startup = Stopwatch.StartNew();
        var setup = Setup(durability, journal.Folder, probes, sources);
        using var engine = TradingEngine.Open(setup, new DiskStorage(journal.Folder));
        startup.Stop();
        var window = new SteadyWindow(_warmUp, _steady, probes, () => End(engine, sources));
        var summary = engine.Run(window.OnProgress);
        if (summary.Shutdown.Fault is { } fault) throw new InvalidOperationException($"Stage {fault.Stage} failed.",
            fault.Exception);

        report.Heading($"-- {durability}");
        report.Add($"{durability}: start-up", startup.Elapsed.TotalSeconds, "s");
        report.Add($"{durability}: steady state", window.Seconds, "s");
        report.Add($"{durability}: inputs", window.InputsPerSecond, "/s");
        report.Add($"{durability}: bare write of the same bytes", bare, "records/s",
            $"engine reaches {window.InputsPerSecond / bare:0.000} of it");
        report.Add($"{durability}: inputs in all", summary.Inputs, "inputs");
        report.Add($"{durability}: orders", summary.Counters.OrderCount, "orders",
            $"one in {summary.Inputs / (double)Math.Max(1, summary.Counters.OrderCount):0.0} inputs");
        report.Add($"{durability}: denied", summary.Counters.DeniedCount, "orders");
        report.Add($"{durability}: executions", summary.Counters.ExecutionCount, "executions");
        report.Add($"{durability}: records per journal batch",
            summary.LastSequence / (double)Math.Max(1, engine.Pipeline.Journal.BatchCount), "records");
        AddProbes(report, durability, probes);
        engine.Dispose();
        if (!_isChecked) return;
        JournalCheck.Run(report, journal.Folder, summary.LastSequence, summary.StateDigest, setup.ConfigText);
        var read = BareRead.Run(journal.Folder, summary.LastSequence);
        report.Add($"{durability}: bare read and decode", read.RecordsPerSecond, "records/s");
    }

    internal static void AddProbes(Report report, string prefix, ThreadProbes probes)
    {
        foreach (var thread in probes.Threads)
        {
            report.Add($"{prefix}: {thread.Name} allocated", thread.AllocatedBytes, "bytes");
            report.Add($"{prefix}: {thread.Name} longest pass", thread.LongestPassMs, "ms");
        }
        for (var generation = 0; generation <= GC.MaxGeneration; generation++)
            report.Add($"{prefix}: collections of generation {generation}", probes.Collections(generation),
                "collections");
    }

    private static void End(TradingEngine engine, List<MemorySource> sources)
    {
        foreach (var source in sources) source.EndSoon();
        if (sources.Count == 0) engine.RequestStop(StopMode.Cancel, "loadtest", "steady state measured");
    }

    private EngineSetup Setup(string durability, string folder, ThreadProbes probes, List<MemorySource> sources)
    {
        var more = new List<(string, string)> { ("data.repeat", _isFromMemory ? "1" : $"{_repeat}") };
        if (_layout is not null) more.Add(("threads.layout", _layout));
        if (_every is { } every) more.Add(($"strategies.{_strategy}.every", $"{every}"));
        if (_files.Count == 0) more.Add(("simulated.rate", "2000"));
        var hooks = new PipelineHooks { AroundThread = probes.Add };
        if (_isFromMemory)
        {
            // Read before the engine starts: from then on nothing is parsed.
            var plain = LoadSetup.Create("backtest", folder, durability, _strategy, _files, more, new PipelineHooks());
            var rows = _files.Count > 0
                ? _files.Select(file => RecordedRows.FromFile(file, plain.Instruments)).ToArray()
                : [RecordedRows.Simulated(plain.Simulated, plain.Instruments)];
            hooks = hooks with { CreateSource = (i, writer, _) => AddSource(sources, rows[i], writer) };
        }
        return LoadSetup.Create("backtest", folder, durability, _strategy, _files, more, hooks);
    }

    private MemorySource AddSource(List<MemorySource> sources, RecordedRows rows,
        Engine.Core.MarketData.IInputWriter writer)
    {
        var source = new MemorySource(rows, writer, _repeat == RepeatForever ? long.MaxValue : rows.RowCount * _repeat);
        sources.Add(source);
        return source;
    }
}
