using System.Diagnostics;
using System.Globalization;
using Engine.Core;
using Engine.Core.Config;
using Engine.Core.Events;
using Engine.Core.Gateway;
using Engine.Core.Journal;
using Engine.Core.Pipeline;
using Engine.Grpc.Health;
using Engine.Grpc.Hosting;
using Engine.Grpc.Metrics;
using Engine.Grpc.Terminal;
using LoadTest.Probes;
using LoadTest.Workload;

namespace LoadTest.Commands;

/// <summary>
/// What metrics cost: paper trading without them, with latencies measured, and with those scraped once a second, in
/// turn. From memory as fast as it goes, or with a rate under an open load. The client that scrapes is in this process,
/// which is part of the figures.
/// </summary>
internal sealed class MetricsCommand
{
    private const double Target = 0.03;
    private const long AsFastAsItGoes = 0;

    private static readonly TimeSpan ScrapeInterval = TimeSpan.FromSeconds(1);
    private static readonly Variant[] Variants = [Variant.Without, Variant.Measured, Variant.Scraped];

    private readonly string _strategy;
    private readonly long _rate;
    private readonly long _every;
    private readonly TimeSpan _warmUp;
    private readonly TimeSpan _steady;
    private readonly int _rounds;
    private readonly string _durability;
    private readonly string? _parent;
    private readonly string? _json;
    private readonly Dictionary<Variant, List<Figures>> _figures =
        Variants.ToDictionary(variant => variant, _ => new List<Figures>());
    private long _scrapes;

    public MetricsCommand(LoadOptions options)
    {
        _rate = options.Text("rate") is null ? AsFastAsItGoes : options.Number("rate", 1);
        _every = options.Number("every", 10);
        _strategy = options.Text("strategy") ?? (_rate > 0 ? AnswerStrategy.Type : "mean-reversion");
        _warmUp = TimeSpan.FromSeconds(options.Number("warmup", 1));
        _steady = TimeSpan.FromSeconds(options.Number("seconds", 5));
        _rounds = (int)options.Number("rounds", 3);
        _durability = options.Text("durability") ?? "written";
        _parent = options.Text("folder");
        _json = options.Text("json");
        options.RefuseUnknown();
    }

    private enum Variant
    {
        Without,
        Measured,
        Scraped,
    }

    public bool Run(TextWriter output)
    {
        var load = _rate > 0 ? $"{_rate:N0} ticks/s" : "as fast as it goes";
        var report = new Report($"metrics, paper from memory, {load}, strategy {_strategy}, {_durability}");
        foreach (var variant in Variants) Measure(report, variant); // Compiles: left out.
        foreach (var list in _figures.Values) list.Clear();
        for (var round = 0; round < _rounds; round++)
        {
            for (var i = 0; i < Variants.Length; i++) // None always comes first.
                Measure(report, Variants[(round + i) % Variants.Length]);
        }
        if (_rate > 0)
        {
            Compare(report, "tick to order p50", "ns", figures => figures.P50Ns);
            Compare(report, "tick to order w99", "ns", figures => figures.W99Ns);
        }
        else
        {
            Compare(report, "inputs", "/s", figures => figures.PerSecond);
        }
        Compare(report, "processor time per input", "ns", figures => figures.CpuNsPerInput);
        report.Add("scrapes", _scrapes, "scrapes");
        report.Write(output, _json);
        return report.IsGood;
    }

    private void Compare(Report report, string name, string unit, Func<Figures, double> figure)
    {
        foreach (var variant in Variants)
            report.Add($"{name}, {variant}, median", Median(_figures[variant].Select(figure)), unit);
        foreach (var variant in Variants[1..])
        {
            var ratios = _figures[variant].Zip(
                _figures[Variant.Without], (with, without) => figure(with) / figure(without)).ToArray();
            report.Add($"{name}, {variant} to Without, median of {_rounds}", Median(ratios), "times",
                string.Create(CultureInfo.InvariantCulture,
                    $"{ratios.Min():0.000} to {ratios.Max():0.000}; target within {Target:0.00}"));
        }
    }

