namespace Engine.Core.MarketData;

/// <summary>
/// Market data on its way into one lane. An active object: <see cref="RunOnce"/> does a bounded amount of work and
/// returns; how to wait in between is its caller's matter. One thread calls it.
/// </summary>
public interface IMarketDataSource : IDisposable
{
    string Name { get; }

    /// <summary>Everything is written, SourceEnded included.</summary>
    bool IsEnded { get; }

    /// <summary>
    /// Event time of the first row; <see cref="Events.FixedPoint.Absent"/> if there is none. Anchors a replay clock.
    /// </summary>
    long FirstEventTimeNs { get; }

    /// <summary>May be read from any thread; then it is a recent value.</summary>
    SourceProgress Progress { get; }

    /// <summary>
    /// Writes what there is and fits; returns how many inputs it wrote. 0 means: the lane is full or nothing is due.
    /// </summary>
    int RunOnce();
}
