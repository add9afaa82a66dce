using System.Collections.Concurrent;
using Engine.Core;
using Engine.Core.Config;
using Engine.Core.Events;
using Engine.Core.Journal;
using Engine.Core.Pipeline;
using Engine.Core.Risk;
using Engine.Core.Strategies;
using Engine.Grpc.Configuration;
using Engine.Grpc.Health;
using Engine.Grpc.Hosting;
using Engine.Grpc.Metrics;
using Engine.Grpc.Terminal;
using Engine.Grpc.Tests.Health;
using Engine.Rpc.Hosting;
using Engine.Testing;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Xunit;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Tests.Services;

/// <summary>
/// A real engine with real threads and journal in this process, its services on a real port, and clients to it. A
/// strategy "scripted" lets orders rest far from the market of the instrument ALFA, which is quoted 200 times a second;
/// settings of a simulated market replace it.
/// </summary>
internal sealed class ControlBench : IAsyncDisposable
{
    public const string Account = "TEST";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(10);

    private readonly TempFolder? _ownFolder;
    private readonly ControlServer _server;
    private readonly EdgeWatch _edge;
    private readonly ReloadPump _reload;
    private readonly HealthMonitor _health;
    private readonly MetricsExport _metrics;
    private readonly Task _run;
    private readonly int _restingOrders;
    private int _lastKey;

    /// <param name="restingOrders">Orders that the strategy submits, one with each of the first quotes.</param>
    /// <param name="folder">Of the journal; null takes one of its own.</param>
    /// <param name="token">What the clients show; null is nothing.</param>
    /// <param name="tls">What the clients believe and show, where the settings ask for TLS.</param>
    public ControlBench(
        int restingOrders = 0, string? folder = null, string? token = null, RpcTls? tls = null,
        params (string Key, string Value)[] settings)
    {
        _restingOrders = restingOrders;
        if (folder is null) _ownFolder = new TempFolder();
        Folder = folder ?? _ownFolder!.Path;
        Settings = Given(settings);
        var given = new CanonicalConfig(Settings).ToText();
        Setup = CreateSetup(out var config);
        var hosting = HostingOptions.FromConfig(config, Setup);
        Engine = TradingEngine.Open(Setup, new DiskStorage(Folder));
        _server = ControlServer.Bind(hosting.Control);
        Log = new OperatorLog(Reports.Enqueue, new LogLevels(hosting.LogLevel));
        _edge = new EdgeWatch(Log, Engine.Recovery.LastSequence);
        _health = new HealthMonitor(Engine.Vitals, hosting.Health, pace: 1);
        _metrics = new MetricsExport(
            new MetricSources(Engine, Setup, _health.Report, _server.Calls), hosting.Metrics, Log);
        _server.Start(Engine, Setup, _metrics.Map, Log, _edge);
        _reload = new ReloadPump(
            new SettingsReload(() => new CanonicalConfig(Settings), given), Setup.Options.Mode, _server.Access, Log);
        _reload.Start(Engine, _edge);
        _run = Task.Factory.StartNew(Run, TaskCreationOptions.LongRunning);
        Address = $"{(tls is null ? "http" : "https")}://{_server.GrpcEndPoint}";
        Channel = RpcChannels.Create(Address, new RpcClientOptions { Tls = tls });
        Invoker = With(token);
        Control = new Wire.Control.ControlClient(Invoker);
        Status = new Wire.Status.StatusClient(Invoker);
        Journal = new Wire.Journal.JournalClient(Invoker);
    }

    public string Folder { get; }

    public EngineSetup Setup { get; }

    public TradingEngine Engine { get; }

    public string Address { get; }

    /// <summary>Of the listener <c>control.http</c>, where the settings ask for it.</summary>
    public string HttpAddress => $"http://{_server.HttpEndPoint}";

    public GrpcChannel Channel { get; }

    /// <summary>With the token that was given.</summary>
    public CallInvoker Invoker { get; }

    public Wire.Control.ControlClient Control { get; }

    public Wire.Status.StatusClient Status { get; }

    public Wire.Journal.JournalClient Journal { get; }

    /// <summary>Parts of reports that are no defects.</summary>
    public List<string> Expected { get; } = [" calls denied ", "the log level is "];

    /// <summary>By which the server speaks to the operator's terminal.</summary>
    public OperatorLog Log { get; }

    /// <summary>What a reload reads; at first as at the start.</summary>
    public Dictionary<string, string> Settings { get; }

    /// <summary>What the server told the operator's terminal.</summary>
    public ConcurrentQueue<string> Reports { get; } = new();

    /// <summary>Calls with another token on the same connection.</summary>
    public CallInvoker With(string? token) => token is null
        ? Channel.CreateCallInvoker()
        : Channel.Intercept(metadata =>
        {
            metadata.Add("authorization", "Bearer " + token);
            return metadata;
        });

    public static Wire.Scope OfAccount => new() { Account = true };

