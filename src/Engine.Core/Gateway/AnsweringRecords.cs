using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Replay;

namespace Engine.Core.Gateway;

/// <summary>
/// The durable records on their way into the gateway. Answers of holds are told here and not by the follower, which
/// lags where market data comes faster than a second model takes it: an operator who halts must not wait for that. It
/// is also the place to say that nothing more leaves: the gateway is not in the middle of a write here, has dropped
/// what the halt stops, and asks for the mark of the halt, which is older than the answer, before each write to come.
/// </summary>
internal sealed class AnsweringRecords : IDurableRecords
{
    private readonly IDurableRecords _records;
    private readonly ICommandAnswers _answers;
    private readonly StatusBoard _board;
    private readonly List<HoldInForce> _holds; // Oldest first.

    /// <param name="holds">In force before the first record, oldest first.</param>
    public AnsweringRecords(
        IDurableRecords records, ICommandAnswers answers, StatusBoard board, IEnumerable<HoldInForce> holds)
    {
        _records = records;
        _answers = answers;
        _board = board;
        _holds = [.. holds];
    }

    public long DurableSequence => _records.DurableSequence;

    public bool TryNext(ref EngineEvent record)
    {
        if (!_records.TryNext(ref record)) return false;

        if (record.Kind == EventKind.HoldPlaced) _holds.Add(HoldInForce.Of(in record));
        else if (record.Kind == EventKind.HoldReleased) Release(record.Hold.HoldId);
        else if (record.Kind == EventKind.CommandAnswered) Tell(in record);
        return true;
    }

    private void Release(int holdId)
    {
        var index = _holds.FindIndex(hold => hold.HoldId == holdId);
        if (index >= 0) _holds.RemoveAt(index);
    }

    private void Tell(in EngineEvent answered)
    {
        if (answered.CommandAnswer.CommandKind != EventKind.HoldCommanded) return;

        IReadOnlyList<HoldInForce> holds = [.. _holds];
        _board.Publish(new HoldsInForce(answered.Sequence, holds));
        _answers.OnAnswered(in answered, holds);
    }
}
