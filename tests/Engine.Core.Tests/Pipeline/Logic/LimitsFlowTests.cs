using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Pipeline;
using Engine.Core.Replay;
using Engine.Testing;
using Xunit;

namespace Engine.Core.Tests.Pipeline.Logic;

/// <summary>Goal: limits change only as somebody has seen it, never above the file, and never silently.</summary>
public sealed class LimitsFlowTests
{
    private static readonly string[] Settings =
    [
        "risk.maxOrderQuantity=100", "risk.maxPosition=1000", "risk.ceiling.maxOrderQuantity=500",
        "strategies.a.type=idle",
    ];

    [Fact]
    public void What_is_applied_is_what_was_looked_at()
    {
        var bench = New();
        const string change = "risk.maxOrderQuantity=50\nrisk.instruments.AAPL.maxPosition=10\n";
        var preview = Preview(bench, change);
        Assert.Equal(CommandCode.PlanOutdated, preview.Result.Code); // A plan without its hash.
        Assert.Contains("risk.maxOrderQuantity: 100 -> 50 (tighter)", preview.Does);
        Assert.Contains("risk.instruments.AAPL.maxPosition: 1000 -> 10 (tighter)", preview.Does);
        Assert.Equal(100, bench.View.Risk.Instrument(0).MaxOrderQuantity);

        Assert.Equal(CommandCode.PlanOutdated, Apply(bench, change + "risk.maxPosition=2\n", preview).Code);
        var applied = Apply(bench, change, preview);
        Assert.Equal((CommandCode.Done, 2L), (applied.Code, applied.Detail));
        Assert.Equal((50L, 10L), (bench.View.Risk.Instrument(0).MaxOrderQuantity,
            bench.View.Risk.Instrument(0).MaxPosition));
        Assert.Equal(CommandCode.PlanOutdated, Apply(bench, "risk.maxPosition=7\n", preview).Code);
        Assert.Equal(
            CommandCode.AlreadyInForce, Apply(bench, change, Preview(bench, change)).Code);

        const string back = "risk.maxOrderQuantity=-\n";
        Assert.Equal(CommandCode.Done, Apply(bench, back, Preview(bench, back), OperatorRole.Admin).Code);
        Assert.Equal("risk.instruments.AAPL.maxPosition=10\n", bench.View.LimitsOverlay.Text);
        Assert.Equal(100, bench.View.Risk.Instrument(0).MaxOrderQuantity);
    }

    [Theory]
    [InlineData("risk.maxOrderQuantity=500", OperatorRole.Admin, CommandCode.Done)]
    [InlineData("risk.maxOrderQuantity=500", OperatorRole.Operator, CommandCode.RoleNotAllowed)]
    [InlineData("risk.maxOrderQuantity=500.5", OperatorRole.Admin, CommandCode.AboveCeiling)]
    [InlineData("risk.instruments.AAPL.maxOrderQuantity=501", OperatorRole.Admin, CommandCode.AboveCeiling)]
    [InlineData("risk.maxPosition=1001", OperatorRole.Admin, CommandCode.AboveCeiling)]
    [InlineData("risk.maxPosition=999", OperatorRole.Operator, CommandCode.Done)]
    [InlineData("risk.strategies.a.maxPosition=5", OperatorRole.Operator, CommandCode.Done)]
    [InlineData("risk.maxPosition=0", OperatorRole.Emergency, CommandCode.RoleNotAllowed)]
    [InlineData("risk.shortSelling=false", OperatorRole.Admin, CommandCode.InvalidLimits)]
    [InlineData("account.cash=5", OperatorRole.Admin, CommandCode.InvalidLimits)]
    [InlineData("risk.maxPosition=much", OperatorRole.Admin, CommandCode.InvalidLimits)]
    [InlineData("risk.ceiling.maxPosition=9", OperatorRole.Admin, CommandCode.InvalidLimits)]
    [InlineData("nonsense", OperatorRole.Admin, CommandCode.InvalidLimits)]
    public void A_change_needs_its_role_and_stays_below_the_ceiling(string change, OperatorRole role, CommandCode code)
    {
        var bench = New();
        var before = bench.View.LimitsOverlay.Text;
        Assert.Equal(code, Apply(bench, change, Preview(bench, change), role).Code);
        if (code < 0) Assert.Equal(before, bench.View.LimitsOverlay.Text);
    }

