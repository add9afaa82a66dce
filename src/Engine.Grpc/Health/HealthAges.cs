using System.Diagnostics;
using Engine.Core;

namespace Engine.Grpc.Health;

/// <summary>
/// How long the engine's counters have stood still, found by looking at them again and again. Real time, so that a
/// stopped engine clock cannot hide anything. Not for several threads at once.
/// </summary>
internal sealed class HealthAges
{
    private readonly long _startTicks;
    private ChangeWatch _sweeps;
    private ChangeWatch _durable;
    private ChangeWatch _follower;
    private long _nowTicks;
    private long _followerGoal;
    private long _diskAgeTicks;

    public HealthAges(long nowTicks)
    {
        _startTicks = _nowTicks = nowTicks;
        _sweeps = _durable = _follower = new ChangeWatch(nowTicks);
    }

    /// <summary>Since the last finished sweep of the logic.</summary>
    public long LogicMs => Milliseconds(_sweeps.AgeTicks(_nowTicks));

    /// <summary>Since something became durable, while something waits; else 0.</summary>
    public long JournalMs => Milliseconds(_durable.AgeTicks(_nowTicks));

    /// <summary>How old what the follower shows is, measured by when it was durable.</summary>
    public long FollowerMs => Milliseconds(_follower.AgeTicks(_nowTicks));

    /// <summary>Since the journal's device was looked at.</summary>
    public long DiskMs => Milliseconds(_diskAgeTicks);

    /// <summary>The run's clock when market data was first seen to flow; null before.</summary>
    public long? FlowingSinceNs { get; private set; }

    public void Note(EngineVitals vitals, long nowTicks)
    {
        _nowTicks = nowTicks;
        _sweeps.Note(vitals.Sweeps, nowTicks);

        _durable.Note(vitals.DurablePosition, nowTicks);
        if (vitals.DurablePosition >= vitals.PublishedPosition) _durable.Reset(nowTicks);

        // Once the follower has come to what was durable at one look, it is as old as that look. One that never speaks
        // grows old from the first look on.
        if (vitals.Status is { } status && status.Sequence >= _followerGoal)
        {
            _followerGoal = vitals.DurableSequence;
            _follower.Reset(nowTicks);
        }

        _diskAgeTicks = Math.Max(0, nowTicks - (vitals.Disk?.MeasuredTicks ?? _startTicks));
        if (vitals.IsMarketDataFlowing) FlowingSinceNs ??= vitals.EngineNowNs;
    }

    private static long Milliseconds(long ticks) => ticks * 1_000 / Stopwatch.Frequency;
}
