using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Replay;
using Engine.Core.Sequencing;

namespace Engine.Core.Gateway;

/// <summary>
/// Answers of holds, from where they take effect to who waits for them. The follower tells answers when its model has
/// come to them; where market data comes faster than it takes it, it lags, and an operator who halts must not wait for
/// that. So the gateway notes the few records that concern holds, and the follower's thread tells them between two
/// batches, ahead of its model.
/// <list type="number">
/// <item>The gateway's thread copies a record into the next slot, then publishes the count: no allocation, no lock.
/// </item>
/// <item>The follower's thread reads the count, then the slots below it, and releases them. Objects are made there.
/// </item>
/// <item>If the slots are full, nothing is noted any more, and the follower tells the answers in its own time.</item>
/// </list>
/// </summary>
internal sealed class HoldAnswers
{
    private const int Slots = 1_024;

    private readonly EngineEvent[] _slots = new EngineEvent[Slots];
    private readonly Sequence _noted = new(initial: 0);
    private readonly Sequence _told = new(initial: 0);
    private readonly ICommandAnswers _answers;
    private readonly StatusBoard _board;
    private readonly List<HoldInForce> _holds; // Oldest first; the follower's thread alone.
    private long _nextNote;
    private long _nextTell;
    private bool _hasLost; // The gateway's thread alone.

    /// <param name="holds">In force before the first record, oldest first.</param>
    public HoldAnswers(ICommandAnswers answers, StatusBoard board, IEnumerable<HoldInForce> holds)
    {
        _answers = answers;
        _board = board;
        _holds = [.. holds];
    }

    public static bool Concern(in EngineEvent record) => record.Kind switch
    {
        EventKind.HoldPlaced or EventKind.HoldReleased => true,
        EventKind.CommandAnswered => record.CommandAnswer.CommandKind == EventKind.HoldCommanded,
        _ => false,
    };

    /// <summary>On the gateway's thread.</summary>
    public void Note(in EngineEvent record)
    {
        if (_hasLost) return;
        if (_nextNote - _told.Value >= Slots)
        {
            _hasLost = true; // A gap would make the list of holds wrong for good.
            return;
        }
        _slots[_nextNote % Slots] = record;
        _noted.Publish(++_nextNote);
    }

    /// <summary>On the follower's thread.</summary>
    public void Tell()
    {
        for (var noted = _noted.Value; _nextTell < noted; _told.Publish(++_nextTell))
        {
            ref readonly var record = ref _slots[_nextTell % Slots];
            if (record.Kind == EventKind.HoldPlaced) _holds.Add(HoldInForce.Of(in record));
            else if (record.Kind == EventKind.HoldReleased) Release(record.Hold.HoldId);
            else Answer(in record);
        }
    }

    private void Release(int holdId)
    {
        var index = _holds.FindIndex(hold => hold.HoldId == holdId);
        if (index >= 0) _holds.RemoveAt(index);
    }

    private void Answer(in EngineEvent answered)
    {
        IReadOnlyList<HoldInForce> holds = [.. _holds];
        _board.Publish(new HoldsInForce(answered.Sequence, holds));
        _answers.OnAnswered(in answered, holds);
    }
}
