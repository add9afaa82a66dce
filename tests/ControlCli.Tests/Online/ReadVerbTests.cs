using System.Text.Json.Nodes;
using Engine.Core.Breakers;
using Grpc.Core;
using Xunit;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Tests.Online;

public sealed class ReadVerbTests(JournalFixture journal) : IClassFixture<JournalFixture>
{
    [Fact]
    public async Task Status_in_json_carries_phase_permission_and_holds_by_name()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Status = Pictures.Paused();
        var json = Cli.Run("status", "-e", engine.Address, "-o", "json").Json;

        Assert.Equal(
            ["mode", "account", "engineId", "phase", "permission", "arming", "isReconciled", "sequence", "time",
                "runEpoch", "build", "lagRecords", "openOrders", "unknownOrders", "oldestUnknownNs", "foreignOrders",
                "unattributedExecutions", "parkedRestatements", "openPositions", "accountDay", "nextRoll",
                "maintenance", "venueLoss", "waitingApprovals", "deniedCalls", "logLevel", "quotes", "trades", "orders",
                "denials", "executions", "busts", "corrections", "restatementsLost", "currencies", "day", "holds"],
            NamesOf(json));
        Assert.Equal("Running", json["phase"]!.GetValue<string>());
        Assert.Equal("Reducing", json["permission"]!.GetValue<string>());
        var hold = json["holds"]!.AsArray().Single()!;
        Assert.Equal("Operator", hold["kind"]!.GetValue<string>());
        Assert.Equal("Reducing", hold["permission"]!.GetValue<string>());
        Assert.Equal("alice", hold["who"]!.GetValue<string>());
        Assert.Equal("1000012.5", json["currencies"]![0]!["equity"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("status")]
    [InlineData("positions")]
    [InlineData("pnl")]
    [InlineData("risk")]
    [InlineData("limits", "show")]
    [InlineData("reconcile", "last")]
    [InlineData("reconcile", "diff")]
    [InlineData("holds")]
    [InlineData("holds", "list")]
    [InlineData("breakers")]
    [InlineData("breakers", "list")]
    [InlineData("orders", "list")]
    [InlineData("orders", "list", "--status", "denied")]
    [InlineData("orders", "list", "--status", "foreign")]
    [InlineData("orders", "unattributed")]
    public async Task A_running_engine_and_the_files_give_the_same_columns(params string[] verb)
    {
        await using var engine = await FakeEngine.StartAsync();
        FillAllLists(engine);
        var online = Cli.Run([.. verb, "-e", engine.Address, "-o", "json"]);
        var offline = Cli.Run([.. verb, "-j", journal.Folder, "--offline", "-o", "json"]);

        Assert.True(online.Code == ExitCode.Ok, online.Error);
        Assert.True(offline.Code == ExitCode.Ok, offline.Error);
        Assert.Equal(NamesOf(offline.Json), NamesOf(online.Json));
        foreach (var (name, list) in online.Json.AsObject().Where(member => member.Value is JsonArray { Count: > 0 }))
        {
            if (offline.Json[name] is JsonArray { Count: > 0 } files)
                Assert.Equal(NamesOf(files[0]!), NamesOf(list![0]!));
        }
        Assert.Equal(ExitCode.Ok, Cli.Run([.. verb, "-e", engine.Address]).Code);
    }

    [Fact]
    public async Task Breakers_are_shown_with_measure_limit_and_margin_those_too_that_never_tripped()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Status = Pictures.Paused();
        engine.Status.Breakers.Add(Pictures.Breaker());
        var row = Cli.Run("breakers", "-e", engine.Address, "-o", "json").Json["breakers"]!.AsArray().Single()!;
        Assert.Equal(
            ("volatility", "Instrument", "AIG", "Tripped", "1200", "1000", "-200", "bps"),
            (Text(row, "breaker"), Text(row, "scope"), Text(row, "scopeName"), Text(row, "state"),
                Text(row, "measure"), Text(row, "limit"), Text(row, "margin"), Text(row, "unit")));

        var files = Cli.Run("breakers", "-j", journal.Folder, "--offline", "-o", "json").Json["breakers"]!.AsArray();
        Assert.Equal(
            BreakerTable.All.Select(breaker => breaker.Name),
            files.Select(breaker => Text(breaker!, "breaker")).Distinct());
        Assert.All(files, breaker => Assert.True(Text(breaker!, "state") is "Armed" or "Off"));
    }

