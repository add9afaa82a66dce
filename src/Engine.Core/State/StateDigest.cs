using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Engine.Core.State;

/// <summary>
/// The 64-bit mixing behind state and record digests: multiply to 128 bits, fold the halves. It finds differences,
/// not forgeries; the journal's SHA-256 chain is there against those.
/// </summary>
public static class StateDigest
{
    // Odd constants with about half of their bits set, from the fractional parts of the square roots of 2, 3 and 5.
    private const ulong Key0 = 0x6A09E667F3BCC909;
    private const ulong Key1 = 0xBB67AE8584CAA73B;
    private const ulong Key2 = 0x3C6EF372FE94F82B;

    /// <summary>Contribution of one entity to its table; 0 for an entity that is all zero.</summary>
    public static ulong OfEntity(int partId, int index, ReadOnlySpan<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        var hash = Mix(((ulong)(uint)partId << 32) | (uint)index, Key0);
        var any = 0ul;
        foreach (var word in words)
        {
            any |= word;
            hash = Mix(hash ^ word, Key1);
        }
        foreach (var rest in bytes[(words.Length * sizeof(ulong))..])
        {
            any |= rest;
            hash = Mix(hash ^ rest, Key2);
        }
        return any == 0 ? 0 : hash;
    }

    /// <summary>Appends a value to a rolling digest; the order of the values matters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Append(ulong digest, ulong value) => Mix(digest ^ value, Key1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong value, ulong key)
    {
        // The added key keeps a zero from multiplying everything away.
        var high = Math.BigMul(value + Key2, key, out var low);
        return high ^ low;
    }
}
