using System.Diagnostics;
using Engine.Core;
using Engine.Core.Events;
using Engine.Grpc.Health;
using Engine.Grpc.Systemd;
using Engine.Grpc.Tests.Health;
using Xunit;

namespace Engine.Grpc.Tests.Systemd;

/// <summary>What is said when, over signs of life that a test writes down and a clock that it moves.</summary>
public sealed class SystemdNotifierTests
{
    private const string Extend = "EXTEND_TIMEOUT_USEC=30000000";

    private static readonly TimeSpan Watchdog = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StopTimeMax = TimeSpan.FromMinutes(1);

    private readonly List<string> _said = [];
    private readonly SteppedTime _time = new();
    private readonly HealthEvaluator _evaluator = new(FeedSilenceTests.Options(), pace: 1);
    private readonly HealthAges _ages = new(0);
    private EngineVitals _vitals = Vitals.Healthy;

    [Fact]
    public void Ready_is_said_once_when_the_engine_runs()
    {
        var notifier = Notifier();
        _vitals = _vitals with { Phase = EnginePhase.Reconciling };
        Assert.DoesNotContain("READY=1", After(notifier, seconds: 1));
        _vitals = _vitals with { Phase = EnginePhase.Running };
        Assert.Contains("READY=1", After(notifier, seconds: 1));
        _vitals = _vitals with { Phase = EnginePhase.Reconciling };
        After(notifier, seconds: 1);
        _vitals = _vitals with { Phase = EnginePhase.Running };
        Assert.DoesNotContain("READY=1", After(notifier, seconds: 1));
    }

    [Fact]
    public void Ready_can_be_said_as_soon_as_the_venue_was_compared_with()
    {
        var notifier = Notifier(ReadyWhen.Reconciled);
        _vitals = _vitals with { Phase = EnginePhase.Reconciling, IsReconciled = false };
        Assert.DoesNotContain("READY=1", After(notifier, seconds: 1));
        _vitals = _vitals with { IsReconciled = true };
        Assert.Contains("READY=1", After(notifier, seconds: 1));
    }

    [Fact]
    public void A_backtest_is_ready_when_it_reads()
    {
        var notifier = Notifier();
        _vitals = _vitals with { Phase = null, IsReconciled = null, HasLogicStarted = false };
        Assert.DoesNotContain("READY=1", After(notifier, seconds: 1));
        _vitals = _vitals with { HasLogicStarted = true };
        Assert.Contains("READY=1", After(notifier, seconds: 1));
    }

    [Fact]
    public void The_watchdog_is_fed_at_half_its_period_and_only_while_the_logic_sweeps()
    {
        var notifier = Notifier();
        var beats = 0;
        for (var i = 0; i < 200; i++)
        {
            _vitals = _vitals with { Sweeps = _vitals.Sweeps + 1 };
            beats += After(notifier, seconds: 0.1).Count(line => line == "WATCHDOG=1");
        }
        Assert.Equal(4, beats); // 20 s, at once and then every 5 s.

        Assert.Contains("WATCHDOG=1", After(notifier, seconds: 0.1)); // It swept since the last one. Now it stalls.
        for (var i = 0; i < 200; i++) Assert.DoesNotContain("WATCHDOG=1", After(notifier, seconds: 0.1));
        _vitals = _vitals with { Sweeps = _vitals.Sweeps + 1 };
        Assert.Contains("WATCHDOG=1", After(notifier, seconds: 0.1));
    }

    [Fact]
    public void The_watchdog_is_fed_while_the_logic_waits_for_the_journal_and_after_it_has_ended_in_order()
    {
        var notifier = Notifier();
        _vitals = _vitals with { IsLogicBehindJournal = true };
        Assert.Contains("WATCHDOG=1", After(notifier, seconds: 5));
        Assert.Contains("WATCHDOG=1", After(notifier, seconds: 5));
        _vitals = _vitals with { IsLogicBehindJournal = false, HasLogicEnded = true, Phase = EnginePhase.Stopped };
        Assert.Contains("WATCHDOG=1", After(notifier, seconds: 5));
        _vitals = _vitals with { IsHalted = true };
        Assert.DoesNotContain("WATCHDOG=1", After(notifier, seconds: 5));
    }

