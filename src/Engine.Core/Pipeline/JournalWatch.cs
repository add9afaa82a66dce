using System.Diagnostics;
using Engine.Core.Sequencing;

namespace Engine.Core.Pipeline;

/// <summary>
/// Halts the engine when the journal stands still although something waits to be written: trading on what may never
/// become durable is worse than not trading.
/// </summary>
internal sealed class JournalWatch
{
    private readonly Sequence _published;
    private readonly Sequence _durable;
    private readonly RunControl _control;
    private readonly long _limitTicks;
    private readonly int _limitMs;
    private long _lastDurable;
    private long _sinceTicks;

    public JournalWatch(Sequence published, Sequence durable, RunControl control, int stallMsMax)
    {
        _published = published;
        _durable = durable;
        _control = control;
        _limitMs = stallMsMax;
        _limitTicks = stallMsMax * Stopwatch.Frequency / 1_000;
        _lastDurable = durable.Value;
        _sinceTicks = Stopwatch.GetTimestamp();
    }

    public void RunOnce()
    {
        var durable = _durable.Value;
        var now = Stopwatch.GetTimestamp();
        if (durable != _lastDurable || durable >= _published.Value)
        {
            _lastDurable = durable;
            _sinceTicks = now;
        }
        else if (now - _sinceTicks > _limitTicks)
        {
            var key = EngineLimits.KeyOf(nameof(EngineLimits.JournalStallMsMax));
            _control.ReportFault("journal", new TimeoutException(
                $"Nothing became durable for {_limitMs} ms ({key}) behind ring position {durable}: "
                + "check the disk of the journal."));
        }
    }
}
