using Engine.Core.Config;
using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Pipeline;
using Engine.Core.Replay;
using Engine.Core.Strategies;
using Engine.Testing;
using Xunit;
using Xunit.Abstractions;

namespace Engine.Core.Tests.Pipeline.Logic;

/// <summary>Goal: a command is applied once and answered in its group, whoever gives it, in whatever state.</summary>
public sealed class CommandFlowTests(ITestOutputHelper output)
{
    private static LogicBench NewBench(params string[] settings) =>
        new LogicBench(new ScriptedCatalog(), settings).Start();

    [Fact]
    public void A_key_is_applied_once_and_answered_the_same_for_a_day()
    {
        var bench = NewBench();
        var halt = OperatorCommand.Halt(Issuer.Of(key: "k"));
        var group = bench.Command(halt);
        Assert.Equal(
            [EventKind.HoldCommanded, EventKind.CommandIdentity, EventKind.HoldCommanded, EventKind.HoldPlaced,
                EventKind.CommandAnswered],
            group.Select(e => e.Kind));
        var first = group[^1].CommandAnswer;
        Assert.Equal((CommandCode.Done, group[0].Sequence, 1), (first.Code, first.AppliedSequence, first.HoldsPlaced));
        Assert.Equal((Permission.Halted, EnginePhase.Running), (first.Permission, first.Phase));

        Assert.Equal(CommandCode.Done, bench.Answer(OperatorCommand.Resume(Issuer.Of())).Code);
        bench.NowNs += 23 * 3_600 * LogicBench.Second;
        var again = bench.Command(halt);
        Assert.DoesNotContain(again, e => e.Kind == EventKind.HoldPlaced);
        var repeated = again[^1].CommandAnswer;
        Assert.Equal((1, first.AppliedSequence, first.HoldId), (repeated.IsRepeat, repeated.AppliedSequence,
            repeated.HoldId));
        Assert.NotEqual(first.RequestId, repeated.RequestId);
        Assert.Equal(Permission.Active, bench.View.Holds.AccountPermission);
        Assert.Equal(
            CommandCode.IdempotencyKeyReused, bench.Answer(OperatorCommand.Pause(Issuer.Of(key: "k"))).Code);

        bench.NowNs += 2 * 3_600 * LogicBench.Second;
        Assert.Equal((CommandCode.Done, 0), (bench.Answer(halt) is var late ? (late.Code, late.IsRepeat) : default));
    }

