using Google.Protobuf;
using Grpc.Core;
using Xunit;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Tests.Online;

public sealed class CommandTests
{
    public static TheoryData<string[], string> Commands => new()
    {
        { ["pause"], "pause the account" },
        { ["pause", "--strategy", "quoting"], "pause strategy quoting" },
        { ["resume", "-i", "AIG"], "resume instrument AIG" },
        { ["halt", "--cancel", "all"], "halt the account, cancel all" },
        { ["flatten", "--instrument", "AIG"], "flatten instrument AIG" },
        { ["cancel", "17"], "cancel order 17" },
        { ["cancel", "--mine"], "cancel your orders" },
        { ["orders", "cancel", "--all"], "cancel the orders of the account" },
        { ["orders", "submit", "AIG", "buy", "100", "--limit", "48.51"], "buy 100 AIG at 48.51" },
        { ["orders", "resolve", "17", "--as", "canceled", "--evidence", "seen"], "resolve order 17 as canceled" },
        { ["orders", "adopt", "900"], "adopt the order that the venue calls 900" },
        { ["orders", "attribute", "X-1", "17"], "attribute execution X-1 to order 17" },
        { ["holds", "release", "7"], "release hold 7" },
        { ["limits", "apply", "risk.maxPosition=5", "--plan", "0aff"], "change risk.maxPosition to 5" },
        { ["limits", "accept"], "accept the limits in force" },
        { ["cash", "deposit", "25000.5", "USD"], "book a deposit of 25000.5 USD" },
        { ["cash", "withdraw", "10", "EUR"], "book a withdrawal of 10 EUR" },
        { ["cash", "dividend", "0.01", "USD"], "book a dividend of 0.01 USD" },
        { ["breakers", "trip", "manual"], "trip breaker manual, the account" },
        { ["breakers", "reset", "volatility", "-i", "AIG"], "reset breaker volatility, instrument AIG" },
        {
            ["breakers", "reset", "drawdown", "--baseline"],
            "reset breaker drawdown, the account, with a new baseline"
        },
        { ["ladder", "set", "quoting", "10"], "set quoting to 10 %" },
        { ["ladder", "set", "quoting", "0.25"], "set quoting to 0.25 %" },
        { ["arm", "DU123"], "arm DU123" },
        { ["disarm"], "disarm the account" },
        { ["snapshot"], "take a snapshot" },
        { ["reconcile", "run"], "reconcile with the venue" },
        { ["reconcile", "adopt", "AIG", "--venue", "-300", "--cost", "48.51"], "adopt AIG" },
        { ["reconcile", "adopt", "AIG", "--cash", "-1220.50"], "adopt AIG" },
        { ["journal", "rotate"], "rotate the journal" },
        { ["log-level", "debug"], "log level debug" },
        { ["approve", "48123"], "approve the command at 48123" },
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_command_carries_reason_key_account_and_mode_and_tells_its_answer(string[] verb, string deed)
    {
        await using var engine = await FakeEngine.StartAsync();
        var result = new Shell { Variables = { ["USER"] = "alice" } }
            .Run([.. verb, "--reason", "test", "-o", "json", "-e", engine.Address]);

        Assert.True(result.Code == ExitCode.Ok, result.Error);
        var head = HeadOf(Assert.Single(engine.Requests));
        Assert.Equal("test", head.Reason);
        Assert.Equal(("DU123", V1.Mode.Paper), (head.Account, head.Mode));
        Assert.Equal("alice", head.OperatorName);
        Assert.StartsWith("ctl-", head.IdempotencyKey);
        Assert.Equal($"key {head.IdempotencyKey}\n", result.Error);
        Assert.Equal(deed, result.Json["command"]!.GetValue<string>());
        Assert.Equal(head.IdempotencyKey, result.Json["key"]!.GetValue<string>());

        Assert.Equal(ExitCode.Usage, Cli.Run([.. verb, "-e", engine.Address]).Code);
        Assert.Single(engine.Requests);
    }

    [Fact]
    public async Task A_reset_names_breaker_scope_and_baseline()
    {
        await using var engine = await FakeEngine.StartAsync();
        Cli.Run("breakers", "reset", "consecutiveLosses", "--strategy", "quoting", "--baseline", "--reason", "r",
            "-e", engine.Address);
        var request = engine.Single<V1.ResetBreakerRequest>();
        Assert.Equal(("consecutiveLosses", "quoting", true),
            (request.Breaker, request.Scope.Strategy, request.SetBaseline));
        var wrong = Cli.Run("breakers", "trip", "nonsense", "--reason", "r", "-e", engine.Address);
        Assert.Equal(ExitCode.Usage, wrong.Code);
        Assert.Contains("drawdown", wrong.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_answer_has_code_sequence_effects_what_it_does_not_and_the_holds_that_remain()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Reply = new V1.CommandReply
        {
            CodeName = "Applied",
            Sequence = 42,
            Permission = V1.Permission.Reducing,
            OrdersAffected = 3,
            Effects = { "places a hold" },
            DoesNot = { "close positions" },
            Holds = { Pictures.Hold() },
        };
        string[] verb = ["pause", "--reason", "test", "--key", "mine-1", "-e", engine.Address];
        var json = Cli.Run([.. verb, "-o", "json"]).Json;

        Assert.Equal(
            ["mode", "account", "engineId", "command", "reason", "codeName", "code", "sequence", "isRepeat",
                "isDryRun", "permission", "ordersAffected", "orderId", "key", "effects", "doesNot", "holds"],
            json.AsObject().Select(member => member.Key));
        Assert.Equal(42, json["sequence"]!.GetValue<long>());
        Assert.Equal("places a hold", json["effects"]![0]!.GetValue<string>());
        Assert.Equal("Operator", json["holds"]![0]!["kind"]!.GetValue<string>());
        Assert.Equal("mine-1", engine.Single<V1.PauseRequest>().Head.IdempotencyKey);

        var text = Cli.Run(verb).Output;
        Assert.StartsWith("paper  account DU123", text);
        Assert.Contains("EFFECTS\n  places a hold\n\nLEFT ALONE\n  close positions\n\nHOLDS THAT REMAIN\n", text);
    }

    [Fact]
    public async Task A_dry_run_says_so_to_the_engine_and_to_people()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Status = Pictures.Live();
        engine.Reply = new V1.CommandReply { CodeName = "Applied", Effects = { "places a hold" } };
        var result = Cli.Run("halt", "--reason", "test", "--dry-run", "-e", engine.Address);

        Assert.Equal(ExitCode.Ok, result.Code);
        Assert.True(engine.Single<V1.HaltRequest>().Head.DryRun);
        Assert.Contains("WOULD DO\n", result.Output);
        Assert.Empty(result.Error);
    }

    [Theory]
    [InlineData(null, 4, "give --yes if 'halt the account, cancel opening' is meant")]
    [InlineData("U998\n", 4, "Not confirmed; nothing was sent.")]
    [InlineData("U999\n", 0, "Type the account to go on")]
    public async Task A_live_engine_is_acted_on_only_when_the_account_is_typed(string? typed, int code, string text)
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Status = Pictures.Live();
        var result = new Shell { Typed = typed }.Run("halt", "--reason", "test", "-e", engine.Address);

        Assert.Equal(code, (int)result.Code);
        Assert.Contains(text, result.Error);
        Assert.Equal(code == 0 ? 1 : 0, engine.Requests.Count);
        Assert.Equal(ExitCode.Ok, Cli.Run("halt", "--reason", "test", "--yes", "-e", engine.Address).Code);
        Assert.Equal(V1.Mode.Live, engine.Requests.OfType<V1.HaltRequest>().Last().Head.Mode);
    }

