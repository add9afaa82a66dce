using System.Runtime.CompilerServices;

namespace Engine.Core.Sequencing;

/// <summary>
/// The first 8 bytes of a lane slot: the low 40 bits are position + 1, the high 24 bits how many slots were published
/// together with this one, at least 1. The slots behind the first of a run carry length 0, so nothing ever starts
/// there. A value that a record happened to have in this place (a sequence, a small id) has length 0 too and is never
/// taken for a stamp. Two positions share a stamp only when 2^40 apart, and every slot is stamped anew on every lap.
/// </summary>
internal static class LaneStamp
{
    public const int RunMax = (1 << 24) - 1;

    private const int LengthShift = 40;
    private const ulong PositionMask = (1UL << LengthShift) - 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(long position, int runLength) =>
        ((ulong)(position + 1) & PositionMask) | ((ulong)runLength << LengthShift);

    /// <summary>Slots published together from this position on; 0 while nothing is published there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int RunLength(ulong stamp, long position) =>
        ((stamp ^ (ulong)(position + 1)) & PositionMask) == 0 ? (int)(stamp >> LengthShift) : 0;

    /// <summary>The stamp in a slot.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref ulong In<T>(ref T slot) where T : unmanaged => ref Unsafe.As<T, ulong>(ref slot);

    /// <summary>Copies a record but for the stamp, which must be the last thing to change in a slot.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CopyBody<T>(ref T slot, ref readonly T source) where T : unmanaged =>
        Unsafe.CopyBlockUnaligned(
            ref Unsafe.AddByteOffset(ref Unsafe.As<T, byte>(ref slot), sizeof(ulong)),
            ref Unsafe.AddByteOffset(ref Unsafe.As<T, byte>(ref Unsafe.AsRef(in source)), sizeof(ulong)),
            (uint)(Unsafe.SizeOf<T>() - sizeof(ulong)));

    /// <summary>
    /// Makes a written run visible, all of it at once: the first slot is stamped last, and its release store carries
    /// everything written before, in this run.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PublishRun<T>(RingBuffer<T> ring, long first, int count) where T : unmanaged
    {
        for (var position = first + count - 1; position > first; position--) In(ref ring[position]) = Of(position, 0);
        Volatile.Write(ref In(ref ring[first]), Of(first, count));
    }

    /// <summary>First position from <paramref name="position"/> on that is not published.</summary>
    public static long EndOfPublished<T>(RingBuffer<T> ring, long position) where T : unmanaged
    {
        for (; ; )
        {
            var run = RunLength(Volatile.Read(ref In(ref ring[position])), position);
            if (run == 0) return position;
            position += run;
        }
    }

    public static RingBuffer<T> NewRing<T>(int capacity) where T : unmanaged
    {
        if (Unsafe.SizeOf<T>() < sizeof(ulong))
            throw new ArgumentException($"{typeof(T).Name} has no room for the 8-byte stamp of a lane.");
        return new RingBuffer<T>(capacity);
    }
}
