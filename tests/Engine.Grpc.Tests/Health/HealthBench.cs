using System.Net;
using System.Text.Json;
using Engine.Core;
using Engine.Core.Config;
using Engine.Core.Events;
using Engine.Core.Pipeline;
using Engine.Core.Risk;
using Engine.Grpc.Health;
using Engine.Grpc.Hosting;
using Engine.Grpc.Metrics;
using Engine.Grpc.Terminal;
using Engine.Testing;
using Xunit;

namespace Engine.Grpc.Tests.Health;

/// <summary>
/// A real engine with real threads, journal and server in this process, and a market, a strategy and a disk that the
/// test has in hand.
/// </summary>
internal sealed class HealthBench : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    private readonly TempFolder _folder = new();
    private readonly HttpClient _http = new() { Timeout = Deadline };
    private readonly TradingEngine _engine;
    private readonly ControlServer _server;
    private readonly HealthMonitor _monitor;
    private readonly MetricsExport _metrics;
    private readonly Task<EngineSummary> _run;

    /// <param name="calendarId">Of the instrument: 1 is open an hour before and behind the start, 2 is that of a market
    /// that has closed a minute before it.</param>
    /// <param name="onLook">Called after every look of the monitor.</param>
    public HealthBench(
        int calendarId = 0, string layout = "source|logic|journal+gateway|follower",
        Action<HealthMonitor>? onLook = null, params KeyValuePair<string, string>[] settings)
    {
        Disk = new StagedStorage(_folder.Path);
        var config = Config(calendarId, layout, settings);
        var setup = Setup(config, calendarId);
        var hosting = HostingOptions.FromConfig(config, setup);
        _engine = TradingEngine.Open(setup, Disk);
        _server = ControlServer.Bind(hosting.Control);
        _monitor = new HealthMonitor(_engine.Vitals, hosting.Health, pace: 1, onLook);
        _monitor.Start();
        var log = new OperatorLog(Errors.Add, new LogLevels(LogVerbosity.Error));
        _metrics = new MetricsExport(
            new MetricSources(_engine, setup, _monitor.Report, _server.Calls), hosting.Metrics, log);
        _server.Start(
            _engine, setup, routes =>
            {
                new HealthEndpoints(_monitor).Map(routes);
                _metrics.Map(routes);
            },
            log, new EdgeWatch(log, _engine.Recovery.LastSequence));
        _run = Task.Factory.StartNew(() => _engine.Run(), TaskCreationOptions.LongRunning);
    }

    public SpokenSource Source { get; private set; } = null!;

    public StagedStorage Disk { get; }

    public LaneGauge SourceLane => _engine.Internals().Lanes[^1];

    /// <summary>While not set, the strategy does not return from its callback on the logic thread.</summary>
    public ManualResetEventSlim StrategyMayReturn { get; } = new(initialState: true);

    public List<string> Errors { get; } = [];

    public async Task<(HttpStatusCode Code, string Body)> GetAsync(string path)
    {
        using var response = await _http.GetAsync($"http://{_server.HttpEndPoint}{path}");
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Asks until the answer has the code; returns what it says.</summary>
    public async Task<JsonElement> UntilAsync(string path, HttpStatusCode code, Func<JsonElement, bool>? isMeant = null)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (true)
        {
            var (found, body) = await GetAsync(path);
            var json = JsonDocument.Parse(body).RootElement;
            if (found == code && (isMeant is null || isMeant(json))) return json;
            if (deadline.IsCancellationRequested) throw new TimeoutException($"{path} stays {found}: {body}");
            await Task.Delay(Poll, CancellationToken.None);
        }
    }

    public static string[] Failed(JsonElement ready) =>
        [.. ready.GetProperty("failed").EnumerateArray().Select(check => check.GetProperty("check").GetString()!)];

    public void Dispose()
    {
        StrategyMayReturn.Set();
        Disk.MayWrite.Set();
        _engine.RequestStop(StopMode.Cancel, "test", "done");
        Assert.True(_run.Wait(Deadline), "The engine did not stop.");
        _server.Dispose();
        _metrics.Dispose();
        _monitor.Dispose();
        _engine.Dispose();
        _http.Dispose();
        StrategyMayReturn.Dispose();
        _folder.Dispose();
        Assert.Empty(Errors);
    }

    private CanonicalConfig Config(int calendarId, string layout, KeyValuePair<string, string>[] settings)
    {
        var config = CanonicalConfig.Parse(
            $"""
             account=TEST
             control.grpc=off
             control.http=0
             journal.directory={_folder.Path}
             limits.segmentRecords=8192
             limits.stateHashIntervalRecords=1024
             mode=paper
             strategies.scripted.type=scripted
             threads.layout={layout}
             {RiskLimits.DemoDefaults}
             risk.messageBurst=1000000
             risk.messagesPerSecond=1000000
             {BreakerTexts.OffText}
             """);
        if (calendarId != 0) config.Set("calendar.file", _folder.Write("sessions.csv", Sessions(calendarId)));
        foreach (var (key, value) in settings) config.Set(key, value);
        return config;
    }

    private EngineSetup Setup(CanonicalConfig config, int calendarId)
    {
        var catalog = new ScriptedCatalog().Add("scripted", () => new ScriptedStrategy { Quoted = OnQuote });
        return new EngineSetup(config, catalog, "test")
        {
            Hooks = new PipelineHooks
            {
                CreateSource = (_, writer, _) => Source = new SpokenSource(writer, Math.Min(calendarId, 1)),
            },
        };
    }

    // The follower has a strategy as well, and must go on.
    private void OnQuote(Core.Strategies.StrategyContext context, int instrumentId, in QuotePayload quote)
    {
        if (Thread.CurrentThread.Name!.Contains("logic", StringComparison.Ordinal)) StrategyMayReturn.Wait();
    }

    private static string Sessions(int calendarId)
    {
        const long hour = 3_600_000_000_000;
        const long minute = hour / 60;
        var close = SpokenSource.StartNs + (calendarId == 1 ? hour : -minute);
        return "date,open_ts_ns,close_ts_ns,early_close\n"
            + FormattableString.Invariant($"20260105,{SpokenSource.StartNs - hour},{close},0\n");
    }
}
