using System.Diagnostics;
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
    private static readonly double NsPerTick = 1e9 / Stopwatch.Frequency;

    private readonly RingBuffer<EngineEvent> _ring;
    private readonly Sequence _durable;
    private readonly LatencyStamps? _stamps;
    private readonly long _sequenceOffset;
    private BatchCursor _batches;
    private long _next;
    private long _batchEnd;      // Last position that was durable when the gateway last looked.
    private long _latencyNsMax;  // Written by the gateway's thread, taken by the host's.

    /// <param name="firstSequence">Sequence of the record at the next ring position.</param>
    /// <param name="stamps">Null where nobody measures.</param>
    public RingDurableRecords(RingBuffer<EngineEvent> ring, Sequence durable, long firstSequence, LatencyStamps? stamps)
    {
        ArgumentNullException.ThrowIfNull(durable);
        _ring = ring;
        _durable = durable;
        _stamps = stamps;
        _next = durable.Value + 1;
        _batchEnd = durable.Value;
        _sequenceOffset = firstSequence - _next;
        Consumed = new Sequence(durable.Value);
    }

    /// <summary>Last position that the gateway has taken.</summary>
    public Sequence Consumed { get; }

    /// <summary>
    /// The longest time since the last call from an input entering the process to its group being durable and in the
    /// gateway's hands; 0 if there was none, or nobody measures. Any thread.
    /// </summary>
    public long TakeLatencyNsMax() => Interlocked.Exchange(ref _latencyNsMax, 0);

    public long DurableSequence => _durable.Value + _sequenceOffset;

    public bool TryNext(ref EngineEvent record)
    {
        if (_next > _durable.Value) return false;

        if (_stamps is not null && _next > _batchEnd) MeasureLatency(_stamps);
        record = _ring[_next];
        if (_stamps is not null) FollowBatches(_stamps);
        Consumed.Publish(_next);
        _next++;
        return true;
    }

    /// <summary>
    /// Of the record that was given last. Where nobody measures, and for a record of before this run, there are none.
    /// </summary>
    public RecordTimes TimesOf(in EngineEvent record)
    {
        if (_stamps is null || record.Sequence < _sequenceOffset) return default;

        var cause = record.CauseSequence - _sequenceOffset;
        var group = _stamps.Group(cause);
        return new RecordTimes(group.IsAt(cause) ? group.IngestTicks : 0, _batches.Current.DurableTicks);
    }

    // Once per batch: its first record is the head of a group, and has waited longest. Where the host takes the figure
    // between read and write one batch is lost or counted twice, which is of no consequence for a maximum per second.
    private void MeasureLatency(LatencyStamps stamps)
    {
        _batchEnd = _durable.Value;
        var group = stamps.Group(_next);
        if (!group.IsAt(_next) || group.IngestTicks == 0) return; // A timer or a command.
        var latencyNs = (long)((Stopwatch.GetTimestamp() - group.IngestTicks) * NsPerTick);
        if (latencyNs > Volatile.Read(ref _latencyNsMax)) Volatile.Write(ref _latencyNsMax, latencyNs);
    }

    // Record by record: a batch that is a ring old is overwritten.
    private void FollowBatches(LatencyStamps stamps)
    {
        while (_batches.MoveTowards(stamps, _next))
        {
            // Up to the one that the record came with.
        }
    }
}