    [Fact]
    public async Task Orders_are_narrowed_by_the_engine_and_by_status_here()
    {
        await using var engine = await FakeEngine.StartAsync();
        FillAllLists(engine);
        var result = Cli.Run(
            "orders", "list", "-e", engine.Address, "--status", "working", "--symbol", "AIG", "-o", "json");

        var request = engine.Single<V1.ListOrdersRequest>();
        Assert.False(request.IncludeClosed);
        Assert.Equal("AIG", request.Instrument);
        var order = result.Json["orders"]!.AsArray().Single()!;
        Assert.Equal("48.51", order["limitPrice"]!.GetValue<string>());
        Assert.Equal("Accepted", order["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task Differences_with_the_venue_are_listed_and_those_that_count_end_with_1()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Reconciliation = new V1.ReconciliationReport
        {
            Sequence = 9,
            Differences =
            {
                new V1.ReconciliationDifference
                {
                    Kind = "Position",
                    Instrument = "AIG",
                    Engine = new V1.Decimal { Mantissa = 100 },
                    Venue = new V1.Decimal { Mantissa = -100 },
                    BasisPoints = 10_000,
                    IsCritical = true,
                    Confirmations = 1,
                    Correction = "AdoptPosition",
                },
            },
        };
        Assert.Equal(ExitCode.Ok, Cli.Run("reconcile", "diff", "-e", engine.Address).Code);
        engine.Reconciliation.Differences[0].Confirmations = 2;
        var result = Cli.Run("reconcile", "diff", "-e", engine.Address, "-o", "json");
        Assert.Equal(ExitCode.Negative, result.Code);
        var difference = result.Json["differences"]!.AsArray().Single()!;
        Assert.Equal("-100", difference["venue"]!.GetValue<string>());
        Assert.True(difference["isCritical"]!.GetValue<bool>());
        Assert.Equal(ExitCode.Ok, Cli.Run("reconcile", "last", "-e", engine.Address).Code);
    }

    [Fact]
    public async Task An_order_is_shown_with_its_life()
    {
        await using var engine = await FakeEngine.StartAsync();
        FillAllLists(engine);
        engine.Events.Add(Pictures.Event(901, "OrderRequested", ("OrderId", "1"), ("Code", "Accepted")));
        engine.Events.Add(Pictures.Event(902, "OrderRequested", ("OrderId", "2"), ("Code", "Accepted")));
        engine.Events.Add(Pictures.Event(905, "OrderAccepted", ("OrderId", "1"), ("BrokerOrderId", "77")));
        var json = Cli.Run("orders", "show", "1", "-e", engine.Address, "-o", "json").Json;

        Assert.Equal(
            ["OrderRequested", "OrderAccepted"],
            json["life"]!.AsArray().Select(row => row!["event"]!.GetValue<string>()));
        Assert.Equal("Accepted", json["riskCode"]!.GetValue<string>());
        Assert.Equal(ExitCode.Negative, Cli.Run("orders", "show", "99", "-e", engine.Address).Code);
    }

    [Fact]
    public async Task Watched_status_is_one_line_per_picture()
    {
        await using var engine = await FakeEngine.StartAsync();
        Send(engine, 2);
        var lines = Cli.Run("status", "-w", "--count", "2", "-e", engine.Address).Lines;

        Assert.Equal(2, lines.Length);
        Assert.Contains("paper DU123  sequence 1200  Running  Reducing  holds Operator  orders 2", lines[0]);
        Assert.Equal(500, engine.Single<V1.WatchStatusRequest>().IntervalMs);
    }

    [Fact]
    public async Task Watched_status_in_json_is_one_object_per_picture()
    {
        await using var engine = await FakeEngine.StartAsync();
        Send(engine, 2);
        var lines = Cli.Run("status", "-w", "--count", "2", "-o", "json", "-e", engine.Address).Lines;

        Assert.Equal(2, lines.Length);
        Assert.All(lines, line => Assert.Equal("Reducing", JsonNode.Parse(line)!["permission"]!.GetValue<string>()));
    }

    [Fact]
    public async Task What_the_engine_cannot_do_yet_fails_and_says_so()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Events.Add(Pictures.Event(1, "OrderDenied"));
        engine.Breaks.Enqueue((0, new RpcException(new Status(StatusCode.Unimplemented, "ReadEvents comes later"))));
        var result = Cli.Run("orders", "list", "--status", "denied", "-e", engine.Address);

        Assert.Equal(ExitCode.Unhealthy, result.Code);
        Assert.Contains("This engine cannot do that: ReadEvents comes later.", result.Error);
    }

    [Fact]
    public async Task The_ladder_shows_a_row_per_strategy_with_its_limits()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Ladder = new V1.Ladder
        {
            Sequence = 77,
            StepsPerTenThousand = { 1_000, 3_550, 10_000 },
            Strategies =
            {
                new V1.Ladder.Types.Step
                {
                    Strategy = "quoting",
                    PerTenThousand = 1_000,
                    ConfiguredPerTenThousand = 10_000,
                    IsCommanded = true,
                    MaxPosition = new V1.Decimal { Mantissa = 50, Exponent = 0 },
                },
            },
        };
        var json = Cli.Run("ladder", "-e", engine.Address, "-o", "json").Json;
        Assert.Equal(("10, 35.5, 100", 77), (json["steps"]!.GetValue<string>(), json["sequence"]!.GetValue<int>()));
        var row = json["strategies"]!.AsArray().Single()!;
        Assert.Equal(("quoting", "10", "100", true), (row["strategy"]!.GetValue<string>(),
            row["percent"]!.GetValue<string>(), row["configuredPercent"]!.GetValue<string>(),
            row["isCommanded"]!.GetValue<bool>()));
        Assert.Equal("50", row["maxPosition"]!.GetValue<string>());
        Assert.Null(row["maxOrderNotional"]);
    }

