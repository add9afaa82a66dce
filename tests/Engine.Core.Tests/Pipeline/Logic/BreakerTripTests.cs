using Engine.Core.Breakers;
using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Testing;
using Xunit;

namespace Engine.Core.Tests.Pipeline.Logic;

/// <summary>
/// Goal: each breaker trips exactly where the table says, also when the engine is killed between measure and trip, and
/// what it then does keeps resting entries from filling.
/// </summary>
public sealed class BreakerTripTests
{
    private const long Dollar = 100_000_000;

    /// <summary>Kind, limit as a user writes it, and as many units as that is.</summary>
    public static TheoryData<BreakerKind, string, long> Limits { get; } = new()
    {
        { BreakerKind.Drawdown, "0.05", 500 * Dollar }, // Of the million that was paid in.
        { BreakerKind.DailyLoss, "500", 500 * Dollar },
        { BreakerKind.OrderRate, "5", 5 },
        { BreakerKind.RejectRatio, "10", 10 },
        { BreakerKind.ErrorRate, "3", 3 },
        { BreakerKind.ConsecutiveLosses, "3", 3 },
        { BreakerKind.Latency, "5s", 5 * LogicBench.Second },
        { BreakerKind.MarketDataGap, "60s", 60 * LogicBench.Second },
        { BreakerKind.Volatility, "1000", 1_000 },
        { BreakerKind.ReconciliationDifference, "5", 50_000 },
        { BreakerKind.UnknownOrders, "2", 2 },
        { BreakerKind.JournalLag, "5s", 5 * LogicBench.Second },
    };

    [Fact]
    public void Every_breaker_with_a_measure_is_tested() =>
        Assert.Equal(BreakerTable.All.Count(row => row.HasMeasure), Limits.Count);

    [Theory]
    [MemberData(nameof(Limits))]
    public void One_unit_below_the_limit_nothing_trips(BreakerKind kind, string limit, long units)
    {
        var bench = new BreakerBench(kind, limit);
        bench.BringTo(units - 1);
        Assert.False(bench.State.IsTripped);
        Assert.Empty(bench.Of(EventKind.BreakerTripped));
        Assert.Equal(0, bench.Logic.View.Holds.Count);
    }

    [Theory]
    [MemberData(nameof(Limits))]
    public void At_the_limit_it_trips_where_the_table_says_at(BreakerKind kind, string limit, long units)
    {
        var bench = new BreakerBench(kind, limit);
        bench.BringTo(units);
        Assert.Equal(!BreakerTable.Of(kind).TripsAboveOnly, bench.State.IsTripped);
    }

    [Theory]
    [MemberData(nameof(Limits))]
    public void One_unit_above_the_limit_it_trips_and_holds_its_scope(BreakerKind kind, string limit, long units)
    {
        var bench = new BreakerBench(kind, limit);
        bench.BringTo(units + 1);
        AssertTripped(bench, kind);
        AssertReplays(bench);
    }

    [Theory]
    [MemberData(nameof(Limits))]
    public void A_kill_between_measure_and_trip_changes_nothing(BreakerKind kind, string limit, long units)
    {
        var bench = new BreakerBench(kind, limit);
        bench.BringTo(units - 1);
        bench.Kill();
        Assert.False(bench.State.IsTripped);
        bench.BringTo(units + 1);
        AssertTripped(bench, kind);
        AssertReplays(bench);
    }

    [Theory]
    [MemberData(nameof(Limits))]
    public void A_tripped_breaker_is_tripped_after_a_kill(BreakerKind kind, string limit, long units)
    {
        var bench = new BreakerBench(kind, limit);
        bench.BringTo(units + 1);
        var before = bench.State;
        bench.Kill();
        Assert.Equal((before.Phase, before.HoldId, before.TrippedNs, before.TripMeasure),
            (bench.State.Phase, bench.State.HoldId, bench.State.TrippedNs, bench.State.TripMeasure));
        Assert.Single(bench.Of(EventKind.BreakerTripped), e => e.InstrumentId is -1 or 0);
        Assert.True(bench.Logic.View.Holds.TryFind(before.HoldId, out _));
    }

