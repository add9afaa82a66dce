using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Engine.Core.Sequencing;

/// <summary>
/// The slots of a ring: a power of two of <typeparamref name="T"/> in one pinned block that starts on a 128-byte
/// boundary and has 128 unused bytes on both sides. A slot is reached by position, not by index; there is no bounds
/// check, because the mask keeps every position inside. Knows nothing of who may touch which slot: that is the
/// sequencer's business.
/// </summary>
public sealed unsafe class RingBuffer<T> where T : unmanaged
{
    /// <summary>Two cache lines: processors prefetch lines in pairs.</summary>
    public const int AlignmentBytes = 128;

    private readonly T* _slots;
    private readonly long _mask;
    private readonly T[] _memory; // Keeps the pinned block alive for as long as anybody holds the ring.

    public RingBuffer(int capacity)
    {
        if (capacity < 1 || !int.IsPow2(capacity))
            throw new ArgumentOutOfRangeException(nameof(capacity), capacity, "A ring needs a power of two of slots.");

        // Room for moving the start up to the boundary (at most 127 bytes) and for one free pair of lines on each side.
        var extraSlots = ((3 * AlignmentBytes) + sizeof(T) - 1) / sizeof(T);
        _memory = GC.AllocateArray<T>(checked(capacity + extraSlots), pinned: true);
        _mask = capacity - 1;

        var start = (nuint)Unsafe.AsPointer(ref _memory[0]) + AlignmentBytes;
        _slots = (T*)((start + AlignmentBytes - 1) & ~(nuint)(AlignmentBytes - 1));
        var slackBytes = (nuint)(extraSlots * sizeof(T)) - (2 * AlignmentBytes);
        Debug.Assert((nuint)_slots - start <= slackBytes, "128 bytes stay free behind the last slot.");
    }

    public int Capacity => (int)_mask + 1;

    /// <summary>The slot of a position; every position maps to one.</summary>
    public ref T this[long position]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _slots[position & _mask];
    }

    /// <summary>
    /// The slots from <paramref name="first"/> on that lie side by side: <paramref name="count"/> of them, or fewer
    /// when the ring wraps in between. The caller asks again for the rest. A writer hands the span to the kernel as it
    /// is.
    /// </summary>
    public Span<T> Slice(long first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var index = (int)(first & _mask);
        return new Span<T>(_slots + index, Math.Min(count, Capacity - index));
    }
}