    [Fact]
    public void An_overlay_survives_snapshot_and_replay()
    {
        var bench = New();
        const string change = "risk.maxOrderQuantity=50\n";
        Apply(bench, change, Preview(bench, change));
        bench.Define("MSFT"); // Comes after it, and is held to it.
        Assert.Equal(50, bench.View.Risk.Instrument(1).MaxOrderQuantity);

        var runner = bench.Replay(New(isEmpty: true).Model);
        Assert.Null(runner.Divergence);
        Assert.Equal(bench.Chain.StateDigest, runner.Model.Chain.ComputeStateDigest());

        var copy = New(isEmpty: true).Model;
        copy.CopyFrom(bench.Model);
        Assert.Equal(change, copy.Chain.View.LimitsOverlay.Text);
        Assert.Equal(bench.Chain.StateDigest, copy.Chain.ComputeStateDigest());
        var later = new LogicBench(copy) { NowNs = bench.NowNs };
        later.Define("IBM", laneId: LaneIds.FirstSource + 1);
        Assert.Equal(50, later.View.Risk.Instrument(2).MaxOrderQuantity);
    }

    [Fact]
    public void A_changed_file_holds_the_account_until_the_limits_are_accepted()
    {
        var bench = New();
        const string change = "risk.maxOrderQuantity=50\n";
        Apply(bench, change, Preview(bench, change));
        Restart(bench, bench.Chain.ConfigText);
        Assert.Equal(0, bench.View.Holds.Count); // The same file: nothing to look at.

        var file = bench.Chain.ConfigText.Replace("risk.maxPosition=1000\n", "risk.maxPosition=700\n",
            StringComparison.Ordinal);
        Restart(bench, file);
        Assert.Equal(Permission.Reducing, bench.View.Holds.AccountPermission);
        bench.View.Holds.TryReadSlot(0, out var hold);
        Assert.Equal(HoldKind.Configuration, hold.Kind);
        Assert.Equal((50L, 700L), (bench.View.Risk.Instrument(0).MaxOrderQuantity,
            bench.View.Risk.Instrument(0).MaxPosition));
        Assert.Equal(CommandCode.HoldNotReleasable,
            bench.Answer(OperatorCommand.Release(Issuer.Of(OperatorRole.Admin), hold.HoldId)).Code);
        Assert.Equal(CommandCode.RoleNotAllowed, bench.Answer(OperatorCommand.AcceptLimits(Issuer.Of())).Code);

        var admin = OperatorCommand.AcceptLimits(Issuer.Of(OperatorRole.Admin));
        var foreseen = bench.Chain.Preview(CommandRecords.Build(admin, 0));
        var accepted = bench.Answer(admin);
        Assert.Equal((CommandCode.Done, 1, Permission.Active),
            (accepted.Code, accepted.HoldsReleased, accepted.Permission));
        Assert.Equal((accepted.Code, accepted.HoldsReleased), (foreseen.Code, foreseen.HoldsReleased));
        Restart(bench, file);
        Assert.Equal(0, bench.View.Holds.Count);
        Assert.Equal(CommandCode.NothingToDo,
            bench.Answer(OperatorCommand.AcceptLimits(Issuer.Of(OperatorRole.Admin))).Code);
    }

    [Fact]
    public void An_overlay_above_the_new_file_is_not_accepted()
    {
        var bench = New();
        const string change = "risk.maxOrderQuantity=400\n";
        Apply(bench, change, Preview(bench, change), OperatorRole.Admin);
        Restart(bench, bench.Chain.ConfigText.Replace(
            "risk.ceiling.maxOrderQuantity=500\n", "risk.ceiling.maxOrderQuantity=300\n", StringComparison.Ordinal));
        Assert.Equal(CommandCode.AboveCeiling,
            bench.Answer(OperatorCommand.AcceptLimits(Issuer.Of(OperatorRole.Admin))).Code);
        Assert.Equal(Permission.Reducing, bench.View.Holds.AccountPermission);

        const string down = "risk.maxOrderQuantity=300\n";
        Assert.Equal(CommandCode.Done, Apply(bench, down, Preview(bench, down)).Code);
    }

    private static void Restart(LogicBench bench, string configText)
    {
        bench.Take(bench.Started(bench.Chain.Cursor.RunEpoch + 1));
        bench.Take(EngineInputs.Config(configText));
        bench.Reconcile();
        bench.Take(EngineInputs.MarketDataStarted());
    }

    private static CommandPreview Preview(LogicBench bench, string change) => CommandPreviewer.Of(
        bench.Chain,
        CommandRecords.Build(OperatorCommand.ChangeLimits(Issuer.Of(OperatorRole.Admin), change, 0, 0), 0));

    private static CommandAnswerPayload Apply(
        LogicBench bench, string change, CommandPreview preview, OperatorRole role = OperatorRole.Operator) =>
        bench.Answer(OperatorCommand.ChangeLimits(
            Issuer.Of(role), change, preview.Result.HashHigh, preview.Result.HashLow));

    private static LogicBench New(bool isEmpty = false)
    {
        var bench = new LogicBench(
            new ScriptedCatalog().Add("idle", () => new ScriptedStrategy()), Settings);
        if (isEmpty) return bench;
        bench.Start();
        bench.Define("AAPL");
        return bench;
    }
}
