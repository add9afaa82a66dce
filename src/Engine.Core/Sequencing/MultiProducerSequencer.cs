using System.Runtime.CompilerServices;

namespace Engine.Core.Sequencing;

/// <summary>
/// Hands out the slots of a ring to several producers. A compare-and-swap claims, and every slot says by itself in
/// which lap it was published, so producers never wait for each other; consumers follow the unbroken run of published
/// slots. About a fifth of the rate of a single producer: where the writers are known, give each its own lane.
/// </summary>
/// <remarks>
/// Memory order: as <see cref="SingleProducerSequencer"/>, with the lap of the slot in place of the cursor. The lap is
/// stored with release after the slot's content and read with acquire. Two laps of one slot cannot be confused: a
/// producer enters the next lap only after every gate has passed the slot.
/// </remarks>
public sealed class MultiProducerSequencer : IPublication
{
    private readonly SlotLaps[] _laps;
    private readonly int _capacity;
    private readonly int _lapShift;
    private Sequence[] _gates = [];
    private WakeSignal[] _waiters = [];

    // Next: first position not claimed. Limit: slowest gate seen, plus capacity, plus 1.
    private PaddedPosition _claim;

    public MultiProducerSequencer(int capacity)
    {
        if (capacity < 1 || !int.IsPow2(capacity))
            throw new ArgumentOutOfRangeException(nameof(capacity), capacity, "A ring needs a power of two of slots.");
        _capacity = capacity;
        _lapShift = int.Log2(capacity);
        _laps = new SlotLaps[capacity];
        Array.Fill(_laps, new SlotLaps { Published = -1, Announced = -1 });
        _claim.Limit = capacity;
    }

    public int Capacity => _capacity;

    /// <summary>Last claimed position. What is published of it says <see cref="HighestPublished"/>.</summary>
    public long Claimed => Volatile.Read(ref _claim.Next) - 1;

    long IPublication.LastVisible => HighestPublished(SlowestGate() + 1);

    long IPublication.LastAnnounced
    {
        get
        {
            var position = SlowestGate();
            while (Volatile.Read(ref Laps(position + 1).Announced) == LapOf(position + 1)) position++;
            return position;
        }
    }

    /// <summary>No producer runs more than the capacity ahead of this consumer. Before the first claim.</summary>
    public void AddGate(Sequence consumer)
    {
        ArgumentNullException.ThrowIfNull(consumer);
        _gates = [.. _gates, consumer];
        _claim.Limit = Math.Min(_claim.Limit, consumer.Value + 1 + _capacity);
    }

    /// <summary>A consumer parks on this signal. Called while building the graph.</summary>
    public void WakeOnPublish(WakeSignal waiter)
    {
        ArgumentNullException.ThrowIfNull(waiter);
        if (_waiters.Contains(waiter)) return;
        _waiters = [.. _waiters, waiter];
        waiter.Watch(this);
    }

    /// <summary>
    /// Takes <paramref name="count"/> positions side by side. False when the slowest consumer is not that far.
    /// </summary>
    public bool TryClaim(int count, out long first)
    {
        if ((uint)(count - 1) >= (uint)_capacity) ThrowCount(count);
        for (; ; )
        {
            first = Volatile.Read(ref _claim.Next);
            var next = first + count;
            if (next > Volatile.Read(ref _claim.Limit) && !HasSpace(next)) return false;
            if (Interlocked.CompareExchange(ref _claim.Next, next, first) == first) return true;
        }
    }

    /// <summary>Makes claimed positions visible, once everything claimed before them is visible too.</summary>
    public void Publish(long first, long last)
    {
        for (var position = first; position <= last; position++)
            Volatile.Write(ref Laps(position).Published, LapOf(position));
        foreach (var waiter in _waiters)
            if (waiter.IsParked) waiter.Raise();
        for (var position = first; position <= last; position++)
            Volatile.Write(ref Laps(position).Announced, LapOf(position));
    }

    /// <summary>
    /// End of the unbroken run of published positions that starts at <paramref name="from"/>; else from - 1.
    /// </summary>
    public long HighestPublished(long from)
    {
        while (Volatile.Read(ref Laps(from).Published) == LapOf(from)) from++;
        return from - 1;
    }

    // A limit written late by a slow producer is lower than the newest: too careful, never too bold.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool HasSpace(long next)
    {
        var limit = SlowestGate() + 1 + _capacity;
        Volatile.Write(ref _claim.Limit, limit);
        return next <= limit;
    }

    private long SlowestGate()
    {
        if (_gates.Length == 0) return Claimed;
        var slowest = long.MaxValue;
        foreach (var gate in _gates) slowest = Math.Min(slowest, gate.Value);
        return slowest;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref SlotLaps Laps(long position) => ref _laps[(int)position & (_capacity - 1)];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int LapOf(long position) => (int)(position >> _lapShift);

    private void ThrowCount(int count) =>
        throw new ArgumentOutOfRangeException(nameof(count), count, $"A claim takes 1 to {_capacity} positions.");

    private struct SlotLaps
    {
        public int Published;
        public int Announced;
    }
}
