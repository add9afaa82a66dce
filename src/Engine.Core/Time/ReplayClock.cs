namespace Engine.Core.Time;

/// <summary>
/// Event time that runs on from an anchor at a multiple of real time: for replaying a file as if it happened now.
/// </summary>
public sealed class ReplayClock : IClock
{
    public const double PaceMax = 1_000_000;

    private const long PaceUnit = 1_000_000;    // Pace is kept in millionths.
    private const long NsPerSecond = 1_000_000_000;

    private readonly TimeProvider _time;
    private readonly long _anchorEventNs;
    private readonly long _anchorStamp;
    private readonly long _pace;

    /// <param name="anchorEventNs">Event time at the moment of construction.</param>
    /// <param name="pace">1 is real time, 10 ten times faster.</param>
    public ReplayClock(long anchorEventNs, double pace, TimeProvider? time = null)
    {
        if (!(pace >= 1.0 / PaceUnit && pace <= PaceMax))
            throw new ArgumentOutOfRangeException(nameof(pace), pace, $"Give a pace above 0, at most {PaceMax}.");

        _time = time ?? TimeProvider.System;
        _anchorEventNs = anchorEventNs;
        _pace = (long)Math.Round(pace * PaceUnit);
        _anchorStamp = _time.GetTimestamp();
    }

    public long NowNs
    {
        get
        {
            Int128 elapsed = _time.GetTimestamp() - _anchorStamp;
            Int128 frequency = _time.TimestampFrequency;
            return _anchorEventNs + (long)(elapsed * NsPerSecond * _pace / (frequency * PaceUnit));
        }
    }
}