    [Fact]
    public void Without_a_watchdog_nothing_is_fed()
    {
        var notifier = Notifier(watchdog: false);
        Assert.DoesNotContain("WATCHDOG=1", After(notifier, seconds: 60));
    }

    [Fact]
    public void A_start_asks_for_more_time_while_it_goes_on()
    {
        var notifier = Notifier();
        notifier.Recovering(1);
        Assert.Equal([Extend, "STATUS=recovering, sequence 1"], Taken());
        notifier.Recovering(2);
        Assert.Empty(Taken());
        _time.Advance(TimeSpan.FromSeconds(5));
        notifier.Recovering(12_345);
        Assert.Equal([Extend, "STATUS=recovering, sequence 12,345"], Taken());

        _vitals = _vitals with { Phase = EnginePhase.Reconciling, Sweeps = 2 };
        Assert.Contains(Extend, After(notifier, seconds: 5));
        Assert.DoesNotContain(Extend, After(notifier, seconds: 5)); // The logic is dead.
        _vitals = _vitals with { Phase = EnginePhase.Running, Sweeps = 3 };
        Assert.DoesNotContain(Extend, After(notifier, seconds: 5)); // It has started.
    }

    [Fact]
    public void A_stop_is_said_once_and_asks_for_more_time_up_to_its_bound()
    {
        var notifier = Notifier();
        After(notifier, seconds: 1);
        notifier.Stopping();
        notifier.Stopping();
        Assert.Equal(["STOPPING=1", Extend], Taken());

        _vitals = _vitals with { HasLogicEnded = true, Phase = EnginePhase.Stopped };
        var extensions = 0;
        for (var i = 0; i < 200; i++) extensions += After(notifier, seconds: 1).Count(line => line == Extend);
        Assert.Equal((int)(StopTimeMax / TimeSpan.FromSeconds(5)), extensions);
        notifier.Stopped(ExitCode.WorkRemaining);
        Assert.Equal(["STATUS=stopped, exit code 3 (WorkRemaining)"], Taken());
        Assert.Empty(After(notifier, seconds: 60));
    }

    [Fact]
    public void A_stop_that_the_engine_began_by_itself_is_said_as_well()
    {
        var notifier = Notifier();
        _vitals = _vitals with { Phase = EnginePhase.Stopping };
        var said = After(notifier, seconds: 1);
        Assert.Contains("STOPPING=1", said);
        Assert.DoesNotContain("READY=1", said);
    }

    [Fact]
    public void The_status_names_what_fails()
    {
        var notifier = Notifier();
        _vitals = _vitals with { IsReconciled = false, Phase = EnginePhase.Reconciling, DurableSequence = 1_234 };
        Assert.Contains("STATUS=Reconciling, sequence 1,234; failed: phase, broker", After(notifier, seconds: 1));
    }

    private SystemdNotifier Notifier(ReadyWhen when = ReadyWhen.Running, bool watchdog = true) =>
        new(lines => _said.AddRange(lines.Split('\n')), when, watchdog ? Watchdog : null, StopTimeMax, _time);

    private string[] After(SystemdNotifier notifier, double seconds)
    {
        _time.Advance(TimeSpan.FromSeconds(seconds));
        _ages.Note(_vitals, _time.GetTimestamp());
        notifier.Look(
            _vitals, _evaluator.CheckLogic(_vitals, _ages), () => _evaluator.Evaluate(_vitals, _ages));
        return Taken();
    }

    private string[] Taken()
    {
        var said = _said.ToArray();
        _said.Clear();
        return said;
    }

    private sealed class SteppedTime : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => Stopwatch.Frequency;

        public override long GetTimestamp() => _ticks;

        public void Advance(TimeSpan by) => _ticks += (long)(by.TotalSeconds * Stopwatch.Frequency);
    }
}
