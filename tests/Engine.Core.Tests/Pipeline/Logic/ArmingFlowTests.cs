using Engine.Core.Config;
using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Pipeline;
using Engine.Core.Replay;
using Engine.Core.Risk;
using Engine.Core.Strategies;
using Engine.Testing;
using Xunit;

namespace Engine.Core.Tests.Pipeline.Logic;

/// <summary>Goal: nothing leaves but what an operator has armed by name, over every start and every change.</summary>
public sealed class ArmingFlowTests
{
    private const string Account = "PAPER1";

    private static readonly string[] Settings = ["strategies.buyer.type=buyer", "risk.arming=required"];

    [Fact]
    public void Nothing_leaves_before_the_account_is_armed()
    {
        var bench = New();
        Run(bench, "build-1");
        var hold = Assert.Single(EngineStatus.Of(bench.Chain).Holds);
        Assert.Equal((HoldKind.UnapprovedBuild, Permission.ReadOnly), (hold.Kind, hold.Permission));
        Assert.Equal(ArmingStatus.Disarmed, bench.View.Arming);
        Assert.Equal(RiskCode.PermissionReadOnly, Ask(bench).Order.Code);

        var admin = OperatorRole.Admin;
        Assert.Equal(CommandCode.HoldNotReleasable,
            bench.Answer(OperatorCommand.Release(Issuer.Of(admin), hold.HoldId)).Code);
        Assert.Equal(CommandCode.RoleNotAllowed, bench.Answer(OperatorCommand.Arm(Issuer.Of(), Account)).Code);
        foreach (var other in new[] { "PAPER2", "PAPER", "paper1", "PAPER11" })
        {
            var wrong = OperatorCommand.Arm(Issuer.Of(admin), other);
            Assert.Equal(CommandCode.WrongAccount, Preview(bench, wrong).Result.Code);
            Assert.Equal(CommandCode.WrongAccount, bench.Answer(wrong).Code);
        }
        Assert.Equal(Permission.ReadOnly, bench.View.Holds.AccountPermission);

        bench.Command(OperatorCommand.Pause(Issuer.Of()));
        var arm = OperatorCommand.Arm(Issuer.Of(admin), Account);
        var preview = Preview(bench, arm).Result;
        Assert.Equal((CommandCode.Done, 1, 1, Permission.Reducing),
            (preview.Code, preview.HoldsReleased, preview.HoldsRemaining, preview.Permission));
        Assert.Equal(ArmingStatus.Disarmed, bench.View.Arming); // So far only asked.
        var answer = bench.Answer(arm);
        Assert.Equal((preview.Code, preview.HoldsReleased, preview.HoldsRemaining, preview.Permission),
            (answer.Code, answer.HoldsReleased, answer.HoldsRemaining, answer.Permission));
        Assert.Equal(1, bench.Answer(arm).IsRepeat);
        Assert.Equal(CommandCode.AlreadyInForce, bench.Answer(OperatorCommand.Arm(Issuer.Of(admin), Account)).Code);
        bench.Command(OperatorCommand.Resume(Issuer.Of()));
        Assert.Equal((ArmingStatus.Armed, RiskCode.Accepted), (bench.View.Arming, Ask(bench).Order.Code));
        AssertReplays(bench);
    }

    [Fact]
    public void Another_build_or_configuration_is_not_armed()
    {
        var bench = New();
        Run(bench, "build-1");
        Arm(bench);
        Run(bench, "build-1");
        Assert.Equal((ArmingStatus.Armed, RiskCode.Accepted), (bench.View.Arming, AskAndFill(bench)));

        Run(bench, "build-2");
        Assert.Equal((ArmingStatus.Disarmed, RiskCode.PermissionReadOnly), (bench.View.Arming, AskAndFill(bench)));
        Run(bench, "build-1"); // Back again is a change as well.
        Assert.Equal((ArmingStatus.Disarmed, 1), (bench.View.Arming, HoldsOf(bench)));
        Arm(bench);
        var before = bench.Chain.ConfigText;
        Run(bench, "build-1", before.Replace("risk.maxOrderQuantity=1000000", "risk.maxOrderQuantity=1000001",
            StringComparison.Ordinal));
        Assert.Equal((ArmingStatus.Disarmed, RiskCode.PermissionReadOnly), (bench.View.Arming, AskAndFill(bench)));

        // Not required any more: the cause of the hold is gone, and it with it.
        Run(bench, "build-1", before.Replace("risk.arming=required", "risk.arming=none", StringComparison.Ordinal));
        Assert.Equal((ArmingStatus.NotRequired, 0), (bench.View.Arming, HoldsOf(bench)));
        Assert.Equal(CommandCode.NothingToDo,
            bench.Answer(OperatorCommand.Arm(Issuer.Of(OperatorRole.Admin), Account)).Code);
        Assert.Equal(CommandCode.NothingToDo, bench.Answer(OperatorCommand.Disarm(Issuer.Of())).Code);
        AssertReplays(bench);
    }

