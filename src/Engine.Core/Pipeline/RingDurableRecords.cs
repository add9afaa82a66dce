using System.Diagnostics;
using Engine.Core.Events;
using Engine.Core.Gateway;
using Engine.Core.Metrics;
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
    private readonly LatencyStamps _stamps;
    private readonly long _sequenceOffset;
    private long _next;
    private long _batchEnd;      // Last position that was durable when the gateway last looked.
    private long _latencyNsMax;  // Written by the gateway's thread, taken by the host's.

    /// <param name="firstSequence">Sequence of the record at the next ring position.</param>
    public RingDurableRecords(RingBuffer<EngineEvent> ring, Sequence durable, long firstSequence, LatencyStamps stamps)
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
    /// From the ingest of the market data to the moment its order may leave: durable and in the gateway's hands.
    /// </summary>
    public LatencyHistogram TickToOrder { get; } = new();

    /// <summary>
    /// The longest time since the last call from an input entering the process to its group being durable and in the
    /// gateway's hands; 0 if there was none. Any thread.
    /// </summary>
    public long TakeLatencyNsMax() => Interlocked.Exchange(ref _latencyNsMax, 0);

    public long DurableSequence => _durable.Value + _sequenceOffset;

    public bool TryNext(ref EngineEvent record)
    {
        if (_next > _durable.Value) return false;

        if (_next > _batchEnd) MeasureLatency();
        record = _ring[_next];
        if (record.Kind == EventKind.OrderRequested) MeasureTickToOrder(in record);
        Consumed.Publish(_next);
        _next++;
        return true;
    }

    // Once per batch: its first record is the head of a group, and has waited longest. Where the host takes the figure
    // between read and write one batch is lost or counted twice, which is of no consequence for a maximum per second.
    private void MeasureLatency()
    {
        _batchEnd = _durable.Value;
        var ingestTicks = _stamps.Get(_next);
        if (ingestTicks == 0) return; // A timer or a command.
        var latencyNs = (long)((Stopwatch.GetTimestamp() - ingestTicks) * NsPerTick);
        if (latencyNs > Volatile.Read(ref _latencyNsMax)) Volatile.Write(ref _latencyNsMax, latencyNs);
    }

    private void MeasureTickToOrder(in EngineEvent order)
    {
        var ingestTicks = _stamps.Get(order.CauseSequence - _sequenceOffset);
        if (ingestTicks == 0) return; // Caused by a timer or a command, not by a tick.
        TickToOrder.Record((long)((Stopwatch.GetTimestamp() - ingestTicks) * NsPerTick));
    }
}
