using System.Text;
using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Pipeline;
using Engine.Core.Sequencing;
using Engine.Testing;
using Xunit;

namespace Engine.Core.Tests.Control;

/// <summary>Goal: a caller gets exactly his answer, or hears at once why there will be none.</summary>
public sealed class ControlPortTests
{
    private readonly SharedLane<EngineEvent> _lane = new(64);
    private readonly ControlPort _port;

    public ControlPortTests()
    {
        _port = new ControlPort(_lane, runEpoch: 3);
        _port.Open();
    }

    [Fact]
    public async Task A_command_is_one_run_of_head_identity_and_text()
    {
        var issuer = new CommandIssuer("alice", OperatorRole.Operator, "Alice Müller", new string('w', 1_200), "1");
        var task = _port.SubmitAsync(OperatorCommand.Pause(issuer));
        Assert.False(task.IsCompleted);
        var run = Take();
        Assert.Equal(EventKind.HoldCommanded, run[0].Kind);
        Assert.Equal("alice", run[0].Command.Operator.ToString());
        Assert.Equal(new string('w', 29) + "...", run[0].Command.Reason.ToString());
        Assert.Equal(EventKind.CommandIdentity, run[1].Kind);
        Assert.All(run[1..], record => Assert.True(record.IsContinuation));
        var identity = run[1].CommandIdentity;
        Assert.Equal(("alice", OperatorRole.Operator), (identity.Principal.ToString(), identity.Role));
        Assert.Equal(1, identity.IsReasonClipped);
        var text = string.Concat(run[2..].Select(r => Encoding.ASCII.GetString(r.Text.Bytes).TrimEnd('\0')));
        Assert.Equal("Alice M?ller" + new string('w', 997) + "...", text);
        Assert.Equal((12, 1_000), (identity.OperatorNameBytes, identity.ReasonBytes));

        Answer(identity.RequestId + 1);
        Assert.False(task.IsCompleted);
        Answer(identity.RequestId);
        Assert.Equal(CommandCode.AlreadyInForce, (await task).Code);
        Assert.Equal(0, _port.PendingCount);
    }

    [Fact]
    public async Task The_content_of_a_command_decides_its_body_and_reason_and_names_do_not()
    {
        _ = _port.SubmitAsync(OperatorCommand.Pause(new("alice", OperatorRole.Operator, "A", "one", "k")));
        _ = _port.SubmitAsync(OperatorCommand.Pause(new("bob", OperatorRole.Admin, "B", "two", "k")));
        _ = _port.SubmitAsync(OperatorCommand.Halt(new("alice", OperatorRole.Operator, "A", "one", "l")));
        var (first, second, third) = (Take()[1], Take()[1], Take()[1]);
        Assert.Equal(first.CommandIdentity.BodyLow, second.CommandIdentity.BodyLow);
        Assert.Equal(first.CommandIdentity.KeyLow, second.CommandIdentity.KeyLow);
        Assert.NotEqual(first.CommandIdentity.BodyLow, third.CommandIdentity.BodyLow);
        Assert.NotEqual(first.CommandIdentity.KeyLow, third.CommandIdentity.KeyLow);
        Assert.True(second.CommandIdentity.RequestId > first.CommandIdentity.RequestId);
        _port.Close();
        Assert.Equal(0, _port.PendingCount);
        await Assert.ThrowsAsync<EngineStoppedException>(() => _port.SubmitAsync(OperatorCommand.Pause(Issuer.Of())));
    }

    [Fact]
    public void A_note_of_the_host_is_taken_while_a_run_is_there_and_never_fills_the_lane()
    {
        var note = EngineInputs.DeniedCalls("vera", "Control/Halt", DenialReason.PermissionDenied, 1, 10_000);
        Assert.True(_port.TryNote([note]));
        Assert.Equal(EventKind.DeniedCallsCounted, Assert.Single(Take()).Kind);
        Assert.False(_port.TryNote(new EngineEvent[(_lane.Capacity / 2) + 1]));
        Assert.False(new ControlPort(_lane, runEpoch: 1).TryNote([note])); // Not begun.
        Assert.False(new ControlPort(lane: null, runEpoch: 1).TryNote([note])); // A backtest.
        _port.Close();
        Assert.False(_port.TryNote([note]));
    }

