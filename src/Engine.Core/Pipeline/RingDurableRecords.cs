using Engine.Core.Events;
using Engine.Core.Gateway;
using Engine.Core.Sequencing;

namespace Engine.Core.Pipeline;

/// <summary>
/// The outbound ring as the gateway sees it: records up to the durable position, in order. It gates the ring, so a slot
/// is never overwritten before the gateway has had it; it waits for nothing but the durable position.
/// </summary>
public sealed class RingDurableRecords : IDurableRecords
{
    private readonly RingBuffer<EngineEvent> _ring;
    private readonly Sequence _durable;
    private readonly long _sequenceOffset;
    private long _next;

    /// <param name="firstSequence">Sequence of the record at the next ring position.</param>
    public RingDurableRecords(RingBuffer<EngineEvent> ring, Sequence durable, long firstSequence)
    {
        ArgumentNullException.ThrowIfNull(durable);
        _ring = ring;
        _durable = durable;
        _next = durable.Value + 1;
        _sequenceOffset = firstSequence - _next;
        Consumed = new Sequence(durable.Value);
    }

    /// <summary>Last position that the gateway has taken.</summary>
    public Sequence Consumed { get; }

    public long DurableSequence => _durable.Value + _sequenceOffset;

    public bool TryNext(ref EngineEvent record)
    {
        if (_next > _durable.Value) return false;

        record = _ring[_next];
        Consumed.Publish(_next);
        _next++;
        return true;
    }
}
