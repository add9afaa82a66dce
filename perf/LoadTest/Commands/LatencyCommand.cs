using System.Diagnostics;
using LoadTest.Baselines;
using LoadTest.Workload;

namespace LoadTest.Commands;

/// <summary>
/// Tick to order of the paper graph under an open load: from the moment a quote was due to the moment its order,
/// durable, reaches the venue. Beside it, in the same run, the bare round trip between two cores and the bare write and
/// sync.
/// </summary>
internal sealed class LatencyCommand
{
    private const long WarmUpNs = 2_000_000_000;
    private const int RecordBytes = 128;

    private readonly long _rate;
    private readonly OpenLoopSettings _settings;
    private readonly long _seconds;
    private readonly bool _isPolling;
    private readonly string? _parent;
    private readonly string? _json;
    private readonly string[] _durabilities;
    private readonly List<(string Name, LatencyFigures Figures)> _curves = [];

    public LatencyCommand(LoadOptions options)
    {
        _rate = options.Number("rate", 100_000);
        _settings = OpenLoopSettings.Read(options, every: 10);
        _seconds = options.Number("seconds", 10);
        _isPolling = options.Text("poll") == "yes";
        _parent = options.Text("folder");
        _json = options.Text("json");
        _durabilities = (options.Text("durability") ?? "written,synced").Split(',');
        options.RefuseUnknown();
    }

    public bool Run(TextWriter output)
    {
        var report = new Report(
            $"tick to order, {_rate:N0} ticks/s, every {_settings.Every}th answered, layout {_settings.Layout}");
        foreach (var durability in _durabilities) Measure(report, durability);
        report.AddPercentiles("tick to order", [.. _curves]);
        report.Write(output, _json);
        return report.IsGood;
    }

    private void Measure(Report report, string durability)
    {
        using var journal = new TempJournal(_parent);
        var roundTripBefore = BareRoundTrip.MedianNs();
        var bareSync = BareWrite.SyncedCallNs(journal.Folder, RecordBytes, 500);
        var quotes = _rate * _seconds + (_rate * WarmUpNs / 1_000_000_000);
        var run = OpenLoopRun.Run(
            _settings with { Durability = durability }, journal.Folder, (int)(quotes / _settings.Every) + 1,
            TimeSpan.FromSeconds(WarmUpNs / 1e9),
            (rows, writer) => new OpenLoopSource(rows, writer, _rate, quotes, _isPolling), report);
        var roundTripAfter = BareRoundTrip.MedianNs();

        var figures = run.Samples.Figures(
            run.Source.DueTicks, run.Source.FirstEventTimeNs + WarmUpNs, 1e9 / Stopwatch.Frequency);
        _curves.Add((durability, figures));
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
        report.Add($"{durability}: denied orders", run.Summary.Counters.DeniedCount, "orders");
        ThroughputCommand.AddProbes(report, durability, run.Probes);
    }

    private static string Ratio(double ns, string durability, double roundTrip, double bareSync) =>
        durability == "synced" ? $"{ns / bareSync:0.00} of the bare write and sync"
            : $"{ns / roundTrip:0.00} of the bare round trip";
}
