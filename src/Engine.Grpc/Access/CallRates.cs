namespace Engine.Grpc.Access;

/// <summary>
/// How often a client may call: a token bucket for each principal and address. Commands that take risk away have a
/// bucket of their own, so that a script that asks too often does not keep its operator from halting.
/// </summary>
internal sealed class CallRates(int callsPerSecond, int callsBurst, TimeProvider time)
{
    private static readonly (string, string, bool) Overflow = ("", "", false);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Principal, string Peer, bool IsUrgent), Bucket> _buckets = [];

    /// <summary>Clients that are kept.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _buckets.Count;
        }
    }

    /// <summary>Takes one call. Null if it may go on, else how long to wait.</summary>
    public TimeSpan? TryTake(string principal, string peer, bool isUrgent)
    {
        var now = time.GetTimestamp();
        lock (_gate)
        {
            var bucket = BucketOf((principal, peer, isUrgent), now);
            Refill(bucket, now);
            if (bucket.Calls < 1) return TimeSpan.FromSeconds((1 - bucket.Calls) / callsPerSecond);

            bucket.Calls--;
            return null;
        }
    }

    private Bucket BucketOf((string, string, bool) client, long now)
    {
        if (_buckets.TryGetValue(client, out var known)) return known;

        if (_buckets.Count >= AccessLimits.ClientsMax) ForgetIdle(now);
        if (_buckets.Count >= AccessLimits.ClientsMax) client = Overflow; // One more than the limit, for all others.
        if (_buckets.TryGetValue(client, out known)) return known;

        var bucket = new Bucket { Calls = callsBurst, FilledAt = now };
        _buckets.Add(client, bucket);
        return bucket;
    }

    private void Refill(Bucket bucket, long now)
    {
        var earned = time.GetElapsedTime(bucket.FilledAt, now).TotalSeconds * callsPerSecond;
        bucket.Calls = Math.Min(callsBurst, bucket.Calls + earned);
        bucket.FilledAt = now;
    }

    // A bucket that is full again is as good as a new one.
    private void ForgetIdle(long now)
    {
        foreach (var (client, bucket) in _buckets)
        {
            Refill(bucket, now);
            if (bucket.Calls >= callsBurst) _buckets.Remove(client);
        }
    }

    private sealed class Bucket
    {
        public double Calls { get; set; }

        public long FilledAt { get; set; }
    }
}
