namespace Engine.Core.Time;

/// <summary>
/// UTC taken once, at construction, and carried on by the monotonic counter: it never steps. A correction of the
/// system time shows in <see cref="CheckStep"/>. May be read from any thread; one thread calls <see cref="CheckStep"/>.
/// </summary>
public sealed class SystemClock : IClock
{
    /// <summary>Smaller differences are drift, not a step.</summary>
    public const long StepNsMin = 500_000_000;

    private const long NsPerSecond = 1_000_000_000;
    private const long NsPerTick = 100;

    private readonly TimeProvider _time;
    private readonly long _anchorNs;
    private readonly long _anchorStamp;
    private long _knownOffsetNs;    // Of UTC against this clock, as reported so far.

    public SystemClock()
        : this(TimeProvider.System)
    {
    }

    public SystemClock(TimeProvider time)
    {
        _time = time;
        _anchorNs = UtcNowNs();
        _anchorStamp = time.GetTimestamp();
    }

    public long NowNs => _anchorNs + ElapsedNs();

    /// <summary>
    /// By how much UTC stepped away from this clock since the last step that was reported; 0 if by 500 ms or less.
    /// Positive: UTC jumped ahead.
    /// </summary>
    public long CheckStep()
    {
        var offsetNs = UtcNowNs() - NowNs;
        var stepNs = offsetNs - _knownOffsetNs;
        if (Math.Abs(stepNs) <= StepNsMin) return 0;

        _knownOffsetNs = offsetNs;
        return stepNs;
    }

    private long UtcNowNs() => (_time.GetUtcNow().UtcTicks - DateTime.UnixEpoch.Ticks) * NsPerTick;

    private long ElapsedNs()
    {
        var elapsed = _time.GetTimestamp() - _anchorStamp;
        var frequency = _time.TimestampFrequency;
        return frequency == NsPerSecond ? elapsed : (long)((Int128)elapsed * NsPerSecond / frequency);
    }
}