    /// <summary>A head with everything that a command needs, and a key of its own.</summary>
    public Wire.CommandHead Head(string reason = "test") => new()
    {
        Reason = reason,
        IdempotencyKey = $"key-{Interlocked.Increment(ref _lastKey)}",
        Account = Account,
        Mode = Wire.Mode.Paper,
        OperatorName = "Ada",
    };

    /// <summary>Asks for the status until it is as meant.</summary>
    public async Task<Wire.EngineStatus> UntilAsync(Func<Wire.EngineStatus, bool> isMeant)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        Wire.EngineStatus? last = null;
        while (true)
        {
            try
            {
                last = await Status.GetStatusAsync(new Wire.GetStatusRequest());
                if (isMeant(last)) return last;
            }
            catch (RpcException exception) when (exception.StatusCode == StatusCode.Unavailable)
            {
                // Nothing is published yet.
            }
            if (deadline.IsCancellationRequested) throw new TimeoutException($"The status stays {last}.");
            await Task.Delay(Poll, CancellationToken.None);
        }
    }

    /// <summary>Running, with its orders at the venue.</summary>
    public Task<Wire.EngineStatus> UntilTradingAsync() => UntilAsync(
        status => status.Phase == Wire.Phase.Running && status.Counters.Quotes > _restingOrders
            && status.OpenOrders == _restingOrders);

    /// <summary>Has the settings read again, and returns what the terminal is told of it.</summary>
    public async Task<string> ReloadAsync()
    {
        const string told = "the settings were read again";
        var before = Reports.Count(report => report.StartsWith(told, StringComparison.Ordinal));
        Expected.Add(told);
        _reload.Ask();
        using var deadline = new CancellationTokenSource(Deadline);
        while (true)
        {
            var reports = Reports.Where(report => report.StartsWith(told, StringComparison.Ordinal)).ToArray();
            if (reports.Length > before) return reports[^1];
            await Task.Delay(Poll, deadline.Token);
        }
    }

    /// <summary>The end of the engine, its journal sealed.</summary>
    public Task EndAsync() => _run.WaitAsync(Deadline);

    public static async Task<RpcException> RefusedAsync(StatusCode code, Func<Task> call)
    {
        var refused = await Assert.ThrowsAsync<RpcException>(call);
        Assert.True(code == refused.StatusCode, refused.ToString());
        return refused;
    }

    public async ValueTask DisposeAsync()
    {
        // Again and again: a stop that an operator commanded a moment ago goes before one that was asked for here.
        using var deadline = new CancellationTokenSource(Deadline);
        while (!_run.IsCompleted && !deadline.IsCancellationRequested)
        {
            Engine.RequestStop(StopMode.Cancel, "test", "done");
            await Task.WhenAny(_run, Task.Delay(Poll, CancellationToken.None));
        }
        await EndAsync();
        _reload.Dispose();
        Channel.Dispose();
        _server.Dispose();
        _metrics.Dispose();
        _health.Dispose();
        Engine.Dispose();
        _ownFolder?.Dispose();
        var defects = Reports.Where(report => !Expected.Any(
            expected => report.Contains(expected, StringComparison.Ordinal)));
        Assert.Equal("", string.Join('\n', defects));
    }

    private void Run()
    {
        var summary = Engine.Run(progress => _edge.Look(progress.Status));
        Engine.ShutdownBoard.Complete(summary.Shutdown.RemainingOrders > 0 ? 3 : 0, "");
        _server.Stop();
    }

    private Dictionary<string, string> Given((string Key, string Value)[] settings)
    {
        var config = CanonicalConfig.Parse(
            $"""
             account={Account}
             control.grpc=0
             control.http=off
             journal.directory={Folder}
             limits.segmentRecords=8192
             limits.stateHashIntervalRecords=1024
             mode=paper
             strategies.scripted.type=scripted
             threads.layout=source+logic+journal+gateway|follower
             {RiskLimits.DemoDefaults}
             risk.messageBurst=1000000
             risk.messagesPerSecond=1000000
             {BreakerTexts.OffText}
             """);
        foreach (var (key, value) in settings) config.Set(key, value);
        return config.Keys.ToDictionary(key => key, key => config.GivenValue(key)!, StringComparer.Ordinal);
    }

    private EngineSetup CreateSetup(out CanonicalConfig config)
    {
        config = new CanonicalConfig(Settings);
        var catalog = new ScriptedCatalog().Add("scripted", () => new ScriptedStrategy { Quoted = OnQuote });
        var isSimulated = Settings.Keys.Any(key => key.StartsWith("simulated.", StringComparison.Ordinal));
        return new EngineSetup(config, catalog, "test")
        {
            Hooks = isSimulated
                ? new PipelineHooks()
                : new PipelineHooks { CreateSource = (_, writer, _) => new SpokenSource(writer, calendarId: 0) },
        };
    }

    private void OnQuote(StrategyContext context, int instrumentId, in QuotePayload quote)
    {
        if (quote.SourceRow <= _restingOrders)
            context.Submit(OrderTicket.Limit(instrumentId, Side.Buy, quantity: 1, limitPrice: 9_900));
    }
}
