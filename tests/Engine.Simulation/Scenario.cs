using System.Globalization;
using Engine.Core;
using Engine.Core.Config;
using Engine.Core.Gateway;
using Engine.Core.Risk;
using Engine.Testing;

namespace Engine.Simulation;

/// <summary>Everything about one seed: settings, lives and faults.</summary>
internal sealed class Scenario
{
    private static readonly string[] Layouts =
    [
        "source|logic|journal|gateway|follower", "source|logic|journal+gateway|follower",
        "source+logic|journal|gateway|follower",
    ];

    private readonly Dictionary<string, string> _settings;

    public Scenario(int seed, bool isBacktest)
    {
        Seed = seed;
        IsBacktest = isBacktest;
        var random = new Random(seed);
        HasVenueOutside = !isBacktest && random.Next(4) != 0;
        IsSynced = random.Next(10) < (isBacktest ? 3 : 7);
        _settings = isBacktest ? BacktestSettings(random) : PaperSettings(random);
        AddCommon(random);
        FaultsPerMille = random.Next(3) == 0 ? 0 : random.Next(1, 12);
        OperatorPerMille = isBacktest || random.Next(3) == 0 ? 0 : random.Next(1, 4);
        var lives = random.Next(2, 6);
        Lives = [.. Enumerable.Range(0, lives).Select(i =>
            LifePlan.Draw(
                random, isLast: !isBacktest && i == lives - 1, mayRoll: !isBacktest,
                isBacktest ? BacktestDeath(random) : null))];
    }

    public int Seed { get; }

    public bool IsBacktest { get; }

    /// <summary>The venue is a party of its own that survives crashes of the engine.</summary>
    public bool HasVenueOutside { get; }

    public bool IsSynced { get; }

    /// <summary>Under `written` a power loss may take what was seen already.</summary>
    public bool MayLoseSeen => !IsSynced && Lives.Any(life => life.IsPowerLoss);

    /// <summary>How often, per pass of the gateway, the connection breaks.</summary>
    public int FaultsPerMille { get; }

    public int OperatorPerMille { get; }

    public IReadOnlyList<LifePlan> Lives { get; }

    public EngineSetup CreateSetup(TimeProvider time, Func<IOrderGateway, IOrderGateway> decorate) =>
        new(new CanonicalConfig(_settings), new SimulationCatalog(), "simulation")
        {
            IsSingleThreaded = true,
            Time = time,
            DecorateGateway = decorate,
        };

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"seed {Seed} {(IsBacktest ? "backtest" : HasVenueOutside ? "paper, venue outside" : "paper, venue inside")}")
        + $"{(IsSynced ? ", synced" : ", written")}, line breaks {FaultsPerMille}, operator {OperatorPerMille}\n  "
        + string.Join("\n  ", Lives.Select((life, i) => $"life {i + 1}: {life}"))
        + "\n  " + string.Join(' ', _settings.Select(s => $"{s.Key}={s.Value}"));

    // An ordered stop before the end of the data cancels orders: another history, and no death.
    private static DeathKind BacktestDeath(Random random) => random.Next(5) switch
    {
        0 => DeathKind.BetweenPasses,
        1 or 2 => DeathKind.AtStorageOperation,
        3 => DeathKind.WriteFails,
        _ => DeathKind.DuringStop,
    };

    private static Dictionary<string, string> BacktestSettings(Random random) => new()
    {
        ["mode"] = "backtest",
        ["simulated.rate"] = "400",
        ["simulated.duration"] = $"{random.Next(2, 14)}s",
        ["simulated.session"] = "6s",
        ["simulated.break"] = "1s",
    };

    private Dictionary<string, string> PaperSettings(Random random) => new()
    {
        ["mode"] = "paper",
        ["data.pace"] = "1",
        ["simulated.rate"] = $"{random.Next(200, 1500)}",
        ["simulated.duration"] = "10m",
        ["venue.address"] = HasVenueOutside ? "unix:/simulated" : "",
        ["stop.mode"] = random.Next(4) == 0 ? "park" : random.Next(4) == 0 ? "drain" : "cancel",
    };

    private void AddCommon(Random random)
    {
        var limits = RiskLimits.DemoDefaults + BreakerTexts.OffText;
        foreach (var line in limits.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            _settings[line.Split('=')[0]] = line.Split('=')[1];
        var inFlight = 1 << random.Next(3, 7);
        var openOrders = random.Next(8, 65);
        foreach (var (key, value) in new[]
        {
            ("account", "SIM"), ("engineId", "SIM1"), ("journal.directory", "memory"),
            ("journal.durability", IsSynced ? "synced" : "written"), ("stop.deadline", "3s"),
            ("snapshots.intervalRecords", $"{random.Next(150, 2_000)}"),
            ("threads.layout", Layouts[random.Next(Layouts.Length)]),
            ("simulated.seed", $"{Seed}"), ("simulated.symbols", "ALFA,BRAVO,CHARLIE"),
            ("venue.latency", $"{random.Next(0, 30)}ms"), ("venue.latencyJitter", $"{random.Next(0, 5)}ms"),
            ("venue.reportLatency", $"{random.Next(0, 5)}ms"), ("venue.seed", $"{Seed}"),
            ("venue.partialFillPpm", "300000"), ("venue.rejectPpm", "50000"), ("venue.executionsRetained", "256"),
            ("flatten.retryAfter", "50ms"), ("flatten.collarBps", "500"),
            ("risk.messagesPerSecond", Seed % 3 == 0 ? "60" : "100000"), ("risk.messageBurst", "64"),
            ("risk.holdOnUncleanStart", Seed % 5 == 0 ? "true" : "false"),
            ("risk.maxInFlight", $"{inFlight - (inFlight / 4)}"), ("risk.maxOpenOrders", $"{openOrders}"),
            ("limits.groupEventsMax", "192"), ("limits.outboundRingSlots", "2048"),
            ("limits.laneSlots", $"{1 << random.Next(6, 9)}"), ("limits.lanesMax", "24"),
            ("limits.sweepInputsPerLane", $"{1 << random.Next(0, 9)}"), ("limits.instrumentsMax", "8"),
            ("limits.instrumentsPerLaneMax", "8"), ("limits.strategiesMax", "4"), ("limits.ordersRetained", "256"),
            ("limits.openOrdersMax", $"{openOrders}"), ("limits.inFlightMessages", $"{inFlight}"),
            ("limits.executionIdsRetained", "8192"), ("limits.holdsMax", "64"), ("limits.protectionsMax", "24"),
            ("limits.idempotencyKeysMax", "64"), ("limits.timersMax", "16"),
            ("limits.calendarDaysMax", "8"), ("limits.intentsPerCallbackMax", "8"),
            ("limits.venueResponsesMax", "1024"),
            ("limits.stateHashIntervalRecords", $"{random.Next(16, 500)}"), ("limits.segmentRecords", "8192"),
            ("strategies.restless.type", "restless"), ("strategies.restless.salt", $"{Seed}"),
            ("strategies.restless.throwAt", random.Next(4) == 0 ? $"{random.Next(50, 3_000)}" : "0"),
            ("strategies.quoting.type", "passive-quoting"), ("strategies.quoting.changeInterval", "20ms"),
        })
        {
            _settings[key] = value;
        }
    }
}