    [Theory]
    [MemberData(nameof(Limits))]
    public void A_resting_entry_is_canceled_and_a_new_one_denied(BreakerKind kind, string limit, long units)
    {
        var bench = new BreakerBench(kind, limit);
        var resting = bench.Submit();
        bench.Logic.Report(EventKind.OrderAccepted, resting);
        bench.BringTo(units + 1);
        Assert.True(bench.State.IsTripped);
        bench.Logic.GoOn();
        var trip = bench.Of(EventKind.BreakerTripped).First();
        Assert.Contains(bench.Of(EventKind.CancelRequested),
            e => e.Order.OrderId == resting && e.Sequence > trip.Sequence);
        var orders = bench.Of(EventKind.OrderRequested).Count();
        bench.Logic.Quote(0, LogicBench.Price, LogicBench.Price);
        bench.Submit();
        Assert.Equal(orders, bench.Of(EventKind.OrderRequested).Count());
        Assert.Equal(RiskCode.PermissionHalted, bench.Of(EventKind.OrderDenied).Last().Order.Code);
    }

    [Theory]
    [MemberData(nameof(Limits))]
    public void A_snapshot_goes_on_as_the_engine_that_was_never_stopped(BreakerKind kind, string limit, long units)
    {
        var bench = new BreakerBench(kind, limit);
        bench.BringTo(units - 1);
        var copy = bench.NewModel();
        copy.CopyFrom(bench.Logic.Model);
        Assert.Equal(bench.Logic.Chain.ComputeStateDigest(), copy.Chain.ComputeStateDigest());
        var first = bench.Logic.Records.Length;
        bench.BringTo(units + 1);
        var runner = new Engine.Core.Replay.ReplayRunner(copy);
        runner.Feed(bench.Logic.Records.AsSpan(first));
        Assert.Null(runner.Divergence);
        Assert.Equal(bench.Logic.Chain.StateDigest, copy.Chain.StateDigest);
        Assert.True(copy.Chain.View.Breakers.StateOf(kind, bench.Scope, bench.ScopeId).IsTripped);
    }

    [Fact]
    public void A_reject_ratio_needs_its_minimum_sample()
    {
        var bench = new BreakerBench(BreakerKind.RejectRatio, "10");
        for (var i = 1; i < 20; i++) bench.Logic.Report(EventKind.OrderRejected, bench.Submit());
        Assert.False(bench.State.IsTripped);
        bench.Logic.Report(EventKind.OrderRejected, bench.Submit());
        Assert.True(bench.State.IsTripped);
        Assert.Equal((1_000_000, 20), bench.Of(EventKind.BreakerTripped).Single() is var e
            ? (e.Breaker.Measure, e.Breaker.Sample) : default);
    }

    [Fact]
    public void A_limit_of_zero_allows_nothing()
    {
        var rate = new BreakerBench(BreakerKind.OrderRate, "0");
        rate.BringTo(1);
        Assert.True(rate.State.IsTripped);
        var loss = new BreakerBench(BreakerKind.DailyLoss, "0");
        loss.Logic.Quote(0);
        Assert.False(loss.State.IsTripped);
        loss.BringTo(1);
        Assert.True(loss.State.IsTripped);
    }

    [Fact]
    public void A_warning_comes_at_four_fifths_once_per_excursion()
    {
        var bench = new BreakerBench(BreakerKind.Latency, "5s");
        bench.BringTo((4 * LogicBench.Second) - 1);
        Assert.Empty(bench.Of(EventKind.BreakerWarned));
        bench.BringTo(4 * LogicBench.Second);
        bench.BringTo(5 * LogicBench.Second);
        Assert.Single(bench.Of(EventKind.BreakerWarned));
        bench.BringTo(LogicBench.Second);
        bench.BringTo(4 * LogicBench.Second);
        Assert.Equal(2, bench.Of(EventKind.BreakerWarned).Count());
        Assert.Equal((4 * LogicBench.Second, 5 * LogicBench.Second), bench.Of(EventKind.BreakerWarned).Last() is var e
            ? (e.Breaker.Measure, e.Breaker.Limit) : default);
        AssertReplays(bench);
    }

    [Fact]
    public void A_window_forgets_what_is_older()
    {
        var bench = new BreakerBench(BreakerKind.OrderRate, "5", "breakers.orderRate.window=16s");
        bench.BringTo(5);
        bench.Logic.NowNs += 16 * LogicBench.Second;
        bench.Logic.Quote(0, LogicBench.Price, LogicBench.Price);
        Assert.Equal(0, bench.Measure);
        for (var i = 0; i < 5; i++) bench.Submit();
        Assert.False(bench.State.IsTripped);
        bench.Submit();
        Assert.True(bench.State.IsTripped);
    }

