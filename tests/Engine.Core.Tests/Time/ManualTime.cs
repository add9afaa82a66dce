namespace Engine.Core.Tests.Time;

/// <summary>Time that stands still until a test moves it; UTC and the monotonic counter separately.</summary>
internal sealed class ManualTime : TimeProvider
{
    private long _utcNs = 1_700_000_000_000_000_000;
    private long _stamp = 5_000;

    public override long TimestampFrequency => 1_000_000_000;

    public override long GetTimestamp() => _stamp;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(_utcNs / 100);

    public void AdvanceNs(long ns)
    {
        _stamp += ns;
        _utcNs += ns;
    }

    public void StepUtcNs(long ns) => _utcNs += ns;
}
