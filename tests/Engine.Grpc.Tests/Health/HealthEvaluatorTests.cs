using System.Diagnostics;
using Engine.Core;
using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Journal;
using Engine.Core.Pipeline;
using Engine.Core.Sequencing;
using Engine.Grpc.Health;
using Xunit;

namespace Engine.Grpc.Tests.Health;

/// <summary>Each check by itself, over signs of life that a test writes down and a clock that it moves.</summary>
public sealed class HealthEvaluatorTests
{
    private readonly HealthEvaluator _evaluator = new(FeedSilenceTests.Options(), pace: 1);
    private readonly HealthAges _ages = new(0);
    private EngineVitals _vitals = Vitals.Healthy;
    private long _nowMs;

    [Fact]
    public void A_logic_that_sweeps_is_alive_and_one_that_does_not_is_dead_after_its_limit()
    {
        Assert.True(After(0).IsLive);
        Assert.True(After(1_000).IsLive);
        var dead = After(1);
        Assert.False(dead.IsLive);
        Assert.False(dead.IsReady);
        Assert.Equal("no sweep was finished for 1,001 ms", dead.Check("logic").Detail);
        Assert.Equal((1_001, 1_000), (dead.Check("logic").AgeMs, dead.Check("logic").LimitMs));

        _vitals = _vitals with { Sweeps = 2 };
        Assert.True(After(0).IsLive);
    }

    [Fact]
    public void A_logic_that_waits_for_the_journal_on_its_own_thread_is_alive_and_the_engine_is_not_ready()
    {
        _vitals = _vitals with { IsLogicBehindJournal = true, PublishedPosition = 7 };
        After(0);
        var report = After(1_001);
        Assert.True(report.IsLive);
        Assert.Equal(HealthState.Failed, report.Check("journal").State);
    }

