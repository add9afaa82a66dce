using System.Globalization;
using Xunit;

namespace CrashTests.Support;

/// <summary>
/// A paper engine that trades a simulated market as fast as it can, its venue (in a process of its own, or inside the
/// engine), and everything that happens to them in one test.
/// </summary>
internal sealed class PaperScenario : IAsyncDisposable
{
    public const string Account = "CRASH";

    // What a run must have done before it counts as trading.
    private const int OrdersMin = 5;
    private const int ExecutionsMin = 2;

    private static readonly string[] VenueSettings =
        ["latency=3ms", "latencyJitter=3ms", "partialFillPpm=200000", "rejectPpm=20000"];

    private readonly TestFolder _folder = TestFolder.Create();
    private readonly Campaign _campaign;
    private readonly List<DurableMark> _marks = [];
    private readonly bool _hasVenueProcess;
    private ChildProcess? _venue;
    private ChildProcess? _engine;
    private int _epochBefore;

    public PaperScenario(Campaign campaign, bool hasVenueProcess)
    {
        _campaign = campaign;
        _hasVenueProcess = hasVenueProcess;
        campaign.Note($"folder {_folder.Root}");
    }

    public string Journal => _folder.File("journal");

    /// <summary>Null if the venue lives in the engine.</summary>
    public string? VenueLog => _hasVenueProcess ? _folder.File("venue.log") : null;

    /// <summary>The journal at each kill.</summary>
    public IReadOnlyList<DurableMark> Marks => _marks;

    public Dictionary<string, string> Settings { get; } = new()
    {
        ["mode"] = "paper",
        ["account"] = Account,
        ["data.pace"] = "25",
        ["simulated.rate"] = "400",
        ["simulated.duration"] = "10h",
        ["limits.segmentRecords"] = "8192",
        ["limits.ordersRetained"] = "16384",
        ["limits.openOrdersMax"] = "2000",
        ["limits.venueResponsesMax"] = "32768",
        ["limits.stateHashIntervalRecords"] = "1000",
        ["snapshots.intervalRecords"] = "3000",
        ["stop.deadline"] = "60s",
        ["strategies.cross.type"] = "moving-average-crossover",
        ["strategies.cross.source"] = "mid",
        ["strategies.cross.interval"] = "5ms",
        ["strategies.cross.fast"] = "1",
        ["strategies.cross.slow"] = "3",
        ["strategies.cross.band"] = "0",
        ["strategies.cross.pause"] = "0",
        ["strategies.maker.type"] = "passive-quoting",
        ["strategies.maker.changeInterval"] = "20ms",
        ["risk.maxOrderQuantity"] = "10000",
        ["risk.maxOrderNotional"] = "5000000",
        ["risk.maxPosition"] = "50000",
        ["risk.priceCollarBps"] = "1000",
        ["risk.staleQuoteMs"] = "60000",
        ["risk.orderRatePerSecond"] = "10000",
        ["risk.orderBurst"] = "20000",
        ["risk.maxInFlight"] = "1000",
        ["risk.maxOpenOrders"] = "1000",
        ["risk.shortSelling"] = "true",
        ["risk.maxGrossExposure"] = "50000000",
        ["risk.maxNetExposure"] = "50000000",
        ["risk.maxConcentrationBps"] = "1000000",
        ["risk.maxOpenPositions"] = "10",
        ["risk.marginRateBps"] = "100",
        ["risk.maxOrdersPerMinute"] = "1000000",
        ["risk.maxOrdersPerDay"] = "100000000",
        ["risk.maxNotionalPerMinute"] = "90000000000",
        ["risk.maxNotionalPerDay"] = "90000000000",
        ["risk.repeatWindowMs"] = "0",
        ["risk.maxIdenticalRejects"] = "1000000000",
        ["risk.rejectWindowMs"] = "60000",
        ["risk.rejectProbeMs"] = "60000",
        ["risk.messagesPerSecond"] = "10000",
        ["risk.messageBurst"] = "10000",
        ["risk.rounding"] = "deny",
        ["risk.selfCross"] = "true",
        ["breakers.useDefaults"] = "true",
        ["breakers.orderRate.enabled"] = "false",
        ["breakers.consecutiveLosses.enabled"] = "false",
        ["breakers.dailyLoss.limit"] = "1000000",
        ["breakers.rejectRatio.limit"] = "50",
        ["risk.holdOnUncleanStart"] = "false", // A campaign has nobody who looks.
    };

    public ChildProcess Engine => _engine ?? throw new InvalidOperationException("No engine was started.");

    public async Task BeginAsync()
    {
        Settings["journal.directory"] = Journal;
        if (_hasVenueProcess)
        {
            Settings["venue.address"] = "unix:" + _folder.File("v.sock");
            await StartVenueAsync();
            return;
        }
        foreach (var setting in VenueSettings)
        {
            var parts = setting.Split('=');
            Settings["venue." + parts[0]] = parts[1];
        }
    }

    public async Task StartVenueAsync()
    {
        _venue = ChildProcess.EngineCommand(
        [
            "venue", "--listen", Settings["venue.address"], "--log", VenueLog!, "--account", Account,
            .. VenueSettings.SelectMany(setting => new[] { "--set", setting }),
        ]);
        await _venue.UntilAsync(
            () => _venue.Text.Contains("listening", StringComparison.Ordinal), "the venue listens");
    }

