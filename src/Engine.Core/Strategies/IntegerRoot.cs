namespace Engine.Core.Strategies;

/// <summary>Square root without floating point, for strategies that measure dispersion.</summary>
public static class IntegerRoot
{
    /// <summary>The largest integer whose square is at most the value.</summary>
    public static ulong Of(UInt128 value)
    {
        if (value == UInt128.Zero) return 0;

        // Newton's steps from a power of two at or above the root come down to it and never pass it.
        var bits = 128 - (int)UInt128.LeadingZeroCount(value);
        var root = UInt128.One << ((bits + 1) / 2);
        while (true)
        {
            var next = (root + (value / root)) >> 1;
            if (next >= root) return (ulong)root;
            root = next;
        }
    }
}
