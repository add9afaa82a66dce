namespace Engine.Core.Events;

/// <summary>Kind and size of a bar.</summary>
/// <param name="Size">Nanoseconds, number of trades, or volume in the size exponent, by kind. Above zero.</param>
public readonly record struct BarSpec(BarKind Kind, long Size)
{
    public static BarSpec Time(long intervalNs) => new(BarKind.Time, intervalNs);

    public static BarSpec Ticks(long trades) => new(BarKind.Tick, trades);

    /// <param name="size">In the size exponent of the instrument.</param>
    public static BarSpec Volume(long size) => new(BarKind.Volume, size);
}
