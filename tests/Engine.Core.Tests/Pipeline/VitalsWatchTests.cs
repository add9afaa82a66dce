using System.Runtime.CompilerServices;
using Engine.Core.Breakers;
using Engine.Core.Config;
using Engine.Core.Events;
using Engine.Core.Pipeline;
using Engine.Core.Sequencing;
using Engine.Core.Tests.Time;
using Xunit;

namespace Engine.Core.Tests.Pipeline;

/// <summary>Goal: the breakers hear of real time when it matters, and the journal is not filled with it.</summary>
public sealed class VitalsWatchTests
{
    private const long Ms = 1_000_000;

    private readonly ManualTime _time = new();
    private readonly Sequence _published = new(-1);
    private readonly Sequence _durable = new(-1);
    private readonly SharedLane<EngineEvent> _control = new(16);
    private readonly VitalsWatch _watch;
    private long _latencyNs;

    public VitalsWatchTests()
    {
        var config = CanonicalConfig.Parse(
            "breakers.useDefaults=true\nbreakers.latency.limit=1s\nbreakers.journalLag.limit=100ms\n");
        _watch = new VitalsWatch(
            _published, _durable, TakeLatency, _control,
            BreakerOptions.Parse(config.Section("breakers"), EngineMode.Paper), _time);
    }

    [Fact]
    public void Nothing_is_told_while_all_is_well()
    {
        for (var i = 0; i < 1_000; i++)
        {
            _published.Publish(i);
            Pass(5 * Ms);
            _durable.Publish(i);
            _latencyNs = 799 * Ms;
            Pass(5 * Ms);
        }
        Assert.Null(Told());
    }

    [Fact]
    public void A_latency_near_its_limit_is_told_once_a_second_and_when_it_is_over()
    {
        _latencyNs = 800 * Ms;
        for (var i = 0; i < 100; i++) Pass(10 * Ms);
        Assert.Equal(800 * Ms, Told()!.Value.Vitals.LatencyNsMax);
        Assert.Null(Told());
        _latencyNs = 2_000 * Ms;
        for (var i = 0; i < 100; i++) Pass(10 * Ms);
        Assert.Equal(2_000 * Ms, Told()!.Value.Vitals.LatencyNsMax);
        for (var i = 0; i < 500; i++) Pass(10 * Ms);
        Assert.Equal(0, Told()!.Value.Vitals.LatencyNsMax);
        Assert.Null(Told());
    }

    [Fact]
    public void A_record_that_waits_for_the_journal_counts_while_it_waits()
    {
        _published.Publish(7);
        for (var i = 0; i <= 100; i++) Pass(10 * Ms);
        var told = Told()!.Value.Vitals;
        Assert.InRange(told.JournalLagNsMax, 980 * Ms, 1_000 * Ms);
        Assert.Equal(0, told.LatencyNsMax);
        for (var i = 0; i < 200; i++) Pass(10 * Ms);
        Assert.True(Told()!.Value.Vitals.JournalLagNsMax > 1_900 * Ms);
        _durable.Publish(7);
        Told();
        for (var i = 0; i < 300; i++) Pass(10 * Ms);
        Told();
        Assert.Equal(0, Told()!.Value.Vitals.JournalLagNsMax);
        Assert.Null(Told());
    }

    [Fact]
    public void Where_the_lane_is_full_it_is_told_later_and_nothing_is_lost()
    {
        while (_control.TryWrite(new EngineEvent { Kind = EventKind.ClockTick })) ;
        _latencyNs = 900 * Ms;
        for (var i = 0; i < 150; i++) Pass(10 * Ms);
        while (Told() is { Kind: EventKind.ClockTick }) ;
        Pass(10 * Ms);
        Assert.Equal(900 * Ms, Told()!.Value.Vitals.LatencyNsMax);
    }

    private void Pass(long ns)
    {
        _time.AdvanceNs(ns);
        _watch.RunOnce();
    }

    private long TakeLatency()
    {
        var latency = _latencyNs;
        _latencyNs = 0;
        return latency;
    }

    private EngineEvent? Told()
    {
        ref var head = ref _control.Reader.PeekOrNull();
        if (Unsafe.IsNullRef(ref head)) return null;
        var e = head;
        _control.Reader.Advance(1);
        _control.Reader.Release();
        return e;
    }
}
