namespace Engine.Core.Events;

/// <summary>
/// When a stop is reached, and where a trailing one stands. The simulated venue and the engine's own stops share it.
/// </summary>
public static class StopTrigger
{
    private const int BpsPerOne = 10_000;

    /// <summary>A buy stop is reached from below, a sell stop from above.</summary>
    public static bool IsHit(Side side, long stopPrice, long price) =>
        side == Side.Buy ? price >= stopPrice : price <= stopPrice;

    /// <summary>
    /// The stop after the market was seen at a price: nearer to it by at most the distance, on the tick that is farther
    /// away, and never farther from the market than it was. 0 is a stop that stands nowhere yet.
    /// </summary>
    public static long Trail(Side side, long stopPrice, long price, long trailPrice, int trailBps, long tickSize)
    {
        var scaled = Int128.Abs(price) * trailBps;
        var distance = trailPrice > 0 ? trailPrice : (scaled + BpsPerOne - 1) / BpsPerOne;
        var exact = side == Side.Buy ? price + distance : price - distance;
        var tick = Int128.Max(tickSize, 1);
        var (ticks, rest) = Int128.DivRem(exact, tick);
        if (rest > 0 && side == Side.Buy) ticks++;
        if (rest < 0 && side != Side.Buy) ticks--;
        var candidate = ticks * tick;
        if (candidate <= 0 || candidate > long.MaxValue) return stopPrice;
        if (stopPrice == 0) return (long)candidate;
        return side == Side.Buy ? Math.Min(stopPrice, (long)candidate) : Math.Max(stopPrice, (long)candidate);
    }
}
