using Engine.Core.Sequencing;

namespace Engine.Core.Pipeline;

/// <summary>
/// Times of groups and batches, beside the outbound ring and never journaled. Each is written by one thread before it
/// publishes what it belongs to, and read by others after: the cursors of the ring order the two. Twice as many places
/// as the ring has, so that a reader may lag behind the gateway by a whole ring; it gates nothing.
/// </summary>
public sealed class LatencyStamps(int ringSlots)
{
    private readonly RingBuffer<GroupStamp> _groups = new(2 * ringSlots);
    private readonly RingBuffer<BatchStamp> _batches = new(2 * ringSlots); // A batch has at least one position.
    private long _batchCount;

    /// <summary>The logic's thread, before it publishes the group.</summary>
    public void SetGroup(long position, int count, long ingestTicks, long takenTicks, long decidedTicks) =>
        _groups[position] = GroupStamp.Of(position, count, ingestTicks, takenTicks, decidedTicks);

    /// <summary>The stamp at a published position; whether it is a group's, it says itself.</summary>
    public GroupStamp Group(long position) => _groups[position];

    /// <summary>The journal's thread, before it moves the durable position.</summary>
    public void AddBatch(in BatchStamp batch) => _batches[_batchCount++] = batch;

    /// <summary>A batch by its number from 0, of one that is durable.</summary>
    public BatchStamp Batch(long number) => _batches[number];
}
