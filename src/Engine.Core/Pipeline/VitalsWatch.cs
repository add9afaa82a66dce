using Engine.Core.Breakers;
using Engine.Core.Events;
using Engine.Core.Sequencing;

namespace Engine.Core.Pipeline;

/// <summary>
/// Measures what the logic cannot see, real time, from the host's thread: how long inputs take until they are durable,
/// and how long records wait for the journal. Gives it to the breakers as an input, at most once a second: while one of
/// the two is near its limit, and once when neither is any more.
/// </summary>
internal sealed class VitalsWatch
{
    private const int NsPerSecond = 1_000_000_000;

    private readonly Sequence _published;
    private readonly Sequence _durable;
    private readonly Func<long> _takeLatencyNsMax;
    private readonly SharedLane<EngineEvent> _control;
    private readonly BreakerOptions _breakers;
    private readonly TimeProvider _time;
    private long _probe = -1;       // Position whose way into the journal is being timed, or -1.
    private long _probeTicks;
    private long _windowTicks;      // When the window began.
    private long _latencyNsMax;
    private long _journalLagNsMax;
    private bool _wasNear;

    /// <param name="takeLatencyNsMax">The longest latency since the last call.</param>
    public VitalsWatch(
        Sequence published, Sequence durable, Func<long> takeLatencyNsMax, SharedLane<EngineEvent> control,
        BreakerOptions breakers, TimeProvider time)
    {
        _published = published;
        _durable = durable;
        _takeLatencyNsMax = takeLatencyNsMax;
        _control = control;
        _breakers = breakers;
        _time = time;
        _windowTicks = time.GetTimestamp();
    }

    public void RunOnce()
    {
        var now = _time.GetTimestamp();
        TimeJournal(now);
        if (NsSince(_windowTicks, now) < NsPerSecond) return;

        _latencyNsMax = Math.Max(_latencyNsMax, _takeLatencyNsMax());
        var isNear = _breakers.Of(BreakerKind.Latency).Warns(_latencyNsMax, long.MaxValue)
            || _breakers.Of(BreakerKind.JournalLag).Warns(_journalLagNsMax, long.MaxValue);
        if ((isNear || _wasNear) && !TryTell(NsSince(_windowTicks, now))) return; // No room: again in the next pass.
        _wasNear = isNear;
        _windowTicks = now;
        _latencyNsMax = 0;
        _journalLagNsMax = 0;
    }

    // One record at a time is followed on its way; while it waits, its wait counts as it grows.
    private void TimeJournal(long now)
    {
        var durable = _durable.Value;
        if (_probe >= 0)
        {
            _journalLagNsMax = Math.Max(_journalLagNsMax, NsSince(_probeTicks, now));
            if (durable < _probe) return;
            _probe = -1;
        }
        if (_published.Value is var published && published <= durable) return;
        _probe = published;
        _probeTicks = now;
    }

    private bool TryTell(long windowNs)
    {
        var e = new EngineEvent
        {
            Kind = EventKind.VitalsMeasured,
            InstrumentId = -1,
            SchemaVersion = EngineEvent.CurrentSchemaVersion,
        };
        e.Vitals.LatencyNsMax = _latencyNsMax;
        e.Vitals.JournalLagNsMax = _journalLagNsMax;
        e.Vitals.WindowNs = windowNs;
        return _control.TryWrite(in e);
    }

    private long NsSince(long ticks, long now) => _time.GetElapsedTime(ticks, now).Ticks * 100;
}
