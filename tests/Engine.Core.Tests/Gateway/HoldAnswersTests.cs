using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Gateway;
using Engine.Core.Replay;
using Xunit;

namespace Engine.Core.Tests.Gateway;

public sealed class HoldAnswersTests : ICommandAnswers
{
    private readonly List<(long Sequence, int Holds)> _told = [];

    void ICommandAnswers.OnAnswered(in EngineEvent answered, IReadOnlyList<HoldInForce> holds) =>
        _told.Add((answered.Sequence, holds.Count));

    bool ICommandAnswers.TryTakePreview(out PreviewRequest request)
    {
        request = null!;
        return false;
    }

    [Fact]
    public void Answers_are_told_in_order_with_the_holds_in_force_at_each()
    {
        var answers = new HoldAnswers(this, new StatusBoard(), []);
        answers.Note(Placed(1, holdId: 1));
        answers.Note(Answered(2));
        answers.Note(Placed(3, holdId: 2));
        answers.Note(Released(4, holdId: 1));
        answers.Note(Answered(5));
        Assert.Empty(_told);

        answers.Tell();
        answers.Tell();

        Assert.Equal([(2, 1), (5, 1)], _told);
    }

    [Fact]
    public void Noting_allocates_nothing()
    {
        var answers = new HoldAnswers(this, new StatusBoard(), []);
        var record = Placed(1, holdId: 1);
        answers.Note(in record);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) answers.Note(in record);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Where_there_is_no_room_the_rest_is_left_to_the_follower_rather_than_told_with_a_gap()
    {
        var answers = new HoldAnswers(this, new StatusBoard(), []);
        for (var i = 1; i <= 2_000; i++) answers.Note(Answered(i));
        answers.Tell();
        answers.Note(Answered(2_001));
        answers.Tell();
        Assert.Equal(1_024, _told.Count);
        Assert.Equal(1_024, _told[^1].Sequence);
    }

    private static EngineEvent Placed(long sequence, int holdId) => Hold(EventKind.HoldPlaced, sequence, holdId);

    private static EngineEvent Released(long sequence, int holdId) => Hold(EventKind.HoldReleased, sequence, holdId);

    private static EngineEvent Hold(EventKind kind, long sequence, int holdId)
    {
        var e = new EngineEvent { Kind = kind, Sequence = sequence };
        e.Hold.HoldId = holdId;
        e.Hold.Scope = HoldScope.Account;
        e.Hold.HoldKind = HoldKind.Operator;
        e.Hold.Permission = Permission.Halted;
        return e;
    }

    private static EngineEvent Answered(long sequence)
    {
        var e = new EngineEvent { Kind = EventKind.CommandAnswered, Sequence = sequence };
        e.CommandAnswer.CommandKind = EventKind.HoldCommanded;
        return e;
    }
}
