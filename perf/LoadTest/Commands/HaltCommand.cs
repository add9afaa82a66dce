using System.Globalization;
using Engine.Core;
using Engine.Core.Events;
using Engine.Core.Gateway;
using Engine.Core.Journal;
using Engine.Core.Pipeline;
using LoadTest.Baselines;
using LoadTest.Probes;
using LoadTest.Workload;

namespace LoadTest.Commands;

/// <summary>
/// Halts an engine again and again that takes market data at a fixed rate and has a queue of orders towards a venue
/// process: how long the answer takes, from the time at which the halt was due, and that no unsent order ever leaves.
/// Beside it the bare write and sync, alone and under the same load.
/// </summary>
internal sealed class HaltCommand
{
    private const int Standing = 100; // Orders that work at the venue at every halt.
    private const double TargetNs = 50e6;
    private const int BareCalls = 500;

    private readonly long _rate;
    private readonly int _halts;
    private readonly int _queued;
    private readonly TimeSpan _interval;
    private readonly (string Key, string Value)[] _settings;
    private readonly string? _parent;
    private readonly string? _json;
    private readonly string? _layout;
    private readonly string[] _durabilities;

    public HaltCommand(LoadOptions options)
    {
        _rate = options.Number("rate", 500_000);
        _halts = (int)options.Number("halts", 100);
        _queued = (int)options.Number("queued", 2_000);
        _interval = TimeSpan.FromMilliseconds(options.Number("interval", 400));
        _layout = options.Text("layout");
        _parent = options.Text("folder");
        _json = options.Text("json");
        _durabilities = (options.Text("durability") ?? "written,synced").Split(',');
        _settings = [.. options.Settings()];
        options.RefuseUnknown();
    }

    public bool Run(TextWriter output)
    {
        var report = new Report(
            $"halt, {_rate:N0} quotes/s asked for, {_queued:N0} orders queued, {_halts} halts, venue process");
        foreach (var durability in _durabilities) Measure(report, durability);
        report.Write(output, _json);
        return report.IsGood;
    }

    private void Measure(Report report, string durability)
    {
        using var journal = new TempJournal(_parent);
        using var other = new TempJournal(_parent); // The venue's, on the same disk.
        using var venue = new VenueProcess(other.Folder);
        var bareBefore = BareSync.Take(other.Folder, BareCalls);
        OpenLoopSource? source = null;
        CountingGateway? gateway = null;
        var plain = Setup(durability, journal.Folder, venue.Address, new PipelineHooks());
        var rows = RecordedRows.Simulated(plain.Simulated, plain.Instruments);
        var hooks = new PipelineHooks
        {
            CreateSource = (_, writer, _) => source = new OpenLoopSource(rows, writer, _rate, long.MaxValue / 2),
        };
        var setup = Setup(
            durability, journal.Folder, venue.Address, hooks, inner => gateway = new CountingGateway(inner));
        HaltDriver driver;
        EngineSummary summary;
        using (var bare = new BareSync(other.Folder))
        using (var engine = TradingEngine.Open(setup, new DiskStorage(journal.Folder)))
        {
            driver = new HaltDriver(engine, venue, gateway!, bare, Standing, _queued, _interval);
            summary = Drive(engine, driver);
            venue.End();
            AddFigures(report, durability, driver, bareBefore, bare);
            report.Add($"{durability}: quotes taken", source!.Progress.RowsRead / summary.Running.TotalSeconds, "/s",
                $"over {summary.Running.TotalSeconds:0.0} s");
        }
        HaltAudit.Run(report, durability, journal.Folder, venue.LogPath, driver.Rounds, Standing);
        JournalCheck.Run(report, journal.Folder, summary.LastSequence, summary.StateDigest, setup.ConfigText);
    }

    private EngineSummary Drive(TradingEngine engine, HaltDriver driver)
    {
        var driving = Task.Factory.StartNew(
            () => driver.Run(_halts), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        driving.ContinueWith(
            _ => engine.RequestStop(StopMode.Cancel, "loadtest", "measured"), TaskScheduler.Default);
        var summary = engine.Run();
        if (summary.Shutdown.Fault is { } fault)
            throw new InvalidOperationException($"Stage {fault.Stage} failed.", fault.Exception);
        driving.GetAwaiter().GetResult();
        return summary;
    }

    private static void AddFigures(
        Report report, string durability, HaltDriver driver, IReadOnlyList<double> bareBefore, BareSync bareDuring)
    {
        var all = Sorted(driver.Rounds.Select(r => r.LatencyNs));
        var bare = Sorted(bareDuring.Ns);
        report.Heading($"-- {durability}");
        report.Add($"{durability}: bare write and sync before, p50", At(Sorted(bareBefore), 0.5) / 1e6, "ms",
            $"p99 {Ms(At(Sorted(bareBefore), 0.99))}");
        report.Add($"{durability}: bare write and sync under the load, p50", At(bare, 0.5) / 1e6, "ms",
            $"p99 {Ms(At(bare, 0.99))}");
        report.Add($"{durability}: halt to answer p50", At(all, 0.5) / 1e6, "ms",
            $"{At(all, 0.5) / At(bare, 0.5):0.0} of the bare write and sync under the load");
        report.Add($"{durability}: halt to answer p99", At(all, 0.99) / 1e6, "ms",
            $"target {Ms(TargetNs)}; {At(all, 0.99) / At(bare, 0.99):0.0} of the bare p99");
        report.Add($"{durability}: halt to answer max", all[^1] / 1e6, "ms");
        report.Add($"{durability}: halt to answer p99, venue standing still",
            At(Sorted(driver.Rounds.Where(r => r.IsVenueStanding).Select(r => r.LatencyNs)), 0.99) / 1e6, "ms");
        var lags = Sorted(driver.Rounds.Select(r => (double)r.FollowerLag));
        report.Add($"{durability}: records the follower was behind when the halt was due, p50", At(lags, 0.5),
            "records", $"most {lags[^1]:N0}");
        report.Add($"{durability}: rounds whose orders had not all reached the gateway when the halt was due",
            driver.ShallowRounds, "rounds");
    }

    private static double[] Sorted(IEnumerable<double> values) => [.. values.Order()];

    private static double At(double[] sorted, double quantile) =>
        sorted[Math.Max(0, (int)Math.Ceiling(quantile * sorted.Length) - 1)];

    private static string Ms(double ns) => string.Create(CultureInfo.InvariantCulture, $"{ns / 1e6:0.000} ms");

    private EngineSetup Setup(
        string durability, string folder, string address, PipelineHooks hooks,
        Func<IOrderGateway, IOrderGateway>? decorateGateway = null)
    {
        var more = new List<(string, string)>
        {
            ("strategies.base.orders", $"{Standing}"), ("strategies.flood.type", FloodStrategy.Type),
            ("strategies.flood.orders", $"{_queued + (_queued / 5)}"), ("venue.address", address),
            ("data.pace", "1"), ("simulated.rate", "200"),
        };
        if (_layout is not null) more.Add(("threads.layout", _layout));
        more.AddRange(_settings);
        return LoadSetup.Create(
            "paper", folder, durability, "base", [], [("strategies.base.type", FloodStrategy.Type), .. more], hooks,
            decorateGateway);
    }
}
