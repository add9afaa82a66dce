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

    /// <summary>Time that one token costs, at most a second.</summary>
    public long IntervalNs { get; init; }

    public int Burst { get; init; }

    /// <summary>
    /// Takes one token if there is one. Time may stand still, and may step back without giving any away.
    /// </summary>
    public bool TryTake(ref long fullAgainNs, long nowNs)
    {
        if (!Has(fullAgainNs, nowNs, count: 1, reserve: 0)) return false;

        Take(ref fullAgainNs, nowNs, count: 1);
        return true;
    }

    /// <summary>True if so many tokens can be taken now and the reserve is left.</summary>
    public bool Has(long fullAgainNs, long nowNs, int count, int reserve)
    {
        var free = (long)Burst - reserve - count;
        if (Burst == 0 || free < 0) return false;

        // An interval is at most 10^9 and a burst below 2^31, so the products stay below 2^61.
        var owedNs = fullAgainNs > nowNs ? (ulong)fullAgainNs - (ulong)nowNs : 0;
        return owedNs <= (ulong)(free * IntervalNs)
            && Math.Max(fullAgainNs, nowNs) <= long.MaxValue - (count * IntervalNs);
    }

    /// <summary>Takes tokens that are there: <see cref="Has"/> came before it.</summary>
    public void Take(ref long fullAgainNs, long nowNs, int count) =>
        fullAgainNs = Math.Max(fullAgainNs, nowNs) + (count * IntervalNs);

    /// <summary>The time from which so many tokens are there beside the reserve; the end of time if never.</summary>
    public long ReadyNs(long fullAgainNs, int count, int reserve)
    {
        var free = (long)Burst - reserve - count;
        return Burst == 0 || free < 0 ? long.MaxValue : fullAgainNs - (free * IntervalNs);
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
