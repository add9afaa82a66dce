using System.Runtime.CompilerServices;
using Engine.Core.Events;

namespace Engine.Core.Portfolio;

/// <summary>
/// Sums that say when they do not fit. <see cref="FixedPoint.Absent"/> is no amount, so it does not fit either.
/// </summary>
internal static class Money
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryAdd(long left, long right, out long sum)
    {
        sum = unchecked(left + right);
        return ((left ^ sum) & (right ^ sum)) >= 0 && sum != FixedPoint.Absent;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TrySubtract(long left, long right, out long difference)
    {
        difference = unchecked(left - right);
        return ((left ^ right) & (left ^ difference)) >= 0 && difference != FixedPoint.Absent;
    }

    /// <summary>As near to the value as 64 bits come.</summary>
    public static long Clamp(Int128 value) => (long)Int128.Clamp(value, -long.MaxValue, long.MaxValue);

    /// <summary>As near to left - right as 64 bits come.</summary>
    public static long ClampedDifference(long left, long right) =>
        TrySubtract(left, right, out var difference) ? difference : Clamp((Int128)left - right);

    /// <summary>sum + added - removed; only the result has to fit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryMove(long sum, long added, long removed, out long moved) =>
        (TryAdd(sum, added, out var enlarged) && TrySubtract(enlarged, removed, out moved))
        || TryMoveExactly(sum, added, removed, out moved);

    private static bool TryMoveExactly(long sum, long added, long removed, out long moved)
    {
        var exact = (Int128)sum + added - removed;
        moved = (long)exact;
        return exact <= long.MaxValue && exact > long.MinValue;
    }
}