    [Fact]
    public async Task Half_of_the_lane_is_the_engines_own()
    {
        var waiting = new List<Task<CommandAnswer>>();
        while (true)
        {
            var task = _port.SubmitAsync(OperatorCommand.CancelAll(Issuer.Of()));
            if (task.IsFaulted)
            {
                var error = await Assert.ThrowsAsync<ControlLaneFullException>(() => task);
                Assert.Contains("limits.laneSlots", error.Message, StringComparison.Ordinal);
                break;
            }
            waiting.Add(task);
        }
        Assert.Equal(10, waiting.Count); // Three records each, of 32.
        Assert.True(_lane.TryWriteRun(new EngineEvent[32]));

        Answer(Take()[1].CommandIdentity.RequestId);
        Assert.Equal(CommandCode.AlreadyInForce, (await waiting[0]).Code);
    }

    [Fact]
    public async Task A_canceled_wait_ends_at_once_and_the_command_stays()
    {
        using var source = new CancellationTokenSource();
        var task = _port.SubmitAsync(OperatorCommand.CancelAll(Issuer.Of()), source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAsync<TaskCanceledException>(() => task);
        Assert.Equal(1, _port.PendingCount);
        Answer(Take()[1].CommandIdentity.RequestId);
        Assert.Equal(0, _port.PendingCount);
    }

    [Fact]
    public async Task A_stop_of_the_engine_ends_every_wait_with_the_remedy()
    {
        var task = _port.SubmitAsync(OperatorCommand.CancelAll(Issuer.Of()));
        _port.Close();
        var error = await Assert.ThrowsAsync<EngineStoppedException>(() => task);
        Assert.Contains("idempotency key", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_taken_before_the_first_inputs_of_the_run()
    {
        var port = new ControlPort(_lane, runEpoch: 4);
        await Assert.ThrowsAsync<EngineNotStartedException>(
            () => port.SubmitAsync(OperatorCommand.CancelAll(Issuer.Of())));
        Assert.Equal(0, _lane.Reader.Available(1));
    }

    [Fact]
    public async Task A_backtest_takes_no_commands_and_says_so()
    {
        var port = new ControlPort(lane: null, runEpoch: 1);
        Assert.False(port.IsAvailable);
        var error = await Assert.ThrowsAsync<ControlUnavailableException>(
            () => port.SubmitAsync(OperatorCommand.CancelAll(Issuer.Of())));
        Assert.Contains("--mode paper", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "why", "key", "Principal")]
    [InlineData("a principal with a name longer than 32", "why", "key", "Principal")]
    [InlineData("alice", " ", "key", "reason")]
    [InlineData("alice", "why", "", "Idempotency key")]
    public async Task What_cannot_be_recorded_is_refused_before_it_is_sent(
        string principal, string reason, string key, string named)
    {
        var issuer = new CommandIssuer(principal, OperatorRole.Operator, "", reason, key);
        var error = await Assert.ThrowsAsync<ArgumentException>(
            () => _port.SubmitAsync(OperatorCommand.CancelAll(issuer)));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.Equal(0, _port.PendingCount);
    }

    private EngineEvent[] Take()
    {
        var run = new List<EngineEvent> { _lane.Reader.PeekOrNull() };
        while (run.Count < _lane.Reader.Available(run.Count + 1) && _lane.Reader.PeekOrNull(run.Count).IsContinuation)
            run.Add(_lane.Reader.PeekOrNull(run.Count));
        _lane.Reader.Advance(run.Count);
        _lane.Reader.Release();
        return [.. run];
    }

    private void Answer(long requestId)
    {
        var answered = new EngineEvent { Kind = EventKind.CommandAnswered, Sequence = 5 };
        answered.CommandAnswer.RequestId = requestId;
        answered.CommandAnswer.Code = CommandCode.AlreadyInForce;
        _port.OnAnswered(in answered, []);
    }
}