    [Fact]
    public void A_hold_on_the_account_fails_and_one_on_a_part_of_it_is_a_warning_and_both_are_named()
    {
        var status = Vitals.Status(1);
        var hold = new HoldInForce(
            3, HoldScope.Account, 0, HoldKind.Operator, Permission.Halted, "alice", "odd fills", 1, 0);
        _vitals = _vitals with { Status = status with { Permission = Permission.Halted, Holds = [hold] } };
        var account = After(0).Check("holds");
        _vitals = _vitals with
        {
            Status = status with { Holds = [hold with { Scope = HoldScope.Instrument, ScopeId = 2 }] },
        };
        var instrument = After(0).Check("holds");
        _vitals = _vitals with { Status = status };

        Assert.Equal(HealthState.Failed, account.State);
        Assert.Equal(
            "the account is held: Halted (Operator hold 3: Halted, by alice, odd fills)", account.Detail);
        Assert.Equal(HealthState.Warning, instrument.State);
        Assert.Equal(
            "Active, but for Operator hold 3 of Instrument 2: Halted, by alice, odd fills", instrument.Detail);
        Assert.Equal(HealthState.Ok, After(0).Check("holds").State);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void A_logic_that_has_ended_is_dead_only_if_it_did_not_end_in_order(bool isHalted, bool isLive)
    {
        _vitals = _vitals with { HasLogicEnded = true, IsHalted = isHalted, Phase = EnginePhase.Stopped };
        Assert.Equal(isLive, After(60_000).IsLive);
    }

    [Fact]
    public void A_journal_that_has_nothing_to_write_is_well_however_long_that_lasts()
    {
        After(0);
        _vitals = _vitals with { Sweeps = 2 };
        Assert.Equal(HealthState.Ok, After(3_600_000).Check("journal").State);
    }

    [Fact]
    public void A_journal_that_stands_still_with_records_waiting_fails_and_one_that_moves_does_not()
    {
        _vitals = _vitals with { PublishedPosition = 1 };
        After(0);
        Assert.Equal(HealthState.Ok, After(1_000).Check("journal").State);
        Assert.Equal(HealthState.Failed, After(1).Check("journal").State);
        _vitals = _vitals with { PublishedPosition = 2, DurablePosition = 1 };
        Assert.Equal(HealthState.Ok, After(1).Check("journal").State);
    }

    [Fact]
    public void A_segment_that_cannot_be_prepared_and_a_failed_journal_are_told_with_their_reason()
    {
        var full = JournalWriteException.For("reserve space", "segment", 28);
        _vitals = Vitals.Healthy with { PreparationFailure = full };
        Assert.Contains("errno 28", After(0).Check("journal").Detail, StringComparison.Ordinal);

        _vitals = Vitals.Healthy with { IsHalted = true, Fault = new PipelineFault("journal", full) };
        var halted = After(0);
        Assert.Contains("errno 28", halted.Check("journal").Detail, StringComparison.Ordinal);
        Assert.StartsWith("halted: stage journal", halted.Check("phase").Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(EnginePhase.Starting, false)]
    [InlineData(EnginePhase.Reconciling, false)]
    [InlineData(EnginePhase.Running, true)]
    [InlineData(EnginePhase.Stopping, false)]
    [InlineData(EnginePhase.Stopped, false)]
    public void An_engine_is_ready_while_it_runs(EnginePhase phase, bool isReady)
    {
        _vitals = _vitals with { Phase = phase };
        Assert.Equal(isReady, After(0).IsReady);
    }

    [Fact]
    public void A_venue_that_has_not_been_compared_with_is_no_broker()
    {
        _vitals = _vitals with { IsReconciled = false };
        Assert.Equal(HealthState.Failed, After(0).Check("broker").State);
        Assert.True(After(0).IsLive);
    }

    [Theory]
    [InlineData(DiskLevel.Ok, nameof(HealthState.Ok))]
    [InlineData(DiskLevel.Warn, nameof(HealthState.Warning))]
    [InlineData(DiskLevel.Reduce, nameof(HealthState.Failed))]
    [InlineData(DiskLevel.Halt, nameof(HealthState.Failed))]
    public void A_disk_fails_where_it_restricts_trading(DiskLevel level, string expected)
    {
        _vitals = _vitals with { Disk = new DiskReading(new StorageSpace(9, 100), level, 0) };
        var report = After(0);
        Assert.Equal(expected, report.Check("disk").State.ToString());
        Assert.StartsWith("9 % free", report.Check("disk").Detail, StringComparison.Ordinal);
        Assert.Equal(expected != nameof(HealthState.Failed), report.IsReady);
    }

    [Fact]
    public void A_disk_that_does_not_answer_fails_by_the_age_of_its_last_answer()
    {
        Assert.Equal(HealthState.Ok, After(5_000).Check("disk").State);
        Assert.Equal(HealthState.Failed, After(1).Check("disk").State);
    }

    [Fact]
    public void A_follower_or_a_disk_that_was_never_heard_of_fails_as_well()
    {
        _vitals = _vitals with { Disk = null };
        Assert.Empty(Failed(After(5_000)));
        Assert.Equal(["disk", "follower"], Failed(After(1)));
    }

    [Fact]
    public void A_follower_is_as_old_as_the_journal_was_where_it_stands()
    {
        var status = Vitals.Status(sequence: 100);
        _vitals = _vitals with { Status = status, DurableSequence = 100 };
        After(0);
        _vitals = _vitals with { DurableSequence = 200 };
        Assert.Equal(0, After(1_000).Check("follower").AgeMs); // What it showed at the last look was all there was.
        Assert.Equal(HealthState.Ok, After(5_000).Check("follower").State);
        var late = After(1).Check("follower");
        Assert.Equal((HealthState.Failed, 5_001), (late.State, late.AgeMs));
        Assert.Equal("100 records behind the journal", late.Detail);
        _vitals = _vitals with { Status = status with { Sequence = 200 } };
        Assert.Equal(HealthState.Ok, After(1).Check("follower").State);
    }

    [Fact]
    public void Silence_is_not_judged_before_market_data_flows()
    {
        Assert.Equal(HealthState.NotApplicable, After(3_600_000).Check("feed").State);
        _vitals = _vitals with { SourceFailure = new IOException("row 7 is bad") };
        Assert.Equal("row 7 is bad", After(0).Check("feed").Detail);
        Assert.False(After(0).IsReady);
    }

    [Fact]
    public void A_backtest_has_no_market_no_venue_and_no_follower_to_judge()
    {
        _vitals = _vitals with { Phase = null, IsReconciled = null };
        var report = After(0);
        Assert.True(report.IsReady);
        Assert.Equal(
            ["phase", "broker", "feed", "holds", "follower"],
            report.Checks.Where(check => check.State == HealthState.NotApplicable).Select(check => check.Name));
    }

    private static IEnumerable<string> Failed(HealthReport report) =>
        report.Checks.Where(check => check.State == HealthState.Failed).Select(check => check.Name);

    private HealthReport After(long milliseconds)
    {
        _nowMs += milliseconds;
        _ages.Note(_vitals, _nowMs * Stopwatch.Frequency / 1_000);
        return _evaluator.Evaluate(_vitals, _ages);
    }
}
