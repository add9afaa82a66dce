using System.Diagnostics;
using System.Globalization;
using Engine.Core;
using Engine.Core.Config;
using Engine.Core.Events;
using Engine.Core.Gateway;
using Engine.Core.Journal;
using Engine.Core.Pipeline;
using Engine.Grpc.Hosting;
using Engine.Grpc.Terminal;
using LoadTest.Probes;
using LoadTest.Workload;

namespace LoadTest.Commands;

/// <summary>
/// What readers cost trading: tick to order of one run, with and without a process full of watchers, tails and clients
/// that do not read, in turn. The clients have the lowest priority and still use the same cores, which is part of the
/// figures.
/// </summary>
internal sealed class WatchersCommand
{
    private const double P50Target = 1.10;
    private const double W99Target = 1.5;
    private const long SettleNs = 1_500_000_000;
    private const long NsPerSecond = 1_000_000_000;

    private readonly long _rate;
    private readonly long _every;
    private readonly long _seconds;
    private readonly int _rounds;
    private readonly long _watchers;
    private readonly long _tails;
    private readonly long _mute;
    private readonly string _durability;
    private readonly string _content;
    private readonly bool _isPolling;
    private readonly long _bytesPerSecond;
    private readonly (string Key, string Value)[] _settings;
    private readonly string? _parent;
    private readonly string? _json;
    private readonly List<LatencyFigures> _without = [];
    private readonly List<LatencyFigures> _with = [];
    private readonly List<double> _bytesPerWatcher = [];
    private long _messages;
    private long _endedEarly;

    public WatchersCommand(LoadOptions options)
    {
        _rate = options.Number("rate", 50_000);
        _every = options.Number("every", 10);
        _seconds = options.Number("seconds", 5);
        _rounds = (int)options.Number("rounds", 3);
        _watchers = options.Number("watchers", 1_000);
        _tails = options.Number("tails", 10);
        _mute = options.Number("mute", 50);
        _durability = options.Text("durability") ?? "written";
        _content = options.Text("content") ?? "whole";
        _isPolling = options.Text("poll") != "no";
        _bytesPerSecond = options.Number("bytes-per-second", 134_217_728);
        _parent = options.Text("folder");
        _json = options.Text("json");
        _settings = [.. options.Settings()];
        options.RefuseUnknown();
    }

    public bool Run(TextWriter output)
    {
        var report = new Report(string.Create(CultureInfo.InvariantCulture,
            $"readers: {_watchers} watchers at 2 Hz, {_tails} tails, {_mute} that do not read; {_rate} ticks/s, "
            + $"{_content} events"));
        using var journal = new TempJournal(_parent);
        OpenLoopSource? source = null;
        var plain = Setup(journal.Folder, new PipelineHooks());
        var rows = RecordedRows.Simulated(plain.Simulated, plain.Instruments);
        var samplesMax = _rate / _every * (_seconds + 20) * _rounds * 2;
        var samples = new LatencySamples((int)Math.Min(int.MaxValue / 4, samplesMax));
        var hooks = new PipelineHooks
        {
            CreateSource = (_, writer, _) =>
                source = new OpenLoopSource(rows, writer, _rate, long.MaxValue / 2, _isPolling),
        };
        var setup = Setup(journal.Folder, hooks, gateway => new TimedGateway(gateway, samples));
        var control = ControlOptions.FromConfig(
            new CanonicalConfig([
                new("control.grpc", "127.0.0.1:0"), new("control.http", "off"), new("control.callsBurst", "100000"),
                new("control.callsPerSecond", "100000"), new("control.journalReaders", "128"),
                new("control.journalBytesPerSecond", Text(_bytesPerSecond)),
            ]),
            EngineMode.Paper);
        using var server = ControlServer.Bind(control);
        using var engine = TradingEngine.Open(setup, new DiskStorage(journal.Folder));
        var log = new OperatorLog(Console.Error.WriteLine, new LogLevels(LogVerbosity.Error));
        server.Start(engine, setup, _ => { }, log, new EdgeWatch(log, engine.Recovery.LastSequence));
        var windows = new List<(bool IsWatched, long FromNs, long ToNs)>();
        var driving = Task.Factory.StartNew(
            () => Drive(engine, source!, $"http://{server.GrpcEndPoint}", windows), CancellationToken.None,
            TaskCreationOptions.LongRunning, TaskScheduler.Default);
        driving.ContinueWith(
            _ => engine.RequestStop(StopMode.Cancel, "loadtest", "measured"), TaskScheduler.Default);
        var summary = engine.Run();
        server.Stop();
        driving.GetAwaiter().GetResult();
        if (summary.Shutdown.Fault is { } fault)
            throw new InvalidOperationException($"Stage {fault.Stage} failed.", fault.Exception);

        foreach (var (isWatched, fromNs, toNs) in windows)
            (isWatched ? _with : _without).Add(
                samples.Figures(source!.DueTicks, fromNs, 1e9 / Stopwatch.Frequency, toNs));
        AddFigures(report);
        engine.Dispose();
        JournalCheck.Run(report, journal.Folder, summary.LastSequence, summary.StateDigest, setup.ConfigText);
        report.Write(output, _json);
        return report.IsGood;
    }

