namespace Engine.Core.Risk;

/// <summary>
/// A rate in whole nanoseconds. The state is one number: the time at which the bucket is full again. A token costs one
/// interval, and the bucket never owes more than the burst. The interval is rounded up, so the rate is never exceeded.
/// </summary>
public readonly record struct TokenBucket
{
    private const long NsPerSecond = 1_000_000_000;

    /// <param name="perSecond">0-1,000,000,000; 0 never gives a token.</param>
    /// <param name="burst">Tokens of a full bucket; 0 never gives one.</param>
    public static TokenBucket PerSecond(long perSecond, int burst)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(perSecond);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(perSecond, NsPerSecond);
        ArgumentOutOfRangeException.ThrowIfNegative(burst);
        return new TokenBucket
        {
            IntervalNs = perSecond == 0 ? 0 : (NsPerSecond + perSecond - 1) / perSecond,
            Burst = perSecond == 0 ? 0 : burst,
        };
    }

    /// <summary>Time that one token costs.</summary>
    public long IntervalNs { get; init; }

    public int Burst { get; init; }

    /// <summary>
    /// Takes one token if there is one. Time may stand still, and may step back without giving any away.
    /// </summary>
    public bool TryTake(ref long fullAgainNs, long nowNs)
    {
        if (Available(fullAgainNs, nowNs) == 0) return false;

        // Available > 0 bounds the sum: at most now + burst x interval, which Available has checked.
        fullAgainNs = Math.Max(fullAgainNs, nowNs) + IntervalNs;
        return true;
    }

    /// <summary>Tokens there are now.</summary>
    public long Available(long fullAgainNs, long nowNs)
    {
        if (Burst == 0) return 0;

        var owedNs = fullAgainNs > nowNs ? (Int128)fullAgainNs - nowNs : 0;
        var roomNs = ((Int128)IntervalNs * Burst) - owedNs;
        if (roomNs < IntervalNs || Int128.Max(fullAgainNs, nowNs) + IntervalNs > long.MaxValue) return 0;
        return (long)(roomNs / IntervalNs);
    }
}