    [Theory]
    [InlineData(StatusCode.FailedPrecondition, 4, "Refused: NotRunning: wait.")]
    [InlineData(StatusCode.PermissionDenied, 4, "Not allowed: NotRunning: wait.")]
    [InlineData(StatusCode.Unauthenticated, 4, "wants to know who asks")]
    [InlineData(StatusCode.AlreadyExists, 4, "The key k belongs to another request")]
    [InlineData(StatusCode.ResourceExhausted, 4, "The engine is at a limit")]
    [InlineData(StatusCode.InvalidArgument, 64, "NotRunning: wait.")]
    [InlineData(StatusCode.NotFound, 1, "NotRunning: wait.")]
    [InlineData(StatusCode.Unimplemented, 2, "This engine cannot do that")]
    [InlineData(StatusCode.Internal, 2, "repeat it with --key k")]
    [InlineData(StatusCode.Unavailable, 3, "does not take the call: wait.")]
    [InlineData(StatusCode.DeadlineExceeded, 5, "repeat it with --key k")]
    public async Task Every_refusal_has_its_exit_code_and_one_line(StatusCode status, int code, string text)
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Failure = FakeEngine.Refusal(status, "NotRunning", "wait");
        var result = Cli.Run("pause", "--reason", "test", "--key", "k", "-e", engine.Address);