    private void Drive(
        TradingEngine engine, OpenLoopSource source, string address,
        List<(bool IsWatched, long FromNs, long ToNs)> windows)
    {
        while (engine.Pipeline.Sweep!.Phase != EnginePhase.Running || source.Progress.RowsRead == 0) Thread.Sleep(10);
        for (var round = 0; round < _rounds; round++)
        {
            windows.Add(Window(source, isWatched: false));
            var before = GC.GetTotalMemory(forceFullCollection: true);
            using var clients = OwnProcess.Start(
            [
                WatchingClients.Verb, "--address", address, "--watchers", Text(_watchers), "--tails", Text(_tails),
                "--mute", Text(_mute), "--content", _content,
            ]);
            clients.PriorityClass = ProcessPriorityClass.Idle; // They stand for other machines: trading goes first.
            if (clients.StandardOutput.ReadLine() != "ready")
                throw new InvalidOperationException("The process of the clients ended early.");
            windows.Add(Window(source, isWatched: true));
            _bytesPerWatcher.Add(
                (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)(_watchers + _tails + _mute));
            clients.StandardInput.Close();
            var read = (clients.StandardOutput.ReadLine() ?? "0 0").Split(' ');
            _messages += long.Parse(read[0], CultureInfo.InvariantCulture);
            _endedEarly += long.Parse(read[1], CultureInfo.InvariantCulture);
            clients.WaitForExit();
        }
    }

    private (bool IsWatched, long FromNs, long ToNs) Window(OpenLoopSource source, bool isWatched)
    {
        var fromNs = source.NowNs + SettleNs; // What came or went has settled.
        var toNs = fromNs + (_seconds * NsPerSecond);
        while (source.NowNs < toNs) Thread.Sleep(10);
        return (isWatched, fromNs, toNs);
    }

    private void AddFigures(Report report)
    {
        Add(report, "tick to order p50", figures => figures.P50, P50Target);
        Add(report, "tick to order w99", figures => figures.W99, W99Target);
        Add(report, "tick to order p99", figures => figures.P99, double.NaN);
        report.Add("orders measured per window, least", _without.Concat(_with).Min(f => f.Count), "orders");
        report.Add("managed memory per reader", _bytesPerWatcher.Order().ElementAt(_bytesPerWatcher.Count / 2) / 1024,
            "KiB", "target 64");
        report.Add("messages read", _messages, "messages");
        report.Add("readers that were ended by the engine", _endedEarly, "readers", "tails that fell behind");
    }

    private void Add(Report report, string name, Func<LatencyFigures, double> figure, double target)
    {
        var ratios = _with.Zip(_without, (with, without) => figure(with) / figure(without)).Order().ToArray();
        report.Add($"{name} without, median", Median(_without.Select(figure)), "ns");
        report.Add($"{name} with, median", Median(_with.Select(figure)), "ns");
        report.Add($"{name} with to without, median of {ratios.Length}", Median(ratios), "times",
            string.Create(CultureInfo.InvariantCulture, $"{ratios[0]:0.00} to {ratios[^1]:0.00}")
            + (double.IsNaN(target) ? "" : string.Create(CultureInfo.InvariantCulture, $"; target {target:0.00}")));
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private EngineSetup Setup(
        string folder, PipelineHooks hooks, Func<IOrderGateway, IOrderGateway>? decorateGateway = null) =>
        LoadSetup.Create(
            "paper", folder, _durability, AnswerStrategy.Type, [],
            [
                ($"strategies.{AnswerStrategy.Type}.every", $"{_every}"), ("data.pace", "1"),
                ("simulated.rate", "200"), .. _settings,
            ],
            hooks, decorateGateway);
}
