using System.Runtime.CompilerServices;

namespace Engine.Core.Sequencing;

/// <summary>
/// Many producers, one consumer, for sources without a bound number of writers, such as control calls. Slots are
/// claimed with one compare-and-swap and published by stamp as in <see cref="Lane{T}"/>; the consumer sees records in
/// claim order and waits at a claimed slot that is not published yet. A run of one producer is never mixed with
/// another's.
/// </summary>
public sealed class SharedLane<T> : IPublication where T : unmanaged
{
    private readonly RingBuffer<T> _ring;
    private readonly Sequence _released;
    private readonly long[] _announced; // Per slot: the last position whose producer has looked for a parked consumer.
    private WakeSignal _consumerSignal = WakeSignal.Nobody;

    // Next: first position not claimed. Limit is unused: a cached limit would be written by every producer.
    private PaddedPosition _claim;

    public SharedLane(int capacity)
    {
        _ring = LaneStamp.NewRing<T>(capacity);
        Reader = new LaneReader<T>(_ring);
        _released = Reader.Released;
        _announced = new long[capacity];
        Array.Fill(_announced, Sequence.BeforeFirst);
    }

    /// <summary>The consumer's end.</summary>
    public LaneReader<T> Reader { get; }

    public int Capacity => _ring.Capacity;

    /// <summary>The longest run that can be claimed at once.</summary>
    public int RunMax => Math.Min(Capacity, LaneStamp.RunMax);

    /// <summary>How many records producers have claimed.</summary>
    public long Published => Volatile.Read(ref _claim.Next);

    /// <summary>Records whose slots are taken. Any thread; the ends may have moved on meanwhile.</summary>
    public long Occupied
    {
        get
        {
            var released = _released.Value; // First: it never overtakes what was claimed.
            return Published - released - 1;
        }
    }

    // From the start of a run, which Released need not be. Asked by the consumer's thread, as Reader requires.
    long IPublication.LastVisible => LaneStamp.EndOfPublished(_ring, Reader.KnownEnd) - 1;

    long IPublication.LastAnnounced
    {
        get
        {
            var position = _released.Value;
            while (Volatile.Read(ref _announced[(position + 1) & (Capacity - 1)]) == position + 1) position++;
            return position;
        }
    }

    /// <summary>Copies one record into the lane and publishes it. False when the lane is full.</summary>
    public bool TryWrite(in T record)
    {
        if (!TryClaim(1, out var position)) return false;
        LaneStamp.CopyBody(ref _ring[position], in record);
        Publish(position, 1);
        return true;
    }

    /// <summary>
    /// Copies a head record and its continuations; the consumer sees all or none. False when they do not fit now.
    /// </summary>
    public bool TryWriteRun(ReadOnlySpan<T> records)
    {
        if (!TryClaim(records.Length, out var first)) return false;
        for (var i = 0; i < records.Length; i++) LaneStamp.CopyBody(ref _ring[first + i], in records[i]);
        Publish(first, records.Length);
        return true;
    }

    /// <summary>
    /// Takes slots for writing in place. They must be published: everything claimed later waits behind them.
    /// </summary>
    public bool TryClaim(int count, out long first)
    {
        if ((uint)(count - 1) >= (uint)RunMax) ThrowRunLength(count);
        for (; ; )
        {
            first = Volatile.Read(ref _claim.Next);
            if (first + count > _released.Value + 1 + Capacity) return false;
            if (Interlocked.CompareExchange(ref _claim.Next, first + count, first) == first) return true;
        }
    }

    /// <summary>A claimed slot. It still holds an old record. Its first 8 bytes are not the caller's.</summary>
    public ref T Claimed(long position) => ref _ring[position];

    /// <summary>Makes a claimed run visible at once.</summary>
    public void Publish(long first, int count)
    {
        LaneStamp.PublishRun(_ring, first, count);
        if (_consumerSignal.IsParked) _consumerSignal.Raise();
        for (var i = 0; i < count; i++) Volatile.Write(ref _announced[(first + i) & (Capacity - 1)], first + i);
    }

    /// <summary>The consumer parks on this signal. Called while building the graph.</summary>
    public void WakeConsumer(WakeSignal signal)
    {
        ArgumentNullException.ThrowIfNull(signal);
        _consumerSignal = signal;
        signal.Watch(this);
    }

    /// <summary>
    /// A producer parks on this signal when the lane is full; several may. Called while building the graph.
    /// </summary>
    public void WakeProducer(WakeSignal signal) => _released.WakeOnPublish(signal);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ThrowRunLength(int count) =>
        throw new ArgumentOutOfRangeException(nameof(count), count, $"A run has 1 to {RunMax} records on this lane.");
}