    [Fact]
    public void Where_no_key_can_be_remembered_only_what_takes_risk_away_is_applied()
    {
        var bench = NewBench("limits.idempotencyKeysMax=8");
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(CommandCode.Done, bench.Answer(OperatorCommand.Pause(Issuer.Of())).Code);
            Assert.Equal(CommandCode.Done, bench.Answer(OperatorCommand.Resume(Issuer.Of())).Code);
        }
        Assert.Equal(CommandCode.Done, bench.Answer(OperatorCommand.Halt(Issuer.Of())).Code);
        Assert.Equal(CommandCode.NothingToDo, bench.Answer(OperatorCommand.CancelAll(Issuer.Of())).Code);
        Assert.Equal(CommandCode.IdempotencyKeysFull, bench.Answer(OperatorCommand.Resume(Issuer.Of())).Code);
        Assert.Equal(Permission.Halted, bench.View.Holds.AccountPermission);
    }

    [Theory]
    [InlineData(OperatorRole.Viewer, false, false)]
    [InlineData(OperatorRole.Emergency, true, false)]
    [InlineData(OperatorRole.Operator, true, true)]
    [InlineData(OperatorRole.Admin, true, true)]
    public void A_role_may_do_what_it_is_for(OperatorRole role, bool mayHalt, bool mayResume)
    {
        var bench = NewBench();
        Assert.Equal(mayHalt ? CommandCode.Done : CommandCode.RoleNotAllowed,
            bench.Answer(OperatorCommand.Halt(Issuer.Of(role))).Code);
        Assert.Equal(mayHalt ? CommandCode.Done : CommandCode.RoleNotAllowed,
            bench.Answer(OperatorCommand.Pause(Issuer.Of(role), HoldScope.Instrument, 0)).Code);
        Assert.Equal(mayHalt ? CommandCode.NothingToDo : CommandCode.RoleNotAllowed,
            bench.Answer(OperatorCommand.CancelAll(Issuer.Of(role))).Code);
        Assert.Equal(mayResume ? CommandCode.Done : CommandCode.RoleNotAllowed,
            bench.Answer(OperatorCommand.Resume(Issuer.Of(role))).Code);
        Assert.Equal(mayResume ? CommandCode.Done : CommandCode.RoleNotAllowed,
            bench.Answer(OperatorCommand.Stop(Issuer.Of(role), StopMode.Park)).Code);
    }

    [Fact]
    public void A_scope_has_its_own_holds_and_what_is_not_there_is_refused()
    {
        var bench = NewBench();
        Assert.Equal(CommandCode.UnknownScope,
            bench.Answer(OperatorCommand.Pause(Issuer.Of(), HoldScope.Instrument, 4_000)).Code);
        Assert.Equal(CommandCode.UnknownScope,
            bench.Answer(OperatorCommand.Resume(Issuer.Of(), HoldScope.Strategy, -1)).Code);
        Assert.Equal(CommandCode.UnknownHold, bench.Answer(OperatorCommand.Release(Issuer.Of(), 9)).Code);
        Assert.Equal(CommandCode.NothingToDo, bench.Answer(OperatorCommand.Resume(Issuer.Of())).Code);
        Assert.Equal(
            CommandCode.UnsupportedStopMode, bench.Answer(OperatorCommand.Stop(Issuer.Of(), StopMode.None)).Code);

        var pause = bench.Answer(OperatorCommand.Pause(Issuer.Of(), HoldScope.Instrument, 3));
        Assert.Equal((CommandCode.Done, Permission.Reducing), (pause.Code, pause.Permission));
        var again = bench.Answer(OperatorCommand.Pause(Issuer.Of(), HoldScope.Instrument, 3));
        Assert.Equal((CommandCode.AlreadyInForce, pause.HoldId, 0), (again.Code, again.HoldId, again.HoldsPlaced));
        Assert.Equal(Permission.Active, bench.View.Holds.AccountPermission);
        Assert.Equal(CommandCode.NothingToDo, bench.Answer(OperatorCommand.Resume(Issuer.Of())).Code);
        var release = bench.Answer(OperatorCommand.Release(Issuer.Of(), pause.HoldId));
        Assert.Equal((CommandCode.Done, 1, 0), (release.Code, release.HoldsReleased, release.HoldsRemaining));
    }

    [Fact]
    public void A_resume_releases_the_operators_own_and_a_release_by_id_what_the_role_covers()
    {
        var bench = NewBench();
        var kinds = new[] { HoldKind.Disk, HoldKind.Reconciliation, HoldKind.UnapprovedBuild };
        foreach (var kind in kinds)
            bench.Take(EngineInputs.Hold(HoldScope.Account, 0, kind, Permission.Reducing, "engine", "why"));
        bench.Answer(OperatorCommand.Halt(Issuer.Of()));
        var resume = bench.Answer(OperatorCommand.Resume(Issuer.Of()));
        Assert.Equal((1, 3, Permission.Reducing), (resume.HoldsReleased, resume.HoldsRemaining, resume.Permission));

        Assert.Equal(CommandCode.RoleNotAllowed, bench.Answer(OperatorCommand.Release(Issuer.Of(), 1)).Code);
        Assert.Equal(CommandCode.Done, bench.Answer(OperatorCommand.Release(Issuer.Of(), 2)).Code);
        var admin = bench.Command(OperatorCommand.Release(Issuer.Of(OperatorRole.Admin, principal: "root"), 1));
        Assert.Equal(CommandCode.Done, admin[^1].CommandAnswer.Code);
        var released = admin.Single(e => e.Kind == EventKind.HoldReleased).Hold;
        Assert.Equal(("root", "because of a test", HoldKind.Disk),
            (released.Who.ToString(), released.Why.ToString(), released.HoldKind));
        Assert.Equal(
            CommandCode.HoldNotReleasable,
            bench.Answer(OperatorCommand.Release(Issuer.Of(OperatorRole.Admin), 3)).Code);
    }

    [Theory]
    [InlineData(1, "true", 1)]
    [InlineData(1, "false", 0)]
    [InlineData(0, "true", 0)]
    public void An_unclean_start_with_orders_at_the_venue_is_held_until_an_operator_has_looked(
        byte wasUnclean, string setting, int holds)
    {
        var bench = new VenueBench(
            new ScriptedCatalog().Add("taker", () => new ScriptedStrategy
            {
                Quoted = (StrategyContext context, int id, in QuotePayload _) =>
                    context.Submit(OrderTicket.Limit(id, Side.Buy, 10, LogicBench.Price)),
            }),
            "strategies.a.type=taker", $"risk.holdOnUncleanStart={setting}");
        var started = bench.Bench.Started(runEpoch: 2);
        started.Lifecycle.WasUnclean = wasUnclean;
        bench.Take(in started, LaneIds.Control);
        Assert.Equal(0, bench.Bench.View.Holds.Count); // No order, nothing to look at.
        bench.Restart();
        bench.Bench.Define("AAPL");
        bench.Bench.Quote(0);
        bench.Settle();

        bench.Take(in started, LaneIds.Control);
        Assert.Equal(holds, bench.Bench.View.Holds.Count);
        if (holds == 0) return;
        bench.Bench.View.Holds.TryReadSlot(0, out var hold);
        Assert.Equal((HoldKind.UncleanStart, Permission.Reducing), (hold.Kind, hold.Permission));
        bench.Restart();
        Assert.Empty(bench.Venue.Working); // It could have increased exposure.
        Assert.Equal(CommandCode.NothingToDo, bench.Bench.Answer(OperatorCommand.Resume(Issuer.Of())).Code);
        Assert.Equal(CommandCode.Done, bench.Bench.Answer(OperatorCommand.Release(Issuer.Of(), hold.HoldId)).Code);
        Assert.Equal(Permission.Active, bench.Bench.View.Holds.AccountPermission);
    }

    [Fact]
    public void What_needs_two_persons_waits_for_the_second()
    {
        var bench = NewBench("control.twoPerson=flatten,Stop", "control.twoPersonWithin=60s");
        CommandCode Flatten(string principal) =>
            bench.Answer(OperatorCommand.Flatten(Issuer.Of(principal: principal))).Code;

        Assert.Equal(CommandCode.AwaitsSecondPerson, Flatten("alice"));
        Assert.Equal(CommandCode.AwaitsSecondPerson, Flatten("alice")); // Twice the same is not two.
        Assert.Equal(
            CommandCode.AwaitsSecondPerson,
            bench.Answer(OperatorCommand.Stop(Issuer.Of(principal: "bob"), StopMode.Park)).Code); // Another command.
        Assert.Equal(0, bench.View.Holds.Count);
        bench.Take(bench.Started(runEpoch: 2)); // Between the two the engine may restart.
        bench.Reconcile();
        bench.Take(EngineInputs.MarketDataStarted());
        bench.NowNs += 59 * LogicBench.Second;
        Assert.Equal(CommandCode.Done, Flatten("bob"));
        Assert.Equal(1, bench.View.Holds.Count);
        bench.GoOn();

        Assert.Equal(CommandCode.AwaitsSecondPerson, Flatten("alice"));
        bench.NowNs += 61 * LogicBench.Second;
        Assert.Equal(CommandCode.AwaitsSecondPerson, Flatten("bob")); // Too late: he is the first of two again.
        Assert.Equal(CommandCode.Done, bench.Answer(OperatorCommand.Halt(Issuer.Of(), HoldScope.Instrument, 0)).Code);
        Assert.Null(bench.Replay(new LogicBench(
            new ScriptedCatalog(), "control.twoPerson=flatten,Stop", "control.twoPersonWithin=60s").Model).Divergence);
    }

    [Theory]
    [InlineData("control.twoPerson=halt", "must not wait")]
    [InlineData("control.twoPerson=explode", "give commands")]
    [InlineData("control.twoPersonWithin=1ms", "duration")]
    public void A_rule_of_two_persons_that_cannot_be_is_refused_at_the_start(string setting, string named)
    {
        var error = Assert.Throws<ConfigException>(() => NewBench(setting));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Operators_cannot_take_the_last_slots_for_holds_but_for_a_halt_of_the_account()
    {
        var bench = NewBench("limits.holdsMax=8");
        for (var id = 0; id < 5; id++)
            Assert.Equal(CommandCode.Done, bench.Answer(OperatorCommand.Pause(Issuer.Of(), HoldScope.Instrument, id))
                .Code);
        Assert.Equal(
            CommandCode.HoldsFull, bench.Answer(OperatorCommand.Pause(Issuer.Of(), HoldScope.Instrument, 5)).Code);
        Assert.Equal(CommandCode.AlreadyInForce,
            bench.Answer(OperatorCommand.Pause(Issuer.Of(), HoldScope.Instrument, 4)).Code);
        Assert.Equal(CommandCode.Done, bench.Answer(OperatorCommand.Halt(Issuer.Of())).Code);
    }

    [Fact]
    public void A_command_without_identity_works_as_before_and_is_not_answered()
    {
        var bench = NewBench();
        var hold = bench.Take(EngineInputs.Hold(HoldScope.Account, 0, HoldKind.Disk, Permission.Reducing, "disk", "x"));
        Assert.Equal([EventKind.HoldCommanded, EventKind.HoldPlaced], hold.Select(e => e.Kind));
        Assert.Equal(CommandCode.NothingToDo, bench.Answer(OperatorCommand.Resume(Issuer.Of())).Code);
        Assert.Equal(CommandCode.WrongPhase, Stopped().Code);

        CommandAnswerPayload Stopped()
        {
            bench.Take(EngineInputs.Stopped());
            return bench.Answer(OperatorCommand.Pause(Issuer.Of()));
        }
    }

    [Fact]
    public void Random_commands_crashes_and_repetitions_replay_to_the_same_records()
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            output.WriteLine($"seed {seed}");
            var random = new Random(seed);
            var bench = NewBench("limits.idempotencyKeysMax=32", "limits.stateHashIntervalRecords=64");
            var given = new List<OperatorCommand>();
            var epoch = 1;
            for (var i = 0; i < 150; i++)
            {
                bench.NowNs += random.NextInt64(30 * 60 * LogicBench.Second);
                if (random.Next(20) == 0)
                {
                    bench.Take(bench.Started(++epoch));
                    bench.Reconcile();
                    bench.Take(EngineInputs.MarketDataStarted());
                }
                var isRepeat = given.Count > 0 && random.Next(3) == 0;
                var command = isRepeat ? given[random.Next(given.Count)] : RandomCommand(random);
                if (!isRepeat) given.Add(command);
                bench.Tick(); // A dry run looks at the time that the engine has seen.
                var preview = bench.Chain.Preview(CommandRecords.Build(command, 0));
                var answer = Assert.Single(bench.Command(command), e => e.Kind == EventKind.CommandAnswered)
                    .CommandAnswer;
                if (answer.Code is not (CommandCode.HoldsFull or CommandCode.IdempotencyKeysFull))
                    AssertForeseen(in preview, in answer);
            }
            AssertAppliedOnce(bench.Journal);
            var runner = bench.Replay(
                new ModelFactory(new ScriptedCatalog()).Create(bench.Chain.ConfigText));
            Assert.Null(runner.Divergence);
            Assert.Equal(bench.Chain.ComputeStateDigest(), runner.Model.Chain.ComputeStateDigest());
            Assert.Equal(bench.Chain.StateDigest, bench.Chain.ComputeStateDigest());
        }
    }

    private static void AssertForeseen(in CommandAnswerPayload preview, in CommandAnswerPayload answer) => Assert.Equal(
        (answer.Code, answer.IsRepeat, answer.OrdersAffected, answer.HoldsPlaced, answer.HoldsReleased),
        (preview.Code, preview.IsRepeat, preview.OrdersAffected, preview.HoldsPlaced, preview.HoldsReleased));

    // Within a day a key changes something at most once: every other answer of it is a repetition.
    private static void AssertAppliedOnce(IReadOnlyList<EngineEvent> journal)
    {
        var applied = new Dictionary<(ulong, ulong), long>();
        var identity = default(CommandIdentityPayload);
        foreach (var record in journal)
        {
            if (record.Kind == EventKind.CommandIdentity) identity = record.CommandIdentity;
            if (record.Kind != EventKind.CommandAnswered || record.CommandAnswer.Code < 0) continue;
            var key = (identity.KeyHigh, identity.KeyLow);
            if (record.CommandAnswer.IsRepeat != 0) continue;
            Assert.True(
                !applied.TryGetValue(key, out var before) || record.TimestampNs - before >= CommandKeyTable.KeptNs
                    || record.CommandAnswer.CommandKind is EventKind.HoldCommanded or EventKind.CancelAllCommanded,
                $"key applied twice at {record.Sequence}");
            applied[key] = record.TimestampNs;
        }
        Assert.NotEmpty(applied);
    }

    private static OperatorCommand RandomCommand(Random random)
    {
        var issuer = Issuer.Of((OperatorRole)random.Next(1, 5));
        var scope = (HoldScope)random.Next(1, 4);
        var id = scope == HoldScope.Account ? 0 : random.Next(1, 18);
        return random.Next(5) switch
        {
            0 => OperatorCommand.Pause(issuer, scope, id),
            1 => OperatorCommand.Halt(issuer, scope, id),
            2 => OperatorCommand.Resume(issuer, scope, id),
            3 => OperatorCommand.Release(issuer, random.Next(1, 20)),
            _ => OperatorCommand.CancelAll(issuer),
        };
    }
}
