using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Replay;
using Engine.Testing;
using Xunit;

namespace Engine.Core.Tests.Pipeline.Logic;

/// <summary>Approving what another principal has given: it is that very command, or nothing.</summary>
public sealed class ApprovalFlowTests
{
    private static readonly string[] Settings =
    [
        "control.twoPerson=flatten,Stop,ChangeLimits", "control.twoPersonWithin=60s",
        "risk.ceiling.maxPosition=20000000",
    ];

    private readonly LogicBench _bench = NewBench();

    [Fact]
    public void Another_principal_applies_the_command_once()
    {
        var waiting = Give("alice");
        Assert.Equal(CommandCode.SamePerson, Approve("alice", waiting));
        Assert.Equal(0, _bench.View.Holds.Count);
        Assert.Equal(CommandCode.Done, Approve("bob", waiting));
        Assert.Equal(1, _bench.View.Holds.Count);
        Assert.Equal(CommandCode.NothingToApprove, Approve("carol", waiting));
        AssertReplays();
    }

    [Fact]
    public void What_has_expired_is_refused_and_not_noted_as_the_first_part_of_two()
    {
        var waiting = Give("alice");
        _bench.NowNs += 60 * LogicBench.Second;
        Assert.Equal(CommandCode.NothingToApprove, Approve("bob", waiting));
        Assert.Equal(CommandCode.NothingToApprove, Approve("alice", waiting));
        Assert.Empty(Waiting());
        AssertReplays();
    }

    [Fact]
    public void What_waits_is_told_with_its_sequence_and_its_end_and_survives_a_restart()
    {
        var first = Give("alice");
        _bench.NowNs += LogicBench.Second;
        var stop = _bench.Command(OperatorCommand.Stop(Issuer.Of(principal: "bob"), StopMode.Park))[0];
        _bench.Take(_bench.Started(runEpoch: 2));
        Assert.Equal(
        [
            new WaitingApproval(first.Sequence, "alice", first.TimeNs + (60 * LogicBench.Second)),
            new WaitingApproval(stop.Sequence, "bob", stop.TimestampNs + (60 * LogicBench.Second)),
        ], Waiting());

        _bench.NowNs += 59 * LogicBench.Second;
        Assert.Equal("bob", Assert.Single(Waiting()).Principal);
    }

    [Fact]
    public void Who_gives_the_command_itself_approves_as_well_and_his_role_counts()
    {
        var waiting = Give("alice");
        Assert.Equal(
            CommandCode.RoleNotAllowed,
            _bench.Answer(OperatorCommand.Approve(Issuer.Of(OperatorRole.Emergency, "emil"), waiting)).Code);
        Assert.Single(Waiting());
        Assert.Equal(
            CommandCode.Done, _bench.Answer(OperatorCommand.Flatten(Issuer.Of(principal: "bob"))).Code);
        Assert.Empty(Waiting());
    }

    [Fact]
    public void A_dry_run_of_an_approval_says_what_the_approval_then_does()
    {
        var waiting = Give("alice");
        CommandCode Preview(string principal) => CommandPreviewer.Of(
            _bench.Chain,
            CommandRecords.Build(OperatorCommand.Approve(Issuer.Of(principal: principal), waiting), requestId: 0))
            .Result.Code;
        Assert.Equal(CommandCode.SamePerson, Preview("alice"));
        Assert.Equal(CommandCode.Done, Preview("bob"));
        Assert.Equal(CommandCode.Done, Approve("bob", waiting));
        Assert.Equal(CommandCode.NothingToApprove, Preview("bob"));
    }

    [Fact]
    public void A_command_is_read_back_from_its_records_as_it_was_given()
    {
        const string changes = "risk.maxPosition=20000000\n";
        var issuer = Issuer.Of(principal: "alice") with
        {
            OperatorName = "Alice A.",
            Reason = "a reason that is longer than one record holds, so that the text goes on in another one, and ends",
        };
        var group = _bench.Command(OperatorCommand.ChangeLimits(issuer, changes, 1, 2));
        var read = JournaledCommand.Read(group);
        Assert.NotNull(read);
        Assert.Equal(
            ("alice", "Alice A.", issuer.Reason, changes, group[0].Sequence),
            (read.Principal, read.OperatorName, read.Reason, read.Body, read.Sequence));
        Assert.Equal(EventKind.LimitsCommanded, read.Head.Kind);

        Assert.Null(JournaledCommand.Read(group.AsSpan(1)));
        Assert.Null(JournaledCommand.Read(group.AsSpan(0, 3))); // The text is cut off.
        group[0].Limits.PlanHigh++;
        Assert.Null(JournaledCommand.Read(group)); // Not what its hash says.
    }

    [Theory]
    [InlineData(EventKind.StopCommanded)]
    [InlineData(EventKind.FlattenCommanded)]
    [InlineData(EventKind.LogLevelCommanded)]
    public void A_command_that_is_given_again_has_the_hash_of_the_first(EventKind kind)
    {
        var alice = Issuer.Of(principal: "alice");
        var command = kind switch
        {
            EventKind.StopCommanded => OperatorCommand.Stop(alice, StopMode.Drain),
            EventKind.FlattenCommanded => OperatorCommand.Flatten(alice, instrumentId: 0),
            _ => OperatorCommand.SetLogLevel(alice, LogVerbosity.Debug),
        };
        var group = _bench.Command(command);
        var again = CommandRecords.Build(
            OperatorCommand.Approve(Issuer.Of(principal: "bob"), JournaledCommand.Read(group)!), requestId: 9);
        Assert.Equal(group[1].CommandIdentity.BodyHigh, again[1].CommandIdentity.BodyHigh);
        Assert.Equal(group[1].CommandIdentity.BodyLow, again[1].CommandIdentity.BodyLow);
        Assert.Equal(1, again[1].CommandIdentity.IsApproval);
    }

    private static LogicBench NewBench()
    {
        var bench = new LogicBench(new ScriptedCatalog(), Settings).Start();
        bench.Quote(bench.Define("ALFA"));
        return bench;
    }

    private JournaledCommand Give(string principal)
    {
        var group = _bench.Command(OperatorCommand.Flatten(Issuer.Of(principal: principal)));
        Assert.Equal(CommandCode.AwaitsSecondPerson, group[^1].CommandAnswer.Code);
        return JournaledCommand.Read(group)!;
    }

    private CommandCode Approve(string principal, JournaledCommand waiting) =>
        _bench.Answer(OperatorCommand.Approve(Issuer.Of(principal: principal), waiting)).Code;

    private IReadOnlyList<WaitingApproval> Waiting() => ApprovalFigures.Of(_bench.View.Approvals, _bench.NowNs);

    private void AssertReplays() =>
        Assert.Null(_bench.Replay(new LogicBench(new ScriptedCatalog(), Settings).Model).Divergence);
}
