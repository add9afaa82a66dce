using Engine.Core;
using Engine.Core.Config;
using Engine.Core.Events;
using Engine.Core.Journal;
using Engine.Core.Pipeline;
using Engine.Core.Risk;
using Engine.Core.Strategies;
using Engine.Grpc.Hosting;
using Engine.Grpc.Tests.Health;
using Engine.Rpc.Hosting;
using Engine.Testing;
using Grpc.Core;
using Grpc.Net.Client;
using Xunit;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Tests.Services;

/// <summary>
/// A real engine with real threads and journal in this process, its services on a real port, and clients to it. A
/// strategy "scripted" lets orders rest far from the market of the instrument ALFA.
/// </summary>
internal sealed class ControlBench : IAsyncDisposable
{
    public const string Account = "TEST";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(10);

    private readonly TempFolder? _ownFolder;
    private readonly ControlServer _server;
    private readonly Task _run;
    private readonly int _restingOrders;
    private int _lastKey;

    /// <param name="restingOrders">Orders that the strategy submits, one with each of the first quotes.</param>
    /// <param name="folder">Of the journal; null takes one of its own.</param>
    public ControlBench(int restingOrders = 0, string? folder = null, params (string Key, string Value)[] settings)
    {
        _restingOrders = restingOrders;
        if (folder is null) _ownFolder = new TempFolder();
        Folder = folder ?? _ownFolder!.Path;
        Setup = CreateSetup(settings, out var config);
        var hosting = HostingOptions.FromConfig(config, Setup);
        Engine = TradingEngine.Open(Setup, new DiskStorage(Folder));
        _server = ControlServer.Bind(hosting.Control);
        _server.Start(Engine, Setup, _ => { }, Errors.Add);
        _run = Task.Factory.StartNew(Run, TaskCreationOptions.LongRunning);
        Channel = RpcChannels.Create(Address);
        Control = new Wire.Control.ControlClient(Channel);
        Status = new Wire.Status.StatusClient(Channel);
        Journal = new Wire.Journal.JournalClient(Channel);
    }

    public string Folder { get; }

    public EngineSetup Setup { get; }

    public TradingEngine Engine { get; }

    public string Address => $"http://{_server.GrpcEndPoint}";

    public GrpcChannel Channel { get; }

    public Wire.Control.ControlClient Control { get; }

    public Wire.Status.StatusClient Status { get; }

    public Wire.Journal.JournalClient Journal { get; }

    public List<string> Errors { get; } = [];

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
        Engine.RequestStop(StopMode.Cancel, "test", "done");
        await EndAsync();
        Channel.Dispose();
        _server.Dispose();
        Engine.Dispose();
        _ownFolder?.Dispose();
        Assert.Empty(Errors);
    }

    private void Run()
    {
        var summary = Engine.Run();
        Engine.ShutdownBoard.Complete(summary.Shutdown.RemainingOrders > 0 ? 3 : 0, "");
        _server.Stop();
    }

    private EngineSetup CreateSetup((string Key, string Value)[] settings, out CanonicalConfig config)
    {
        config = CanonicalConfig.Parse(
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
             """);
        foreach (var (key, value) in settings) config.Set(key, value);
        var catalog = new ScriptedCatalog().Add("scripted", () => new ScriptedStrategy { Quoted = OnQuote });
        return new EngineSetup(config, catalog, "test")
        {
            Hooks = new PipelineHooks { CreateSource = (_, writer, _) => new SpokenSource(writer, calendarId: 0) },
        };
    }

    private void OnQuote(StrategyContext context, int instrumentId, in QuotePayload quote)
    {
        if (quote.SourceRow <= _restingOrders)
            context.Submit(OrderTicket.Limit(instrumentId, Side.Buy, quantity: 1, limitPrice: 9_900));
    }
}