    [Fact]
    public void A_gap_outside_the_session_of_its_calendar_is_none()
    {
        var bench = new BreakerBench(BreakerKind.MarketDataGap, "60s");
        bench.BringTo(30 * LogicBench.Second);
        Assert.Equal(30 * LogicBench.Second, bench.Measure);
        bench.Logic.Take(new EngineEvent { Kind = EventKind.SourceEnded, InstrumentId = -1 }, LaneIds.FirstSource);
        bench.Logic.NowNs += 90 * LogicBench.Second;
        bench.Logic.Tick();
        Assert.False(bench.State.IsTripped); // Its source has ended: nothing more is to come.
    }

    [Fact]
    public void Many_silent_instruments_are_one_trip_of_the_account()
    {
        var bench = new BreakerBench(BreakerKind.MarketDataGap, "60s");
        for (var i = 0; i < 10; i++) bench.Logic.Define($"X{i}");
        bench.BringTo(61 * LogicBench.Second);
        Assert.Equal(8 + 1, bench.Of(EventKind.BreakerTripped).Count());
        Assert.True(bench.Logic.View.Breakers.StateOf(BreakerKind.MarketDataGap, HoldScope.Account, 0).IsTripped);
        Assert.Equal(Permission.Halted, bench.Logic.View.Holds.AccountPermission);
    }

    [Fact]
    public void Emergency_exits_do_not_count_as_orders()
    {
        var bench = new BreakerBench(BreakerKind.OrderRate, "1");
        bench.Logic.Execute(0, Side.Buy, 10);
        bench.Logic.Command(OperatorCommand.Flatten(Issuer.Of()));
        Assert.Contains(bench.Of(EventKind.OrderRequested), e => e.Order.Class == OrderClass.EmergencyExit);
        Assert.Equal(0, bench.Measure);
    }

    [Fact]
    public void A_breaker_that_flattens_closes_what_is_held()
    {
        var bench = new BreakerBench(
            BreakerKind.DailyLoss, "500", "breakers.dailyLoss.action=flatten", "flatten.orderType=market");
        bench.Logic.Execute(0, Side.Buy, 10);
        bench.BringTo(500 * Dollar);
        Assert.True(bench.Logic.Chain.IsFlattening);
        var exit = Assert.Single(bench.Of(EventKind.OrderRequested));
        Assert.Equal((OrderClass.EmergencyExit, Side.Sell, 11L), (exit.Order.Class, exit.Order.Side,
            exit.Order.Quantity));
        Assert.Equal(BreakerAction.Flatten, bench.State.Action);
        AssertReplays(bench);
    }

    [Fact]
    public void A_disabled_breaker_measures_and_never_trips()
    {
        var bench = new BreakerBench(BreakerKind.ErrorRate, "3", "breakers.errorRate.enabled=false");
        bench.BringTo(10);
        Assert.Equal(10, bench.Measure);
        Assert.False(bench.State.IsTripped);
        Assert.Empty(bench.Of(EventKind.BreakerWarned));
    }

    private static void AssertTripped(BreakerBench bench, BreakerKind kind)
    {
        Assert.True(bench.State.IsTripped);
        var trip = bench.Of(EventKind.BreakerTripped).First(e => e.Breaker.Breaker == kind).Breaker;
        Assert.Equal((bench.Scope, bench.ScopeId, (byte)0), (trip.Scope, trip.ScopeId, trip.IsCommanded));
        Assert.True(trip.Measure >= trip.Limit);
        var hold = bench.Of(EventKind.HoldPlaced).First(e => e.Hold.HoldKind == HoldKind.Breaker).Hold;
        Assert.Equal((bench.State.HoldId, trip.HoldId), (hold.HoldId, hold.HoldId));
        Assert.Equal((bench.Scope, bench.ScopeId, (int)kind, Permission.Halted),
            (hold.Scope, hold.ScopeId, hold.ReasonCode, hold.Permission));
        Assert.Equal(BreakerTable.Of(kind).Name, hold.Why.ToString());
    }

    private static void AssertReplays(BreakerBench bench)
    {
        var model = bench.NewModel();
        var runner = bench.Logic.Replay(model);
        Assert.Null(runner.Divergence);
        Assert.Equal(bench.Logic.Chain.StateDigest, model.Chain.StateDigest);
        Assert.Equal(model.Chain.StateDigest, model.Chain.ComputeStateDigest());
    }
}
