using System.Diagnostics;
using System.Globalization;
using Engine.Core;
using Engine.Core.Config;
using Engine.Core.Events;
using Engine.Core.Journal;
using Engine.Core.Pipeline;
using Engine.Grpc.Health;
using Engine.Grpc.Hosting;
using Engine.Grpc.Metrics;
using Engine.Grpc.Terminal;
using LoadTest.Output;
using LoadTest.Workload;

namespace LoadTest.Commands;

/// <summary>
/// What metrics cost: paper trading from memory as fast as it goes, with latencies measured and scraped once a second,
/// and without either, in turn. The client that scrapes is in this process, which is part of the figures.
/// </summary>
internal sealed class MetricsCommand
{
    private const double Target = 0.97;

    private static readonly TimeSpan ScrapeInterval = TimeSpan.FromSeconds(1);

    private readonly string _strategy;
    private readonly TimeSpan _warmUp;
    private readonly TimeSpan _steady;
    private readonly int _rounds;
    private readonly string _durability;
    private readonly string? _parent;
    private readonly string? _json;
    private readonly List<Figures> _without = [];
    private readonly List<Figures> _with = [];
    private long _scrapes;

    public MetricsCommand(LoadOptions options)
    {
        _strategy = options.Text("strategy") ?? "mean-reversion";
        _warmUp = TimeSpan.FromSeconds(options.Number("warmup", 1));
        _steady = TimeSpan.FromSeconds(options.Number("seconds", 5));
        _rounds = (int)options.Number("rounds", 3);
        _durability = options.Text("durability") ?? "written";
        _parent = options.Text("folder");
        _json = options.Text("json");
        options.RefuseUnknown();
    }

    public bool Run(TextWriter output)
    {
        var report = new Report($"metrics, paper from memory, strategy {_strategy}, {_durability}");
        Measure(report, isMeasured: true); // The first run compiles: it is left out.
        Measure(report, isMeasured: false);
        _with.Clear();
        _without.Clear();
        for (var round = 0; round < _rounds; round++)
        {
            Measure(report, isMeasured: round % 2 == 0); // Neither always comes first.
            Measure(report, isMeasured: round % 2 != 0);
        }
        var ratios = _with.Zip(_without, (with, without) => with.PerSecond / without.PerSecond).ToArray();
        var ratio = Median(ratios);
        report.Add("inputs without", Median(_without.Select(run => run.PerSecond)), "/s");
        report.Add("inputs with", Median(_with.Select(run => run.PerSecond)), "/s");
        report.Add($"inputs with to without, median of {_rounds}", ratio, "times", Spread(ratios)
            + string.Create(CultureInfo.InvariantCulture, $"; target {Target:0.00}"));
        report.Add("processor time per input with to without",
            Median(_with.Zip(_without, (with, without) => with.CpuNsPerInput / without.CpuNsPerInput)), "times");
        report.Add("scrapes", _scrapes, "scrapes");
        report.Write(output, _json);
        return report.IsGood;
    }

    private void Measure(Report report, bool isMeasured)
    {
        using var journal = new TempJournal(_parent);
        var plain = Setup(journal.Folder, isMeasured, new PipelineHooks());
        var rows = RecordedRows.Simulated(plain.Simulated, plain.Instruments);
        MemorySource? source = null;
        var setup = Setup(journal.Folder, isMeasured, new PipelineHooks
        {
            CreateSource = (_, writer, _) => source = new MemorySource(rows, writer, long.MaxValue),
        });
        var hosting = HostingOptions.FromConfig(
            new CanonicalConfig([
                new("control.grpc", "off"), new("control.http", isMeasured ? "127.0.0.1:0" : "off"),
            ]),
            setup);
        using var server = ControlServer.Bind(hosting.Control);
        using var engine = TradingEngine.Open(setup, new DiskStorage(journal.Folder));
        var log = new OperatorLog(Console.Error.WriteLine, new LogLevels(LogVerbosity.Error));
        using var health = new HealthMonitor(engine.Vitals, hosting.Health, setup.Options.Pace);
        health.Start();
        using var metrics = isMeasured
            ? new MetricsExport(
                new MetricSources(engine, setup, health.Report, server.Calls), hosting.Metrics, log)
            : null;
        server.Start(
            engine, setup, routes => metrics?.Map(routes), log, new EdgeWatch(log, engine.Recovery.LastSequence));
        using var ended = new CancellationTokenSource();
        var scraping = isMeasured
            ? Task.Run(() => ScrapeAsync($"http://{server.HttpEndPoint}/metrics", ended.Token))
            : Task.CompletedTask;
        var window = new Window(_warmUp, _steady, () => engine.Pipeline.Logic.InputCount, () => source!.EndSoon());
        var summary = engine.Run(_ => window.Look());
        ended.Cancel();
        scraping.GetAwaiter().GetResult();
        server.Stop();
        if (summary.Shutdown.Fault is { } fault)
            throw new InvalidOperationException($"Stage {fault.Stage} failed.", fault.Exception);
        (isMeasured ? _with : _without).Add(window.Result);
        engine.Dispose();
        if (_with.Count + _without.Count == 2 * _rounds)
            JournalCheck.Run(report, journal.Folder, summary.LastSequence, summary.StateDigest, setup.ConfigText);
    }

    private async Task ScrapeAsync(string address, CancellationToken cancellation)
    {
        using var http = new HttpClient();
        using var timer = new PeriodicTimer(ScrapeInterval);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation))
            {
                await http.GetByteArrayAsync(new Uri(address), cancellation);
                _scrapes++;
            }
        }
        catch (OperationCanceledException)
        {
            // The run has been measured.
        }
    }

    private EngineSetup Setup(string folder, bool isMeasured, PipelineHooks hooks) => LoadSetup.Create(
        "paper", folder, _durability, _strategy, [],
        [
            ("data.pace", "1"), ("simulated.rate", "2000"), ("breakers.latency.enabled", "false"),
            ("metrics.latency", isMeasured ? "true" : "false"),
        ],
        hooks);

    private static string Spread(double[] ratios) =>
        string.Create(CultureInfo.InvariantCulture, $"{ratios.Min():0.000} to {ratios.Max():0.000}");

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    private readonly record struct Figures(double PerSecond, double CpuNsPerInput);

    /// <summary>Inputs and processor time between the end of the warm-up and the end of the measurement.</summary>
    private sealed class Window(TimeSpan warmUp, TimeSpan steady, Func<long> inputs, Action end)
    {
        private const double NsPerTick = 100;

        private readonly long _begun = Stopwatch.GetTimestamp();
        private (long Ticks, long Inputs, TimeSpan Cpu)? _from;
        private bool _isOver;

        public Figures Result { get; private set; }

        public void Look()
        {
            if (_isOver || Stopwatch.GetElapsedTime(_begun) < warmUp) return;
            if (_from is not { } from)
            {
                _from = (Stopwatch.GetTimestamp(), inputs(), Environment.CpuUsage.TotalTime);
                return;
            }
            var elapsed = Stopwatch.GetElapsedTime(from.Ticks);
            if (elapsed < steady) return;
            var count = inputs() - from.Inputs;
            var cpuNs = (Environment.CpuUsage.TotalTime - from.Cpu).Ticks * NsPerTick;
            Result = new Figures(count / elapsed.TotalSeconds, cpuNs / Math.Max(1, count));
            _isOver = true;
            end();
        }
    }
}
