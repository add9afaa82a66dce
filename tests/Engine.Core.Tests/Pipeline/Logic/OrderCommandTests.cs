using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Replay;
using Engine.Testing;
using Xunit;

namespace Engine.Core.Tests.Pipeline.Logic;

/// <summary>Goal: what operators do beyond holds: orders of their own, questions, dry runs.</summary>
public sealed class OrderCommandTests
{
    [Fact]
    public void An_operators_order_goes_through_risk_and_is_his()
    {
        var bench = New("risk.maxOrderQuantity=100");
        var mine = bench.Bench.Answer(Buy(50, "alice"));
        Assert.Equal((CommandCode.Done, 1), (mine.Code, mine.OrdersAffected));
        var his = bench.Bench.Answer(Buy(60, "bob"));
        bench.Settle();
        var denied = bench.Bench.Command(Buy(101, "alice"));
        Assert.Equal((CommandCode.OrderDenied, (long)RiskCode.OrderQuantityLimit),
            (denied[^1].CommandAnswer.Code, denied[^1].CommandAnswer.Detail));
        Assert.Equal(EventKind.OrderDenied, denied[^3].Kind);
        Assert.Equal((EventKind.RiskFigures, -1L), (denied[^2].Kind, denied[^2].RiskFigures.Margin));
        Assert.Equal(
            CommandCode.UnknownScope,
            bench.Bench.Answer(OperatorCommand.Submit(Issuer.Of(), 9, Order(Side.Buy, 1))).Code);

        Assert.Equal([mine.OrderId, his.OrderId], bench.Venue.Working.Select(o => o.Intent.Order.OrderId));
        Assert.Equal(1, bench.Bench.Answer(OperatorCommand.CancelMine(Issuer.Of(principal: "bob"))).OrdersAffected);
        bench.Settle();
        Assert.Equal([mine.OrderId], bench.Venue.Working.Select(o => o.Intent.Order.OrderId));
    }

    [Fact]
    public void Under_a_hold_an_administrator_may_reduce_if_he_names_it()
    {
        var bench = New();
        bench.Venue.FillsAtOnce = intent => intent.Order.Quantity;
        bench.Bench.Answer(Buy(50, "alice"));
        bench.Settle();
        var halt = bench.Bench.Answer(OperatorCommand.Halt(Issuer.Of()));
        CommandAnswerPayload Sell(OperatorRole role, long quantity, int holdId, bool isReduceOnly = true) =>
            bench.Bench.Answer(OperatorCommand.Submit(
                Issuer.Of(role), 0, Order(Side.Sell, quantity), isReduceOnly, holdId));

        var plain = Sell(OperatorRole.Admin, 20, holdId: 0);
        Assert.Equal((CommandCode.OrderDenied, (long)RiskCode.PermissionHalted), (plain.Code, plain.Detail));
        Assert.Equal(CommandCode.RoleNotAllowed, Sell(OperatorRole.Operator, 20, halt.HoldId).Code);
        Assert.Equal(CommandCode.UnknownHold, Sell(OperatorRole.Admin, 20, 99).Code);
        Assert.Equal(CommandCode.MalformedCommand, Sell(OperatorRole.Admin, 20, halt.HoldId, false).Code);
        var tooMuch = Sell(OperatorRole.Admin, 51, halt.HoldId);
        Assert.Equal((CommandCode.OrderDenied, (long)RiskCode.PermissionReducing), (tooMuch.Code, tooMuch.Detail));
        Assert.Equal(CommandCode.Done, Sell(OperatorRole.Admin, 20, halt.HoldId).Code);
        bench.Settle();
        Assert.Equal(30, bench.Venue.PositionOf(0));
    }

    [Fact]
    public void The_venue_is_asked_on_command_and_its_view_compared()
    {
        var bench = New();
        var before = bench.Of(EventKind.ReconciliationCompleted).Count();
        Assert.Equal(CommandCode.Done, bench.Bench.Answer(OperatorCommand.Reconcile(Issuer.Of())).Code);
        bench.Settle();
        Assert.Equal(before + 1, bench.Of(EventKind.ReconciliationCompleted).Count());
        Assert.Equal(EnginePhase.Running, bench.Bench.View.State.Phase);
        bench.Bench.Venue(EventKind.VenueDisconnected, default);
        Assert.Equal(CommandCode.AlreadyInForce, bench.Bench.Answer(OperatorCommand.Reconcile(Issuer.Of())).Code);
    }

