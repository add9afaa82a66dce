using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Engine.Core.Sequencing;

/// <summary>
/// The consumer's end of a lane, the same for <see cref="Lane{T}"/> and <see cref="SharedLane{T}"/>, so that a sweep
/// over lanes of both sorts calls nothing virtual. One thread. Records are looked at in their slots; the order is
/// <see cref="PeekOrNull"/>, <see cref="Advance"/>, and once per sweep <see cref="Release"/>, after which the slots
/// belong to the producer again.
/// </summary>
public sealed class LaneReader<T> where T : unmanaged
{
    private readonly RingBuffer<T> _ring;
    private readonly int _releaseStep;

    // Next: first record not advanced over. Limit: end of the records known to be published.
    private PaddedPosition _consumer;

    internal LaneReader(RingBuffer<T> ring)
    {
        _ring = ring;
        _releaseStep = Math.Max(1, ring.Capacity / 8);
    }

    /// <summary>Last position given back to the producer; what a producer waits for when the lane is full.</summary>
    public Sequence Released { get; } = new();

    /// <summary>Position of the record that <c>PeekOrNull(0)</c> looks at: how many were advanced over.</summary>
    public long Position => _consumer.Next;

    public int Capacity => _ring.Capacity;

    /// <summary>Start of the next run, published or not, as far as this end has looked.</summary>
    internal long KnownEnd => _consumer.Limit;

    /// <summary>
    /// The record <paramref name="offset"/> places ahead, in its slot, or a null reference (<see
    /// cref="Unsafe.IsNullRef"/>) while it is not published. Its first 8 bytes are the lane's; the rest may be changed
    /// by the consumer.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref T PeekOrNull(int offset = 0)
    {
        Debug.Assert(offset >= 0);
        var position = _consumer.Next + offset;
        if (position >= _consumer.Limit && !SeesAsFarAs(position)) return ref Unsafe.NullRef<T>();
        return ref _ring[position];
    }

    /// <summary>How many records can be looked at now, counted up to <paramref name="max"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Available(int max)
    {
        var wanted = _consumer.Next + max;
        if (wanted > _consumer.Limit) SeesAsFarAs(wanted - 1);
        return (int)Math.Min(max, _consumer.Limit - _consumer.Next);
    }

    /// <summary>
    /// Done with <paramref name="count"/> records that were seen. They stay in their slots until released.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Advance(int count)
    {
        Debug.Assert(count >= 0 && _consumer.Next + count <= _consumer.Limit);
        _consumer.Next += count;
    }

    /// <summary>
    /// Gives the slots of everything advanced over back to the producer, and wakes it if it waits for them. Does so
    /// when an eighth of the lane has gathered or nothing more is known to be there, so that a producer at a full lane
    /// is woken for a good number of slots and not for each.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Release()
    {
        var last = _consumer.Next - 1;
        var gathered = last - Released.Value;
        if (gathered >= _releaseStep || (gathered > 0 && _consumer.Next == _consumer.Limit)) Released.Publish(last);
    }

    // One acquire load per run: everything that was published together is known after the first stamp.
    private bool SeesAsFarAs(long position)
    {
        var end = _consumer.Limit;
        while (end <= position)
        {
            var run = LaneStamp.RunLength(Volatile.Read(ref LaneStamp.In(ref _ring[end])), end);
            if (run == 0) break;
            end += run;
        }
        _consumer.Limit = end;
        return position < end;
    }
}
