using Engine.Core.Events;
using Engine.Core.Pipeline.Logic;

namespace Engine.Simulation;

/// <summary>
/// Everything that anybody outside has seen, over all lives: records that the gateway was shown, places that the
/// follower reported, and the highest sequence that was promised. A crash must not take any of it back.
/// </summary>
internal sealed class Witness
{
    /// <summary>Records by sequence, as they were shown.</summary>
    public Dictionary<long, EngineEvent> Records { get; } = [];

    /// <summary>Where the follower was, by sequence.</summary>
    public Dictionary<long, LogicCursor> Places { get; } = [];

    /// <summary>Highest sequence that was called durable.</summary>
    public long Promised { get; private set; }

    public void SeeRecord(in EngineEvent record)
    {
        if (!Records.TryAdd(record.Sequence, record) && !JournalAudit.IsSame(Records[record.Sequence], in record))
            throw new SimulationFailedException($"Sequence {record.Sequence} was shown with two contents.");
    }

    public void SeePlace(LogicCursor place)
    {
        if (place.LastSequence > 0) Places[place.LastSequence] = place;
    }

    public void Promise(long durableSequence) => Promised = Math.Max(Promised, durableSequence);
}
