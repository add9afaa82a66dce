using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Microbenchmarks.Ring;

/// <summary>One cache line.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Event64 : IPayload<Event64>
{
    public long First, A, B, C, D, E, F, G;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fill(ref Event64 slot, long sequence)
    {
        slot.A = slot.B = slot.C = slot.D = sequence;
        slot.E = slot.F = slot.G = sequence;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Read(ref Event64 slot) => slot.G;

    public static void Stamp(ref Event64 slot, long timestamp) => slot.A = timestamp;

    public static long StampOf(ref Event64 slot) => slot.A;
}