    [Fact]
    public void What_is_so_already_is_said_beforehand_too()
    {
        var bench = New();
        bench.Venue.FillsAtOnce = intent => intent.Order.Quantity;
        bench.Bench.Answer(Buy(50, "alice"));
        bench.Settle();
        bench.Venue.FillsAtOnce = null;
        var working = bench.Bench.Answer(Buy(60, "alice")).OrderId;
        (Func<OperatorCommand> Again, CommandCode First)[] commands =
        [
            (() => OperatorCommand.CancelOrder(Issuer.Of(), working), CommandCode.Done),
            (() => OperatorCommand.CancelOrder(Issuer.Of(), 1), CommandCode.NothingToDo), // It was filled.
            (() => OperatorCommand.Cancel(Issuer.Of(), HoldScope.Instrument, 0), CommandCode.NothingToDo),
            (() => OperatorCommand.Halt(Issuer.Of()), CommandCode.Done),
            (() => OperatorCommand.Flatten(Issuer.Of()), CommandCode.Done),
            (() => OperatorCommand.Stop(Issuer.Of(), StopMode.Drain), CommandCode.Done),
        ];
        foreach (var (again, first) in commands)
        {
            Assert.Equal(first, Require(again()).Code);
            var second = Require(again());
            Assert.Equal(first == CommandCode.Done ? CommandCode.AlreadyInForce : first, second.Code);
        }

        // Nothing is settled in between: what is under way is under way.
        CommandAnswerPayload Require(OperatorCommand command)
        {
            var records = CommandRecords.Build(command, 0);
            var preview = CommandPreviewer.Of(bench.Bench.Chain, records).Result;
            var answer = bench.Bench.Answer(command);
            Assert.Equal((answer.Code, answer.OrdersAffected, answer.HoldsPlaced, answer.HoldsRemaining, answer.Detail),
                (preview.Code, preview.OrdersAffected, preview.HoldsPlaced, preview.HoldsRemaining, preview.Detail));
            return answer;
        }
    }

    [Fact]
    public void A_dry_run_says_what_the_command_then_does()
    {
        var bench = New();
        bench.Venue.FillsAtOnce = intent => intent.Order.Quantity;
        bench.Bench.Answer(Buy(50, "alice"));
        bench.Settle();
        bench.Venue.FillsAtOnce = null;
        bench.Bench.Answer(Buy(60, "alice"));
        bench.Settle();
        var key = 0;
        OperatorCommand[] commands =
        [
            OperatorCommand.Pause(Issuer.Of(key: Key())), OperatorCommand.Halt(Issuer.Of(key: Key())),
            OperatorCommand.Resume(Issuer.Of(key: Key())), OperatorCommand.CancelMine(Issuer.Of(key: Key())),
            OperatorCommand.CancelOrder(Issuer.Of(key: Key()), 1), OperatorCommand.Release(Issuer.Of(key: Key()), 4),
            OperatorCommand.Cancel(Issuer.Of(key: Key()), HoldScope.Strategy, 77),
            OperatorCommand.Submit(Issuer.Of(key: Key()), 0, Order(Side.Buy, 1)),
            OperatorCommand.Reconcile(Issuer.Of(key: Key())), OperatorCommand.Snapshot(Issuer.Of(key: Key())),
            OperatorCommand.Flatten(Issuer.Of(key: Key())),
            OperatorCommand.Stop(Issuer.Of(key: Key()), StopMode.Flatten),
        ];
        foreach (var command in commands)
        {
            var digest = bench.Bench.Chain.ComputeStateDigest();
            var preview = CommandPreviewer.Of(bench.Bench.Chain, CommandRecords.Build(command, 0));
            Assert.Equal(digest, bench.Bench.Chain.ComputeStateDigest());
            Assert.NotEmpty(preview.Does);
            Assert.NotEmpty(preview.After);

            var answer = bench.Bench.Answer(command);
            Assert.Equal((answer.Code, answer.HoldsPlaced, answer.HoldsReleased, answer.HoldsRemaining),
                (preview.Result.Code, preview.Result.HoldsPlaced, preview.Result.HoldsReleased,
                    preview.Result.HoldsRemaining));
            if (command.Kind != EventKind.OrderCommanded)
                Assert.Equal(answer.OrdersAffected, preview.Result.OrdersAffected);
            Assert.Equal(answer.Code < 0, preview.Does[0].Contains("refused", StringComparison.Ordinal));
            bench.Settle();
            var again = CommandPreviewer.Of(bench.Bench.Chain, CommandRecords.Build(command, 0));
            Assert.Equal(1, again.Result.IsRepeat);
        }

        string Key() => $"dry-{++key}";
    }

    private static OperatorCommand Buy(long quantity, string principal) =>
        OperatorCommand.Submit(Issuer.Of(principal: principal), 0, Order(Side.Buy, quantity));

    private static OrderPayload Order(Side side, long quantity) => new()
    {
        Side = side,
        Type = OrderType.Limit,
        TimeInForce = TimeInForce.Day,
        Quantity = quantity,
        LimitPrice = LogicBench.Price,
    };

    private static VenueBench New(params string[] settings)
    {
        var bench = new VenueBench(
            new ScriptedCatalog().Add("idle", () => new ScriptedStrategy()), ["strategies.a.type=idle", .. settings]);
        bench.Bench.Define("AAPL");
        bench.Bench.Quote(0);
        return bench;
    }
}