        Assert.Equal(code, (int)result.Code);
        Assert.Contains(text, result.Error);
        Assert.Equal("key k", result.Error.Split('\n')[0]);
        Assert.Equal(2, result.Error.Count(c => c == '\n'));
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task A_negative_code_is_a_refusal()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Reply = new V1.CommandReply { Code = -3, CodeName = "NothingToRelease" };
        var result = Cli.Run("resume", "--reason", "test", "-e", engine.Address);

        Assert.Equal(ExitCode.Refused, result.Code);
        Assert.Contains("Refused: NothingToRelease (-3)", result.Error);
    }

    [Theory]
    [InlineData("Say which orders", "cancel", "--reason", "x")]
    [InlineData("Say which orders", "cancel", "3", "--all", "--reason", "x")]
    [InlineData("exclude each other", "pause", "--strategy", "a", "--instrument", "b", "--reason", "x")]
    [InlineData("--reason must say why", "pause", "--reason", " ")]
    [InlineData("--limit is '4x'", "orders", "submit", "AIG", "buy", "1", "--limit", "4x", "--reason", "x")]
    [InlineData("An order on the close has no stop", "orders", "submit", "A", "buy", "1", "--on-close", "--stop", "4",
        "--reason", "x")]
    [InlineData("A trailing stop has no --limit", "orders", "submit", "A", "buy", "1", "--trail", "1", "--limit", "4",
        "--reason", "x")]
    [InlineData("--until is 'now'", "orders", "submit", "A", "buy", "1", "--until", "now", "--reason", "x")]
    [InlineData("QUANTITY is '0'", "orders", "submit", "AIG", "buy", "0", "--reason", "x")]
    [InlineData("PERCENT is '150'", "ladder", "set", "quoting", "150", "--reason", "x")]
    [InlineData("no change of a limit", "limits", "plan", "risk.maxPosition")]
    [InlineData("--plan is 'xyz'", "limits", "apply", "a=1", "--plan", "xyz", "--reason", "x")]
    [InlineData("is not the number of a hold", "holds", "release", "x", "--reason", "x")]
    public async Task What_cannot_be_meant_is_a_usage_error_and_nothing_is_sent(string text, params string[] verb)
    {
        await using var engine = await FakeEngine.StartAsync();
        var result = Cli.Run([.. verb, "-e", engine.Address]);

        Assert.Equal(ExitCode.Usage, result.Code);
        Assert.Contains(text, result.Error);
        Assert.Empty(engine.Requests);
    }

    [Fact]
    public async Task A_plan_is_shown_with_the_hash_that_apply_wants()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Plan = new V1.LimitsPlan
        {
            Hash = ByteString.CopyFrom(0x0a, 0xff),
            Role = "admin",
            Lines = { new V1.LimitsPlan.Types.Line { Key = "risk.maxPosition", Planned = "5", Loosens = true } },
        };
        var plan = Cli.Run("limits", "plan", "risk.maxPosition=5", "-o", "json", "-e", engine.Address).Json;
        Assert.Equal("0aff", plan["plan"]!.GetValue<string>());
        Assert.True(plan["limits"]![0]!["loosens"]!.GetValue<bool>());

        Cli.Run("limits", "apply", "risk.maxPosition=5", "--plan", "0aff", "--reason", "x", "-e", engine.Address);
        Assert.Equal(engine.Plan.Hash, engine.Single<V1.ApplyLimitsRequest>().PlanHash);
    }

    [Fact]
    public async Task What_is_asked_for_reaches_the_engine()
    {
        await using var engine = await FakeEngine.StartAsync();
        Cli.Run(
            "orders", "submit", "AIG", "sell", "1.50", "--limit", "48.51", "--tif", "ioc", "--reduce-only",
            "--hold", "7", "--reason", "x", "-e", engine.Address);
        var order = engine.Single<V1.SubmitOrderRequest>();
        Assert.Equal((150, 2), (order.Quantity.Mantissa, order.Quantity.Exponent));
        Assert.Equal((4_851, 2), (order.LimitPrice.Mantissa, order.LimitPrice.Exponent));
        Assert.Equal(
            (V1.Side.Sell, V1.OrderType.Limit, V1.TimeInForce.ImmediateOrCancel, true, 7),
            (order.Side, order.Type, order.TimeInForce, order.ReduceOnly, order.HoldId));

        Cli.Run("halt", "--cancel", "keep", "--strategy", "quoting", "--reason", "x", "-e", engine.Address);
        var halt = engine.Single<V1.HaltRequest>();
        Assert.Equal((V1.CancelPolicy.Keep, "quoting"), (halt.Cancel, halt.Scope.Strategy));
    }

    [Theory]
    [InlineData(V1.OrderType.Stop, "--stop", "47.00")]
    [InlineData(V1.OrderType.StopLimit, "--stop", "47.00", "--limit", "46.90")]
    [InlineData(V1.OrderType.TrailingStop, "--trail", "0.50")]
    [InlineData(V1.OrderType.TrailingStop, "--trail-bps", "50", "--stop", "47.00")]
    [InlineData(V1.OrderType.MarketOnClose, "--on-close")]
    [InlineData(V1.OrderType.LimitOnClose, "--on-close", "--limit", "46.90")]
    public async Task The_type_of_an_order_follows_from_its_options(V1.OrderType type, params string[] options)
    {
        await using var engine = await FakeEngine.StartAsync();
        Cli.Run([
            "orders", "submit", "AIG", "sell", "100", .. options, "--tif", "gtc", "--oco", "9", "--protect-target",
            "45.5", "--protect-trail-bps", "30", "--reason", "x", "-e", engine.Address]);
        var order = engine.Single<V1.SubmitOrderRequest>();
        Assert.Equal((type, V1.TimeInForce.GoodTillCanceled), (order.Type, order.TimeInForce));
        Assert.Equal(
            (9L, 455L, 30), (order.Terms.OcoGroup, order.Terms.ProtectTarget.Mantissa, order.Terms.ProtectTrailBps));
        if (options.Contains("--stop")) Assert.Equal(4_700, order.Terms.StopPrice.Mantissa);
        Assert.Equal(options.Contains("--trail-bps") ? 50 : 0, order.Terms.TrailBps);
    }

    [Fact]
    public async Task A_good_till_date_order_names_its_end_and_a_plain_one_has_no_terms()
    {
        await using var engine = await FakeEngine.StartAsync();
        Cli.Run("orders", "submit", "AIG", "sell", "1", "--limit", "9", "--tif", "gtd", "--until",
            "1970-01-01T00:00:02Z", "--reason", "x", "-e", engine.Address);
        Assert.Equal(2_000_000_000, engine.Single<V1.SubmitOrderRequest>().Terms.ExpireTimeNs);

        await using var plain = await FakeEngine.StartAsync();
        Cli.Run("orders", "submit", "AIG", "sell", "1", "--tif", "fok", "--reason", "x", "-e", plain.Address);
        var order = plain.Single<V1.SubmitOrderRequest>();
        Assert.Equal((V1.TimeInForce.FillOrKill, null), (order.TimeInForce, order.Terms));
    }

    [Fact]
    public async Task To_park_in_spite_of_held_protection_has_a_name()
    {
        await using var engine = await FakeEngine.StartAsync();
        Cli.Run("shutdown", "--mode", "park", "--accept-held-protection", "--reason", "x", "-e", engine.Address);
        Assert.True(engine.Single<V1.ShutdownRequest>().AcceptHeldProtection);
    }

    private static V1.CommandHead HeadOf(IMessage request) =>
        (V1.CommandHead)request.Descriptor.FindFieldByName("head").Accessor.GetValue(request);
}
