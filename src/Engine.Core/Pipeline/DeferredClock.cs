using Engine.Core.Time;

namespace Engine.Core.Pipeline;

/// <summary>
/// A clock whose time is not known yet: sources and stages are built with it, then it starts. Until then it shows the
/// beginning of time, so nothing is due.
/// </summary>
public sealed class DeferredClock : IClock
{
    private IClock? _clock;

    public long NowNs => Volatile.Read(ref _clock)?.NowNs ?? 0;

    public void Start(IClock clock) => Volatile.Write(ref _clock, clock);
}