    [Fact]
    public void Offline_needs_to_know_which_files()
    {
        var result = Cli.Run("positions", "--offline");

        Assert.Equal(ExitCode.Usage, result.Code);
        Assert.Contains("give their folder with --journal", result.Error);
    }

    private static void Send(FakeEngine engine, int pictures)
    {
        for (var i = 0; i < pictures; i++) Assert.True(engine.Watched.Writer.TryWrite(Pictures.Paused()));
    }

    private static string Text(JsonNode row, string name) => row[name]!.GetValue<string>();

    private static void FillAllLists(FakeEngine engine)
    {
        engine.Status = Pictures.Paused();
        engine.Status.Breakers.Add(Pictures.Breaker());
        engine.Orders = new V1.OrderList
        {
            Sequence = 5,
            EngineTimeNs = Pictures.TimeNs,
            Orders = { Pictures.Order(1), Pictures.Order(2, V1.OrderStatus.Filled) },
        };
        engine.Positions = new V1.PositionList
        {
            Sequence = 5,
            EngineTimeNs = Pictures.TimeNs,
            Positions = { new V1.Position { Instrument = "AIG", Quantity = new V1.Decimal { Mantissa = -100 } } },
            Shares = { new V1.StrategyShare { Strategy = "reversion", Instrument = "AIG" } },
        };
        engine.Limits = new V1.LimitList
        {
            Lines = { new V1.LimitList.Types.Line { Key = "risk.maxPosition", Baseline = "10", Effective = "8" } },
        };
        engine.Events.Add(Pictures.Event(7, "OrderDenied", ("OrderId", "3"), ("Code", "PositionLimit")));
    }

    private static string[] NamesOf(JsonNode json) => [.. json.AsObject().Select(member => member.Key)];
}