    private void Measure(Report report, Variant variant)
    {
        using var journal = new TempJournal(_parent);
        var plain = Setup(journal.Folder, variant, new PipelineHooks());
        var rows = RecordedRows.Simulated(plain.Simulated, plain.Instruments);
        MemorySource? memory = null;
        OpenLoopSource? loop = null;
        var quotes = (long)(_rate * (_warmUp + _steady).TotalSeconds);
        var samples = new LatencySamples((int)(quotes / _every) + 1);
        var hooks = new PipelineHooks
        {
            CreateSource = (_, writer, _) => _rate > 0
                ? loop = new OpenLoopSource(rows, writer, _rate, quotes, isPolling: true)
                : memory = new MemorySource(rows, writer),
        };
        var setup = Setup(
            journal.Folder, variant, hooks, _rate > 0 ? gateway => new TimedGateway(gateway, samples) : null);
        var isScraped = variant == Variant.Scraped;
        var hosting = HostingOptions.FromConfig(
            new CanonicalConfig([
                new("control.grpc", "off"), new("control.http", isScraped ? "127.0.0.1:0" : "off"),
            ]),
            setup);
        using var server = ControlServer.Bind(hosting.Control);
        using var engine = TradingEngine.Open(setup, new DiskStorage(journal.Folder));
        var log = new OperatorLog(Console.Error.WriteLine, new LogLevels(LogVerbosity.Error));
        using var health = new HealthMonitor(engine.Vitals, hosting.Health, setup.Options.Pace);
        health.Start();
        using var metrics = new MetricsExport(
            new MetricSources(engine, setup, health.Report, server.Calls), hosting.Metrics, log);
        server.Start(engine, setup, metrics.Map, log, new EdgeWatch(log, engine.Recovery.LastSequence));
        using var ended = new CancellationTokenSource();
        var scraping = isScraped
            ? Task.Run(() => ScrapeAsync($"http://{server.HttpEndPoint}/metrics", ended.Token))
            : Task.CompletedTask;
        // An open load ends by itself, a moment later than the window.
        var window = new Window(
            _warmUp, _rate > 0 ? _steady * 0.9 : _steady, () => engine.Pipeline.Logic.InputCount,
            () => memory?.EndSoon());
        var summary = engine.Run(_ => window.Look());
        ended.Cancel();
        scraping.GetAwaiter().GetResult();
        server.Stop();
        if (summary.Shutdown.Fault is { } fault)
            throw new InvalidOperationException($"Stage {fault.Stage} failed.", fault.Exception);
        var result = window.Result;
        if (loop is not null)
        {
            var latency = samples.Figures(
                loop.DueTicks, loop.FirstEventTimeNs + (long)_warmUp.TotalNanoseconds, 1e9 / Stopwatch.Frequency);
            result = result with { P50Ns = latency.P50, W99Ns = latency.W99 };
        }
        _figures[variant].Add(result);
        engine.Dispose();
        if (_figures.Values.All(list => list.Count == _rounds))
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

    private EngineSetup Setup(
        string folder, Variant variant, PipelineHooks hooks,
        Func<IOrderGateway, IOrderGateway>? decorateGateway = null) => LoadSetup.Create(
        "paper", folder, _durability, _strategy, [],
        [
            ("data.pace", "1"), ("simulated.rate", _rate > 0 ? "200" : "2000"), ("breakers.latency.enabled", "false"),
            ("metrics.latency", variant == Variant.Without ? "false" : "true"),
            .. _strategy == AnswerStrategy.Type
                ? [($"strategies.{AnswerStrategy.Type}.every", $"{_every}")]
                : Array.Empty<(string, string)>(),
        ],
        hooks, decorateGateway);

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    private readonly record struct Figures(double PerSecond, double CpuNsPerInput, double P50Ns, double W99Ns);

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
            Result = new Figures(count / elapsed.TotalSeconds, cpuNs / Math.Max(1, count), 0, 0);
            _isOver = true;
            end();
        }
    }
}
