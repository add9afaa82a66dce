using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Replay;
using Engine.Testing;
using Xunit;

namespace Engine.Core.Tests.Pipeline.Logic;

/// <summary>Goal: a rotation marks its group and nothing else, once per key, the same in every replay.</summary>
public sealed class RotateTests
{
    [Fact]
    public void A_rotation_ends_the_segment_with_its_group_and_a_repetition_does_not()
    {
        var catalog = new ScriptedCatalog().Add("idle", () => new ScriptedStrategy());
        var bench = new LogicBench(catalog, "strategies.a.type=idle").Start();
        var rotate = OperatorCommand.Rotate(Issuer.Of(key: "nightly"));
        var preview = CommandPreviewer.Of(bench.Chain, CommandRecords.Build(rotate, 1));
        Assert.Equal(CommandCode.Done, preview.Result.Code);
        Assert.Contains(preview.Does, line => line.StartsWith("Ends the current segment", StringComparison.Ordinal));

        var group = bench.Command(rotate);
        Assert.True(group[^1].EndsSegment && group[^1].IsLastOfGroup);
        Assert.DoesNotContain(group[..^1], record => record.EndsSegment);
        var answer = group.Single(e => e.Kind == EventKind.CommandAnswered).CommandAnswer;
        Assert.Equal((CommandCode.Done, group[0].Sequence), (answer.Code, answer.AppliedSequence));

        Assert.DoesNotContain(bench.Command(rotate), record => record.EndsSegment);
        Assert.DoesNotContain(bench.Tick(), record => record.EndsSegment);
        var other = OperatorCommand.Pause(Issuer.Of(key: "nightly"));
        Assert.Equal(CommandCode.IdempotencyKeyReused, bench.Answer(other).Code);
        var refused = bench.Command(OperatorCommand.Rotate(Issuer.Of(OperatorRole.Emergency)));
        Assert.DoesNotContain(refused, record => record.EndsSegment);

        var replayed = new ModelFactory(catalog).Create(LogicBench.ConfigOf("strategies.a.type=idle"));
        Assert.Null(bench.Replay(replayed).Divergence);
        Assert.Equal(bench.Chain.StateDigest, replayed.Chain.StateDigest);
    }

    [Fact]
    public void With_a_state_hash_in_the_group_the_hash_is_the_last_of_the_segment()
    {
        var bench = new LogicBench(
            new ScriptedCatalog().Add("idle", () => new ScriptedStrategy()), "strategies.a.type=idle",
            "limits.stateHashIntervalRecords=1").Start();
        var group = bench.Command(OperatorCommand.Rotate(Issuer.Of()));
        Assert.Equal((EventKind.StateHash, true), (group[^1].Kind, group[^1].EndsSegment));
        Assert.False(group[^2].EndsSegment);
    }
}
