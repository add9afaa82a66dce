namespace Engine.Grpc.Tails;

/// <summary>
/// What all readers of the journal together may be sent per second, so that sending does not take the cores from
/// trading. Time is given; one thread.
/// </summary>
internal sealed class TailPace(long bytesPerSecond, TimeProvider time)
{
    // What may go out at once after a rest.
    private static readonly TimeSpan Burst = TimeSpan.FromMilliseconds(50);

    private double _bytes = bytesPerSecond * Burst.TotalSeconds;
    private long _at = time.GetTimestamp();

    /// <summary>Zero if something may be sent now, else how long to wait.</summary>
    public TimeSpan WaitTime()
    {
        var now = time.GetTimestamp();
        _bytes = Math.Min(
            _bytes + (bytesPerSecond * time.GetElapsedTime(_at, now).TotalSeconds),
            bytesPerSecond * Burst.TotalSeconds);
        _at = now;
        return _bytes > 0 ? TimeSpan.Zero : TimeSpan.FromSeconds((1 - _bytes) / bytesPerSecond);
    }

    /// <summary>A message is sent whole, so it may overdraw; the next one waits for that.</summary>
    public void Take(int bytes) => _bytes -= bytes;
}
