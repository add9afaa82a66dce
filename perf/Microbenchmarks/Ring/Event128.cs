using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Microbenchmarks.Ring;

/// <summary>Two cache lines, the size of the engine's record.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Event128 : IPayload<Event128>
{
    public long First, A, B, C, D, E, F, G, H, I, J, K, L, M, N, O;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fill(ref Event128 slot, long sequence)
    {
        slot.A = slot.B = slot.C = slot.D = sequence;
        slot.E = slot.F = slot.G = slot.H = sequence;
        slot.I = slot.J = slot.K = slot.L = sequence;
        slot.M = slot.N = slot.O = sequence;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Read(ref Event128 slot) => (slot.G + slot.O) >> 1;

    public static void Stamp(ref Event128 slot, long timestamp) => slot.A = timestamp;

    public static long StampOf(ref Event128 slot) => slot.A;
}
