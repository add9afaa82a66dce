using Engine.Core.Events;

namespace Engine.Core.Replay;

/// <summary>One instrument as a stream of market data: when it was last heard of, and when it should be.</summary>
/// <param name="LastEventNs">Engine time of the last quote, trade or bar that was taken; <see
/// cref="FixedPoint.Absent"/> before the first.</param>
/// <param name="SessionOpenNs">Of the session that was open when this was written down, else of the next one; <see
/// cref="FixedPoint.Absent"/> if none is known, 0 for an instrument that is always open.</param>
/// <param name="SessionCloseNs">First nanosecond behind that session.</param>
/// <param name="IsExpected">A source of it is open, and the instrument has not expired.</param>
public readonly record struct StreamFigures(
    string Symbol, long LastEventNs, long SessionOpenNs, long SessionCloseNs, bool IsExpected)
{
    public bool IsInSession(long timeNs) =>
        SessionOpenNs != FixedPoint.Absent && timeNs >= SessionOpenNs && timeNs < SessionCloseNs;
}
