using System.Runtime.CompilerServices;
using Engine.Core.Sequencing;

namespace Microbenchmarks.Ring;

/// <summary>
/// The floor: the least a single-producer single-consumer ring can be. One cursor, one consumed counter, a cached
/// limit, no waiting, no waking, no gates. What everything else is compared with in the same run.
/// </summary>
internal sealed class BareRing<T>(int capacity) where T : unmanaged
{
    private readonly RingBuffer<T> _slots = new(capacity);
    private PaddedPosition _cursor = new() { Next = -1 };
    private PaddedPosition _consumed = new() { Next = -1 };
    private PaddedPosition _limit = new() { Next = capacity - 1 };

    public ref T this[long position]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _slots[position];
    }

    public long Cursor
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Volatile.Read(ref _cursor.Next);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WaitForSpace(long last)
    {
        while (last > _limit.Next) _limit.Next = Volatile.Read(ref _consumed.Next) + capacity;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Publish(long last) => Volatile.Write(ref _cursor.Next, last);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Consumed(long last) => Volatile.Write(ref _consumed.Next, last);
}
