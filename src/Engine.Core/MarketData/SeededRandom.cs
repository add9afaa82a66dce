using System.Numerics;

namespace Engine.Core.MarketData;

/// <summary>
/// xoshiro256** of Blackman and Vigna, its state filled from the seed by SplitMix64: integers only, the same on every
/// machine and in every version of the runtime. Not for secrets.
/// </summary>
internal struct SeededRandom
{
    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;

    public SeededRandom(long seed)
    {
        var state = (ulong)seed;
        _a = SplitMix(ref state);
        _b = SplitMix(ref state);
        _c = SplitMix(ref state);
        _d = SplitMix(ref state);
    }

    public ulong Next()
    {
        var result = BitOperations.RotateLeft(_b * 5, 7) * 9;
        var shifted = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= shifted;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>
    /// From 0 to bound - 1, by the high half of a product; the bias is below 2^-32 for bounds that fit 32 bits.
    /// </summary>
    public long NextBelow(long bound) => (long)Math.BigMul(Next(), (ulong)bound, out _);

    /// <summary>True once in so many calls.</summary>
    public bool OneIn(long calls) => NextBelow(calls) == 0;

    /// <summary>
    /// Bell-shaped around 0 with the standard deviation given: the sum of eight bytes, never beyond 4.9 deviations.
    /// </summary>
    public long NextBell(long deviation)
    {
        const int Mean = 8 * 255 / 2;
        const int DeviationOfSum = 209;    // sqrt(8 x (256^2 - 1) / 12)
        var bytes = Next();
        var sum = 0L;
        for (var i = 0; i < 8; i++) sum += (long)((bytes >> (i * 8)) & 0xFF);
        return (sum - Mean) * deviation / DeviationOfSum;
    }

    private static ulong SplitMix(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        var value = state;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