    /// <summary>The venue reads and says nothing until <see cref="VenueGoesOn"/>.</summary>
    public void VenueStandsStill() => _venue!.Signal(UnixSignal.Stop);

    public void VenueGoesOn() => _venue!.Signal(UnixSignal.Continue);

    public void KillVenue()
    {
        _venue!.Kill();
        _venue.Dispose();
    }

    /// <summary>Runs the engine until it dies at a point; returns what it said about it.</summary>
    public async Task<string> DieAtAsync(string point, long nth, string durability)
    {
        Settings["journal.durability"] = durability;
        using var host = ChildProcess.CrashHost(point, nth, Settings);
        var exitCode = await host.ExitAsync();
        Assert.True(exitCode == ChildProcess.ExitCodeKilled, $"{point} #{nth}: exit code {exitCode}\n{host.Text}");
        var cause = host.LineAfter("crash: ");
        Mark($"{durability}, {cause}");
        return cause;
    }

    /// <summary>Starts the plain engine and waits until it has reconciled and trades.</summary>
    /// <param name="isTrading">False if a hold keeps it from trading: then it only runs.</param>
    public async Task StartAsync(string durability, bool isTrading = true)
    {
        Settings["journal.durability"] = durability;
        _epochBefore = JournalWatch.EpochOf(Journal);
        _engine = ChildProcess.Engine(Settings);
        await UntilAsync(
            w => w.IsRunning && (!isTrading || (w.Orders >= OrdersMin && w.Executions >= ExecutionsMin)),
            isTrading ? "the started engine trades" : "the started engine runs");
    }

    /// <summary>Waits for something in the journal of the run that <see cref="StartAsync"/> started.</summary>
    public async Task UntilAsync(Func<JournalWatch, bool> condition, string what)
    {
        using var watch = new JournalWatch(Journal, _epochBefore);
        await Engine.UntilAsync(() => watch.Look(condition), what);
    }

    public void KillEngine(string cause)
    {
        Engine.Kill();
        Engine.Dispose();
        _engine = null;
        Mark(cause);
    }

    /// <summary>The engine ended by itself.</summary>
    public void EngineHasEnded(string cause)
    {
        Engine.Dispose();
        _engine = null;
        Mark(cause);
    }

    /// <summary>Two interrupts: the engine must end at once, and say so.</summary>
    public async Task AbortAsync()
    {
        _venue!.Signal(UnixSignal.Stop); // Its orders cannot settle now: the ordered stop has to wait.
        await UntilAsync(w => w.Orders >= 2 * OrdersMin, "orders are on their way");
        Engine.Signal(UnixSignal.Interrupt);
        await UntilAsync(w => w.IsStopping, "the engine stops");
        Engine.Signal(UnixSignal.Interrupt);
        var exitCode = await Engine.ExitAsync();
        Assert.True(exitCode != 0, $"Aborted: exit code {exitCode}\n{Engine.Text}");
        _venue.Signal(UnixSignal.Continue);
        EngineHasEnded("aborted");
    }

    /// <summary>SIGTERM or SIGINT; returns the state that the engine says it ended with.</summary>
    public async Task<string> StopAsync(int signal = UnixSignal.Terminate)
    {
        Engine.Signal(signal);
        var exitCode = await Engine.ExitAsync();
        Assert.True(exitCode == 0, $"Orderly stop: exit code {exitCode}\n{Engine.Text}");
        var state = Engine.LineAfter("state ");
        Engine.Dispose();
        _engine = null;
        return state;
    }

    /// <summary>
    /// SIGTERM to an engine that may leave work behind; returns its exit code and what it said. What any reader had
    /// seen of the journal before the signal, and what lies there afterwards, must be there for ever.
    /// </summary>
    public async Task<(int ExitCode, string Text)> LeaveAsync(string cause)
    {
        Mark($"{cause}, before the signal");
        Engine.Signal(UnixSignal.Terminate);
        var exitCode = await Engine.ExitAsync();
        var text = Engine.Text;
        EngineHasEnded(cause);
        return (exitCode, text);
    }

    /// <summary>The last thing of a test that went well.</summary>
    /// <param name="beforeDelete">What has to be undone before the folder can go.</param>
    public void AuditAndDelete(string state, Action? beforeDelete = null)
    {
        var report = PaperAudit.Run(Journal, VenueLog, _marks, state);
        _campaign.Note(report);
        Release();
        beforeDelete?.Invoke();
        _folder.Delete();
    }

    /// <summary>The last thing of a test that has looked at the journal itself.</summary>
    public void Delete()
    {
        Release();
        _folder.Delete();
    }

    public ValueTask DisposeAsync()
    {
        Release();
        return ValueTask.CompletedTask;
    }

    private void Mark(string cause)
    {
        var mark = DurableMark.Of(Journal, cause);
        _marks.Add(mark);
        _campaign.Note(string.Create(CultureInfo.InvariantCulture, $"kill: {cause}; {mark.Records} records"));
    }

    private void Release()
    {
        _engine?.Dispose();
        _engine = null;
        _venue?.Dispose();
        _venue = null;
    }
}
