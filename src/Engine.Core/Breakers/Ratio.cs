namespace Engine.Core.Breakers;

/// <summary>Shares in whole parts of a scale. None overflows; what does not fit is the largest number.</summary>
public static class Ratio
{
    /// <summary>Rounded down: at least a limit exactly where the exact share is.</summary>
    public static long Floor(long part, long whole, long scale) => Of(part, whole, scale, rounding: 0);

    /// <summary>Rounded up: above a limit exactly where the exact share is.</summary>
    public static long Ceiling(long part, long whole, long scale) => Of(part, whole, scale, rounding: whole - 1);

    /// <summary>True if part x scale is at least limit x whole; all of them from 0.</summary>
    public static bool IsAtLeast(long part, long scale, long whole, long limit)
    {
        var left = Math.BigMul((ulong)part, (ulong)scale, out var leftLow);
        var right = Math.BigMul((ulong)whole, (ulong)limit, out var rightLow);
        return left != right ? left > right : leftLow >= rightLow;
    }

    // Of nothing every part is more than all.
    private static long Of(long part, long whole, long scale, long rounding)
    {
        if (part <= 0) return 0;
        if (whole <= 0) return long.MaxValue;
        var share = (((Int128)part * scale) + rounding) / whole;
        return share > long.MaxValue ? long.MaxValue : (long)share;
    }
}
