using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Engine.Core.Sequencing;

/// <summary>
/// Hands out the slots of a ring to its one producer and publishes them by cursor, so that a batch becomes visible at
/// once. No interlocked instruction: every counter has one writer, and the producer remembers the slowest consumer's
/// last position and looks again only when the ring would wrap past it.
/// </summary>
/// <remarks>
/// Memory order: 1. the producer writes slot p only after it has read p - capacity from every gate (acquire), so all
/// reads of the old event came before. 2. It stores the cursor with release after the slots. 3. A consumer that reads
/// cursor >= p with acquire sees slot p whole. 4. The gate's release store after its last read of p makes step 1 hold
/// for the next lap.
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public sealed class SingleProducerSequencer
{
    public const int SizeInBytes = 320;

    // Written by the producer only; the padding keeps it from the neighbours on the heap.
    [FieldOffset(128)] private long _nextClaim;
    [FieldOffset(136)] private long _gateCached = Sequence.BeforeFirst;
    [FieldOffset(144)] private readonly int _capacity;
    [FieldOffset(152)] private readonly Sequence _cursor;
    [FieldOffset(160)] private Sequence[] _gates = [];

#pragma warning disable CS0169, IDE0051 // The runtime ignores Size for a class with references, not a last field.
    [FieldOffset(SizeInBytes - sizeof(long))] private readonly long _end;
#pragma warning restore CS0169, IDE0051

    public SingleProducerSequencer(int capacity, long firstPosition = 0)
    {
        if (capacity < 1 || !int.IsPow2(capacity))
            throw new ArgumentOutOfRangeException(nameof(capacity), capacity, "A ring needs a power of two of slots.");
        _capacity = capacity;
        _cursor = new Sequence(firstPosition - 1);
        _nextClaim = firstPosition;
        _gateCached = firstPosition - 1;
    }

    public int Capacity => _capacity;

    /// <summary>Last published position.</summary>
    public Sequence Cursor => _cursor;

    /// <summary>The position that the next claim begins with. Producer's thread only.</summary>
    public long NextPosition => _nextClaim;

    /// <summary>
    /// The producer never runs more than the capacity ahead of this consumer. Before the first claim.
    /// </summary>
    public void AddGate(Sequence consumer)
    {
        ArgumentNullException.ThrowIfNull(consumer);
        _gates = [.. _gates, consumer];
        _gateCached = Math.Min(_gateCached, consumer.Value);
    }

    /// <summary>The producer parks on this signal when the ring is full. After the gates were added.</summary>
    public void WakeProducer(WakeSignal signal)
    {
        foreach (var gate in _gates) gate.WakeOnPublish(signal);
    }

    /// <summary>
    /// Takes the next <paramref name="count"/> positions. False when the slowest consumer is not that far.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryClaim(int count, out long first)
    {
        first = _nextClaim;
        var next = first + count;
        if ((uint)(count - 1) >= (uint)_capacity) ThrowCount(count);
        if (next - _capacity - 1 > _gateCached && !HasSpace(next)) return false;
        _nextClaim = next;
        return true;
    }

    /// <summary>Makes everything up to <paramref name="last"/> visible.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Publish(long last)
    {
        Debug.Assert(last < _nextClaim && last > _cursor.Value);
        _cursor.Publish(last);
    }

    /// <summary>Gives back what was claimed beyond <paramref name="last"/>, which may be published later.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void GiveBack(long last)
    {
        Debug.Assert(last < _nextClaim && last > _cursor.Value);
        _nextClaim = last + 1;
    }

    /// <summary>Waits until <paramref name="count"/> positions can be claimed. False when halted first.</summary>
    /// <param name="signal">The one given to <see cref="WakeProducer"/>.</param>
    public bool WaitForSpace<TWait>(int count, ref TWait wait, WakeSignal signal, RunControl control)
        where TWait : struct, IWaitStrategy
    {
        if ((uint)(count - 1) >= (uint)_capacity) ThrowCount(count);
        var space = new SpaceCondition(this, _nextClaim + count, control);
        return Waiting.Until(ref wait, ref space, signal);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool HasSpace(long next)
    {
        var slowest = _nextClaim - 1; // With no gate there is nobody to overrun.
        foreach (var gate in _gates) slowest = Math.Min(slowest, gate.Value);
        _gateCached = slowest;
        return next - _capacity - 1 <= slowest;
    }

    private void ThrowCount(int count) =>
        throw new ArgumentOutOfRangeException(nameof(count), count, $"A claim takes 1 to {_capacity} positions.");

    private readonly struct SpaceCondition(SingleProducerSequencer owner, long next, RunControl control)
        : IWaitCondition
    {
        public bool IsMet => owner.HasSpace(next);

        public bool IsCancelled => control.IsHalted;
    }
}
