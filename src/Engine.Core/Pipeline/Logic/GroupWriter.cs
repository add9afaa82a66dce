using System.Runtime.CompilerServices;
using Engine.Core.Events;
using Engine.Core.Sequencing;

namespace Engine.Core.Pipeline.Logic;

/// <summary>
/// Builds one group in place in a ring: the records of an input, then everything decided because of it. Nobody sees the
/// slots until the caller publishes them, and nobody writes them afterwards. Single writer.
/// </summary>
public sealed class GroupWriter
{
    private readonly RingBuffer<EngineEvent> _ring;
    private readonly int _recordsMax;
    private long _firstPosition;
    private long _firstSequence;
    private long _causeSequence;
    private long _timestampNs;
    private ushort _laneId;

    public GroupWriter(RingBuffer<EngineEvent> ring, int recordsMax)
    {
        ArgumentNullException.ThrowIfNull(ring);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(recordsMax, ring.Capacity);
        _ring = ring;
        _recordsMax = recordsMax;
    }

    /// <summary>Records so far.</summary>
    public int Count { get; private set; }

    /// <summary>Records that still fit.</summary>
    public int Remaining => _recordsMax - Count;

    public long FirstPosition => _firstPosition;

    public long LastSequence => _firstSequence + Count - 1;

    /// <summary>The segment is to end with this group.</summary>
    public bool EndsSegment { get; private set; }

    public ref EngineEvent this[int index] => ref _ring[_firstPosition + index];

    /// <summary>Starts a group at a ring position whose slots are free.</summary>
    public void Begin(long firstPosition, long firstSequence)
    {
        _firstPosition = firstPosition;
        _firstSequence = firstSequence;
        _causeSequence = firstSequence;
        Count = 0;
        EndsSegment = false;
    }

    /// <summary>
    /// Appends the head of the input. The caller has yet to fill in kind and payload if it gave no prototype.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref EngineEvent AppendInput(in EngineEvent prototype, long timestampNs, ushort laneId)
    {
        if (Count >= _recordsMax) ThrowFull(prototype.Kind);

        _timestampNs = timestampNs;
        _laneId = laneId;
        ref var record = ref _ring[_firstPosition + Count];
        record = prototype;
        record.Sequence = _firstSequence + Count;
        record.CauseSequence = _causeSequence;
        record.TimestampNs = timestampNs;
        record.Flags &= EventFlags.Continuation;
        record.SchemaVersion = EngineEvent.CurrentSchemaVersion;
        record.LaneId = laneId;
        Count++;
        return ref record;
    }

    /// <summary>
    /// Appends a decision: everything zero but the header. Running out of room is a broken invariant.
    /// </summary>
    public ref EngineEvent Append(EventKind kind, int instrumentId, int strategyId)
    {
        if (Count >= _recordsMax) ThrowFull(kind);

        ref var record = ref _ring[_firstPosition + Count];
        record = default;
        record.Sequence = _firstSequence + Count;
        record.CauseSequence = _causeSequence;
        record.TimestampNs = _timestampNs;
        record.Kind = kind;
        record.SchemaVersion = EngineEvent.CurrentSchemaVersion;
        record.InstrumentId = instrumentId;
        record.StrategyId = (ushort)strategyId;
        record.LaneId = _laneId;
        Count++;
        return ref record;
    }

    /// <summary>Lets the segment end with this group, wherever in the segment that is.</summary>
    public void EndSegment() => EndsSegment = true;

    /// <summary>Marks the last record; nothing can be appended to the group afterwards.</summary>
    public void End() => this[Count - 1].Flags |=
        EndsSegment ? EventFlags.LastOfGroup | EventFlags.EndsSegment : EventFlags.LastOfGroup;

    private void ThrowFull(EventKind kind) =>
        throw new InvalidOperationException($"{kind} does not fit: the group has {Count} of {_recordsMax} records.");
}
