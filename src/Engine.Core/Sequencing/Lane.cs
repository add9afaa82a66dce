using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Engine.Core.Sequencing;

/// <summary>
/// One producer, one consumer, no shared cursor: a record is published by the stamp in its own slot, so one cache line
/// travels per hop instead of two. <typeparamref name="T"/> must begin with a long that belongs to the lane from the
/// claim until the consumer has released the slot; whatever a record has there is neither copied nor kept.
/// </summary>
/// <remarks>
/// Memory order, producer and consumer of position p:
/// <code>
/// 1. The producer writes slot p only after it has read Released >= p - capacity (acquire): the consumer's last read of
///    the slot's previous record came before it released that record.
/// 2. It writes the body, then the stamp with release. The stamp of the previous lap differs, and the body never
///    touches it.
/// 3. The consumer reads the stamp with acquire. The stamp of p seen means the body of p is seen, and of the whole run.
/// 4. Next is stored with release after the look at the consumer's signal, so it is the announcement (P3) of
///    WakeSignal.
/// </code>
/// </remarks>
public sealed class Lane<T> : IPublication where T : unmanaged
{
    private readonly RingBuffer<T> _ring;
    private readonly Sequence _released;
    private WakeSignal _consumerSignal = WakeSignal.Nobody;
    private int _claimed;

    // Next: first position not published. Limit: first position that may not be written as far as the producer knows.
    private PaddedPosition _producer;

    public Lane(int capacity)
    {
        _ring = LaneStamp.NewRing<T>(capacity);
        Reader = new LaneReader<T>(_ring);
        _released = Reader.Released;
        _producer.Limit = capacity;
    }

    /// <summary>The consumer's end.</summary>
    public LaneReader<T> Reader { get; }

    public int Capacity => _ring.Capacity;

    /// <summary>The longest run that can be claimed at once.</summary>
    public int RunMax => Math.Min(Capacity, LaneStamp.RunMax);

    /// <summary>How many records the producer has published.</summary>
    public long Published => Volatile.Read(ref _producer.Next);

    /// <summary>Records whose slots are taken. Any thread; the two ends may have moved on meanwhile.</summary>
    public long Occupied
    {
        get
        {
            var released = _released.Value; // First: it never overtakes what was published.
            return Published - released - 1;
        }
    }

    long IPublication.LastVisible => LaneStamp.EndOfPublished(_ring, Volatile.Read(ref _producer.Next)) - 1;

    long IPublication.LastAnnounced => Volatile.Read(ref _producer.Next) - 1;

    /// <summary>Copies one record into the lane and publishes it. False when the lane is full.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryWrite(in T record)
    {
        var position = _producer.Next;
        if (position >= _producer.Limit && !HasSpace(position, 1)) return false;

        ref var slot = ref _ring[position];
        LaneStamp.CopyBody(ref slot, in record);
        Volatile.Write(ref LaneStamp.In(ref slot), LaneStamp.Of(position, 1));
        Announce(position + 1);
        return true;
    }

    /// <summary>
    /// Copies a head record and its continuations; the consumer sees all or none. False when they do not fit now.
    /// </summary>
    public bool TryWriteRun(ReadOnlySpan<T> records)
    {
        if (!TryClaim(records.Length)) return false;
        for (var i = 0; i < records.Length; i++) LaneStamp.CopyBody(ref Claimed(i), in records[i]);
        Publish();
        return true;
    }

    /// <summary>
    /// Takes slots for writing in place; nothing is visible before <see cref="Publish"/>. False when they are not free.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryClaim(int count)
    {
        if ((uint)(count - 1) >= (uint)RunMax) ThrowRunLength(count);
        Debug.Assert(_claimed == 0, "Publish the claimed slots first.");
        var position = _producer.Next;
        if (position + count > _producer.Limit && !HasSpace(position, count)) return false;
        _claimed = count;
        return true;
    }

    /// <summary>A claimed slot. It still holds an old record. Its first 8 bytes are not the caller's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref T Claimed(int index)
    {
        Debug.Assert((uint)index < (uint)_claimed);
        return ref _ring[_producer.Next + index];
    }

    /// <summary>Makes all claimed slots visible at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Publish()
    {
        Debug.Assert(_claimed > 0, "Claim first.");
        var first = _producer.Next;
        LaneStamp.PublishRun(_ring, first, _claimed);
        Announce(first + _claimed);
        _claimed = 0;
    }

    /// <summary>The consumer parks on this signal. Called while building the graph.</summary>
    public void WakeConsumer(WakeSignal signal)
    {
        ArgumentNullException.ThrowIfNull(signal);
        _consumerSignal = signal;
        signal.Watch(this);
    }

    /// <summary>The producer parks on this signal when the lane is full. Called while building the graph.</summary>
    public void WakeProducer(WakeSignal signal) => _released.WakeOnPublish(signal);

    /// <summary>
    /// For a source that may block: waits until <paramref name="count"/> slots are free. False when halted first.
    /// <paramref name="signal"/> is the one given to <see cref="WakeProducer"/>.
    /// </summary>
    public bool WaitForSpace<TWait>(int count, ref TWait wait, WakeSignal signal, RunControl control)
        where TWait : struct, IWaitStrategy
    {
        if ((uint)(count - 1) >= (uint)RunMax) ThrowRunLength(count);
        var lastNeeded = _producer.Next + count - 1 - Capacity;
        var released = new SequenceReached(_released, lastNeeded, control);
        return Waiting.Until(ref wait, ref released, signal);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Announce(long next)
    {
        if (_consumerSignal.IsParked) _consumerSignal.Raise();
        Volatile.Write(ref _producer.Next, next);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool HasSpace(long position, int count)
    {
        _producer.Limit = _released.Value + 1 + Capacity;
        return position + count <= _producer.Limit;
    }

    private void ThrowRunLength(int count) =>
        throw new ArgumentOutOfRangeException(nameof(count), count, $"A run has 1 to {RunMax} records on this lane.");
}
