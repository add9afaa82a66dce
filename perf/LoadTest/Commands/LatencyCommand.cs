using System.Diagnostics;
using Engine.Core;
using Engine.Core.Gateway;
using Engine.Core.Journal;
using Engine.Core.Pipeline;
using LoadTest.Baselines;
using LoadTest.Probes;
using LoadTest.Workload;

namespace LoadTest.Commands;

/// <summary>
/// Tick to order of the paper graph under an open load: from the moment a quote was due to the moment its order,
/// durable, reaches the venue. Beside it, in the same run, the bare round trip between two cores and the bare write and
/// sync.
/// </summary>
internal sealed class LatencyCommand
{
    private const string DefaultLayout = "source+journal+gateway|logic|follower";
    private const long WarmUpNs = 2_000_000_000;
    private const int RecordBytes = 128;

    private readonly long _rate;
    private readonly long _every;
    private readonly long _seconds;
    private readonly string _layout;
    private readonly bool _isBusySpin;
    private readonly string? _parent;
    private readonly string? _json;
    private readonly string[] _durabilities;

    public LatencyCommand(LoadOptions options)
    {
        _rate = options.Number("rate", 100_000);
        _every = options.Number("every", 10);
        _seconds = options.Number("seconds", 10);
        _layout = options.Text("layout") ?? DefaultLayout;
        _isBusySpin = options.Text("spin") == "busy";
        _parent = options.Text("folder");
        _json = options.Text("json");
        _durabilities = (options.Text("durability") ?? "written,synced").Split(',');
        options.RefuseUnknown();
    }

    public bool Run(TextWriter output)
    {
        var report = new Report($"tick to order, {_rate:N0} ticks/s, every {_every}th answered, layout {_layout}");
        foreach (var durability in _durabilities) Measure(report, durability);
        report.Write(output, _json);
        return report.IsGood;
    }

    private void Measure(Report report, string durability)
    {
        using var journal = new TempJournal(_parent);
        var roundTripBefore = BareRoundTrip.MedianNs();
        var bareSync = BareWrite.SyncedCallNs(journal.Folder, RecordBytes, 500);
        var quotes = _rate * _seconds + (_rate * WarmUpNs / 1_000_000_000);
        var samples = new LatencySamples((int)(quotes / _every) + 1);
        var probes = new ThreadProbes();
        OpenLoopSource? source = null;
        var plain = Setup(durability, journal.Folder, new PipelineHooks());
        var rows = RecordedRows.Simulated(plain.Simulated, plain.Instruments);
        var hooks = new PipelineHooks
        {
            AroundThread = probes.Add,
            CreateSource = (_, writer, _) => source = new OpenLoopSource(rows, writer, _rate, quotes),
        };
        var setup = Setup(durability, journal.Folder, hooks, gateway => new TimedGateway(gateway, samples));
        using var engine = TradingEngine.Open(setup, new DiskStorage(journal.Folder));
        Debug.Assert(source is not null, "The engine builds its sources when it opens.");
        var window = new SteadyWindow(TimeSpan.FromSeconds(WarmUpNs / 1e9), TimeSpan.FromHours(1), probes, () => { });
        var summary = engine.Run(window.OnProgress);
        if (summary.Shutdown.Fault is { } fault) throw new InvalidOperationException($"Stage {fault.Stage} failed.",
            fault.Exception);
        var roundTripAfter = BareRoundTrip.MedianNs();

        var figures = samples.Figures(
            source.DueTicks, source.FirstEventTimeNs + WarmUpNs, 1e9 / Stopwatch.Frequency);
        var roundTrip = (roundTripBefore + roundTripAfter) / 2;
        report.Heading($"-- {durability}");
        report.Add($"{durability}: bare two-core round trip before", roundTripBefore, "ns");
        report.Add($"{durability}: bare two-core round trip after", roundTripAfter, "ns");
        report.Add($"{durability}: bare write of a record and fdatasync, p50", bareSync, "ns");
        report.Add($"{durability}: orders measured", figures.Count, "orders");
        report.Add($"{durability}: tick to order p50", figures.P50, "ns",
            Ratio(figures.P50, durability, roundTrip, bareSync));
        report.Add($"{durability}: tick to order p90", figures.P90, "ns");
        report.Add($"{durability}: tick to order w99", figures.W99, "ns",
            Ratio(figures.W99, durability, roundTrip, bareSync));
        report.Add($"{durability}: tick to order p99", figures.P99, "ns");
        report.Add($"{durability}: tick to order p99.9", figures.P999, "ns");
        report.Add($"{durability}: tick to order max", figures.Max, "ns");
        report.Add($"{durability}: denied orders", summary.Counters.DeniedCount, "orders");
        ThroughputCommand.AddProbes(report, durability, probes);
        engine.Dispose();
        JournalCheck.Run(report, journal.Folder, summary.LastSequence, summary.StateDigest, setup.ConfigText);
    }

    private static string Ratio(double ns, string durability, double roundTrip, double bareSync) =>
        durability == "synced" ? $"{ns / bareSync:0.00} of the bare write and sync"
            : $"{ns / roundTrip:0.00} of the bare round trip";

    private EngineSetup Setup(
        string durability, string folder, PipelineHooks hooks, Func<IOrderGateway,
            IOrderGateway>? decorateGateway = null) => LoadSetup.Create(
        "paper", folder, durability, AnswerStrategy.Type, [],
        [
            ($"strategies.{AnswerStrategy.Type}.every", $"{_every}"), ("threads.layout", _layout),
            ("data.pace", "1"), ("threads.busySpin", _isBusySpin ? "true" : "false"), ("simulated.rate", "200"),
        ],
        hooks,
        decorateGateway);
}
