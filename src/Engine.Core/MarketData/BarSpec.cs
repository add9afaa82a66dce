namespace Engine.Core.MarketData;

/// <summary>Which bars to build.</summary>
public readonly record struct BarSpec
{
    private BarSpec(BarKind kind, long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        Kind = kind;
        Size = size;
    }

    public BarKind Kind { get; }

    /// <summary>Nanoseconds, trades, or volume in the size exponent of the instrument.</summary>
    public long Size { get; }

    public static BarSpec Time(long intervalNs) => new(BarKind.Time, intervalNs);

    public static BarSpec Ticks(long trades) => new(BarKind.Tick, trades);

    /// <param name="size">In the size exponent of the instrument.</param>
    public static BarSpec Volume(long size) => new(BarKind.Volume, size);
}