    [Fact]
    public void Disarming_leaves_orders_working_and_says_so()
    {
        var bench = New();
        Run(bench, "build-1");
        Arm(bench);
        var orderId = Ask(bench).Order.OrderId;
        bench.Report(EventKind.OrderAccepted, orderId);
        Assert.Equal(CommandCode.RoleNotAllowed,
            bench.Answer(OperatorCommand.Disarm(Issuer.Of(OperatorRole.Emergency))).Code);

        var disarm = OperatorCommand.Disarm(Issuer.Of());
        var preview = Preview(bench, disarm);
        Assert.Contains(
            preview.DoesNot, line => line.Contains("1 working order left working", StringComparison.Ordinal));
        Assert.Equal((1, Permission.ReadOnly), (preview.Result.HoldsPlaced, preview.Result.Permission));
        var group = bench.Command(disarm);
        Assert.DoesNotContain(group, record => record.Kind == EventKind.CancelRequested);
        var placed = group.Single(record => record.Kind == EventKind.HoldPlaced).Hold;
        Assert.Equal(("alice", "disarmed"), (placed.Who.ToString(), placed.Why.ToString()));
        var answer = group.Single(record => record.Kind == EventKind.CommandAnswered).CommandAnswer;
        Assert.Equal((CommandCode.Done, 1L, 1, Permission.ReadOnly),
            (answer.Code, answer.Detail, answer.HoldsPlaced, answer.Permission));
        Assert.Equal(1, bench.View.Orders.OpenCount);
        Assert.Equal(CommandCode.PermissionReadOnly, bench.Answer(OperatorCommand.CancelAll(Issuer.Of())).Code);
        Assert.Equal(CommandCode.AlreadyInForce, bench.Answer(OperatorCommand.Disarm(Issuer.Of())).Code);

        Run(bench, "build-1"); // Disarmed stays so over a restart.
        Assert.Equal(ArmingStatus.Disarmed, bench.View.Arming);
        Arm(bench);
        Assert.Equal(CommandCode.Done, bench.Answer(OperatorCommand.CancelAll(Issuer.Of())).Code);
        AssertReplays(bench);
    }

    [Theory]
    [InlineData("live", "none", false)]
    [InlineData("live", null, true)]
    [InlineData("live", "required", true)]
    [InlineData("paper", "required", true)]
    [InlineData("paper", null, true)]
    [InlineData("paper", "none", true)]
    [InlineData("paper", "maybe", false)]
    [InlineData("backtest", "none", true)]
    [InlineData("backtest", "required", false)]
    public void Live_is_never_without_and_a_backtest_never_with(string mode, string? arming, bool isTaken)
    {
        var config = CanonicalConfig.Parse($"mode={mode}\n" + (arming is null ? "" : $"risk.arming={arming}\n"));
        var table = new ArmingTable(new Core.State.StateRegistry());
        void Configure() => table.Configure(config.Section("risk"), ModeSetting.Read(config));
        if (isTaken)
        {
            Configure();
            Assert.Equal(arming == "required" || mode == "live", table.IsRequired);
            return;
        }
        Assert.Contains("risk.arming", Assert.Throws<ConfigException>(Configure).Message, StringComparison.Ordinal);
    }

    // One order whenever a quote comes.
    private static LogicBench New() => new(Catalog(), Settings);

    private static ScriptedCatalog Catalog() => new ScriptedCatalog().Add("buyer", () => new ScriptedStrategy
    {
        Quoted = (StrategyContext context, int instrumentId, in QuotePayload _) =>
            context.Submit(OrderTicket.Limit(instrumentId, Side.Buy, quantity: 1, limitPrice: LogicBench.Price)),
    });

    private static EngineEvent Ask(LogicBench bench) => bench.Quote(0)
        .Last(record => record.Kind is EventKind.OrderRequested or EventKind.OrderDenied);

    // Over before the next start: an order that works would have to be asked for.
    private static RiskCode AskAndFill(LogicBench bench)
    {
        var asked = Ask(bench).Order;
        if (asked.Code == RiskCode.Accepted) bench.Execute(asked.OrderId, Side.Buy, quantity: 1);
        return asked.Code;
    }

    private static void Run(LogicBench bench, string build, string? configText = null)
    {
        var started = bench.Started(bench.Chain.Cursor.RunEpoch + 1);
        AsciiText.Write(Account, started.Lifecycle.Account);
        AsciiText.Write(build, started.Lifecycle.Build);
        bench.Take(in started);
        bench.GoOn();
        bench.Take(EngineInputs.Config(configText ?? bench.Chain.ConfigText));
        bench.Reconcile();
        bench.Take(EngineInputs.MarketDataStarted());
        if (bench.View.Market.InstrumentCount == 0) bench.Define("AAPL");
    }

    private static int HoldsOf(LogicBench bench) =>
        EngineStatus.Of(bench.Chain).Holds.Count(hold => hold.Kind == HoldKind.UnapprovedBuild);

    private static void Arm(LogicBench bench) => Assert.Equal(
        CommandCode.Done, bench.Answer(OperatorCommand.Arm(Issuer.Of(OperatorRole.Admin), Account)).Code);

    private static CommandPreview Preview(LogicBench bench, OperatorCommand command) =>
        CommandPreviewer.Of(bench.Chain, CommandRecords.Build(command, 0));

    private static void AssertReplays(LogicBench bench)
    {
        var model = new ModelFactory(Catalog()).Create(LogicBench.ConfigOf(Settings));
        Assert.Null(bench.Replay(model).Divergence);
        Assert.Equal(bench.Chain.StateDigest, model.Chain.StateDigest);
    }
}
