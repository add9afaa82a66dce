using Engine.Core.Breakers;
using Engine.Core.Config;
using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Testing;
using Xunit;

namespace Engine.Core.Tests.Pipeline.Logic;

/// <summary>Goal: a breaker is tripped by hand at once, and armed again only by somebody who may, in time.</summary>
public sealed class BreakerCommandTests
{
    private const long Dollar = 100_000_000;

    public static TheoryData<BreakerKind> Kinds { get; } = [.. BreakerTable.All.Select(row => row.Kind)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_breaker_is_tripped_by_hand_and_reset(BreakerKind kind)
    {
        var bench = new BreakerBench(BreakerKind.Latency, "5s", $"breakers.{BreakerTable.Of(kind).Name}.cooldown=1m");
        var entry = bench.Submit();
        bench.Logic.Report(EventKind.OrderAccepted, entry);
        var preview = bench.Logic.Chain.Preview(CommandRecords.Build(Trip(kind, "x"), 1));
        var answer = bench.Logic.Answer(Trip(kind, "k"));
        Assert.Equal((CommandCode.Done, 1, 1, Permission.Halted),
            (answer.Code, answer.HoldsPlaced, answer.OrdersAffected, answer.Permission));
        Assert.Equal((preview.Code, preview.HoldsPlaced, preview.OrdersAffected, preview.Permission),
            (answer.Code, answer.HoldsPlaced, answer.OrdersAffected, answer.Permission));
        var trip = bench.Of(EventKind.BreakerTripped).Single().Breaker;
        Assert.Equal((kind, (byte)1, "alice"), (trip.Breaker, trip.IsCommanded, trip.Who.ToString()));
        Assert.Contains(bench.Of(EventKind.CancelRequested), e => e.Order.OrderId == entry);
        Assert.Equal(CommandCode.AlreadyInForce, bench.Logic.Answer(Trip(kind)).Code);

        var early = bench.Logic.Answer(Reset(kind));
        Assert.Equal((CommandCode.BreakerCoolingDown, trip.ResettableNs), (early.Code, early.Detail));
        bench.Logic.NowNs += BreakerBench.Minute;
        var reset = bench.Logic.Answer(Reset(kind));
        Assert.Equal((CommandCode.Done, 1, answer.HoldId, Permission.Active),
            (reset.Code, reset.HoldsReleased, reset.HoldId, reset.Permission));
        Assert.Equal(0, bench.Logic.View.Holds.Count);
        Assert.Equal(CommandCode.NothingToDo, bench.Logic.Answer(Reset(kind)).Code);
        Assert.Equal(1, bench.Logic.View.Breakers.StateOf(kind, HoldScope.Account, 0).Trips);
        Assert.Null(bench.Logic.Replay(bench.NewModel()).Divergence);
    }

    [Theory]
    [InlineData(BreakerKind.Volatility, HoldScope.Instrument, 1, CommandCode.Done)]
    [InlineData(BreakerKind.Volatility, HoldScope.Strategy, 1, CommandCode.UnknownBreaker)]
    [InlineData(BreakerKind.Volatility, HoldScope.Instrument, 9, CommandCode.UnknownScope)]
    [InlineData(BreakerKind.ConsecutiveLosses, HoldScope.Strategy, 1, CommandCode.Done)]
    [InlineData(BreakerKind.ConsecutiveLosses, HoldScope.Strategy, 2, CommandCode.UnknownScope)]
    [InlineData(BreakerKind.ConsecutiveLosses, HoldScope.Strategy, 0, CommandCode.UnknownScope)]
    [InlineData(BreakerKind.Drawdown, HoldScope.Instrument, 0, CommandCode.UnknownBreaker)]
    [InlineData(BreakerKind.Manual, HoldScope.Strategy, 1, CommandCode.Done)]
    [InlineData(BreakerKind.Manual, HoldScope.Instrument, 0, CommandCode.Done)]
    [InlineData((BreakerKind)99, HoldScope.Account, 0, CommandCode.UnknownBreaker)]
    public void A_breaker_exists_in_its_own_scope_and_for_the_account(
        BreakerKind kind, HoldScope scope, int scopeId, CommandCode code)
    {
        var bench = new BreakerBench(BreakerKind.Latency, "5s");
        var command = OperatorCommand.TripBreaker(Issuer.Of(), kind, scope, scopeId);
        Assert.Equal(code, bench.Logic.Chain.Preview(CommandRecords.Build(command, 1)).Code);
        Assert.Equal(code, bench.Logic.Answer(command).Code);
        Assert.Equal(code == CommandCode.Done ? 1 : 0, bench.Logic.View.Holds.Count);
    }

    [Fact]
    public void A_reset_is_refused_while_the_measure_exceeds_the_limit_unless_it_begins_anew()
    {
        var bench = new BreakerBench(BreakerKind.Drawdown, "0.05");
        bench.BringTo(600 * Dollar);
        var refused = bench.Logic.Answer(Reset(BreakerKind.Drawdown));
        Assert.Equal((CommandCode.BreakerStillExceeded, 600L), (refused.Code, refused.Detail));
        Assert.True(bench.State.IsTripped);

        Assert.Equal(CommandCode.Done, bench.Logic.Answer(Reset(BreakerKind.Drawdown, setsBaseline: true)).Code);
        Assert.False(bench.State.IsTripped);
        Assert.Equal(0, bench.Measure);
        Assert.Equal(1, bench.Of(EventKind.BreakerReset).Single().Breaker.HasNewBaseline);

        // From the equity of the reset, 999,400: five hundredths of a percent are 499.70.
        bench.BringTo((600 * Dollar) + (49_970 * Dollar / 100) - 1);
        Assert.False(bench.State.IsTripped);
        bench.BringTo((600 * Dollar) + (49_970 * Dollar / 100));
        Assert.True(bench.State.IsTripped);
        Assert.Equal(2, bench.State.Trips);
    }

    [Fact]
    public void A_new_baseline_of_the_daily_loss_counts_from_then()
    {
        var bench = new BreakerBench(BreakerKind.DailyLoss, "500");
        bench.BringTo(500 * Dollar);
        Assert.Equal(CommandCode.BreakerStillExceeded, bench.Logic.Answer(Reset(BreakerKind.DailyLoss)).Code);
        Assert.Equal(CommandCode.Done, bench.Logic.Answer(Reset(BreakerKind.DailyLoss, setsBaseline: true)).Code);
        bench.BringTo(999 * Dollar);
        Assert.False(bench.State.IsTripped);
        Assert.Equal(499 * Dollar, bench.Measure);
        bench.BringTo(1_000 * Dollar);
        Assert.True(bench.State.IsTripped);
    }

    [Theory]
    [InlineData(BreakerKind.OrderRate, "5", 6)]
    [InlineData(BreakerKind.RejectRatio, "10", 11)]
    [InlineData(BreakerKind.ErrorRate, "3", 4)]
    [InlineData(BreakerKind.ConsecutiveLosses, "3", 3)]
    [InlineData(BreakerKind.Volatility, "1000", 1_000)]
    public void A_new_baseline_begins_a_count_anew(BreakerKind kind, string limit, long units)
    {
        var bench = new BreakerBench(kind, limit);
        bench.BringTo(units);
        Assert.Equal(CommandCode.BreakerStillExceeded, bench.Logic.Answer(ResetOf(bench, kind, false)).Code);
        Assert.Equal(CommandCode.Done, bench.Logic.Answer(ResetOf(bench, kind, true)).Code);
        Assert.Equal(0, bench.Measure);
        bench.Logic.Quote(0, LogicBench.Price, LogicBench.Price);
        Assert.False(bench.State.IsTripped);
    }

    [Theory]
    [InlineData(BreakerKind.Latency, "5s", 6 * LogicBench.Second)]
    [InlineData(BreakerKind.MarketDataGap, "60s", 61 * LogicBench.Second)]
    [InlineData(BreakerKind.ReconciliationDifference, "5", 60_000)]
    [InlineData(BreakerKind.UnknownOrders, "2", 3)]
    [InlineData(BreakerKind.JournalLag, "5s", 6 * LogicBench.Second)]
    public void What_the_engine_does_not_see_cannot_be_forgiven(BreakerKind kind, string limit, long units)
    {
        var bench = new BreakerBench(kind, limit);
        bench.BringTo(units);
        Assert.Equal(CommandCode.BaselineUnsupported, bench.Logic.Answer(ResetOf(bench, kind, true)).Code);
        Assert.Equal(CommandCode.BreakerStillExceeded, bench.Logic.Answer(ResetOf(bench, kind, false)).Code);
        if (kind == BreakerKind.MarketDataGap) bench.Logic.Quote(0);
        else if (kind == BreakerKind.UnknownOrders) CancelAll(bench);
        else bench.BringTo(0);
        Assert.Equal(CommandCode.Done, bench.Logic.Answer(ResetOf(bench, kind, false)).Code);
        Assert.False(bench.State.IsTripped);
        Assert.Equal(0, bench.State.HoldId);
    }

    [Fact]
    public void The_hold_of_a_breaker_goes_only_with_its_reset()
    {
        var bench = new BreakerBench(BreakerKind.ErrorRate, "3");
        bench.BringTo(4);
        Assert.Equal(CommandCode.HoldNotReleasable,
            bench.Logic.Answer(OperatorCommand.Release(Issuer.Of(OperatorRole.Admin), bench.State.HoldId)).Code);
        Assert.Equal(CommandCode.NothingToDo, bench.Logic.Answer(OperatorCommand.Resume(Issuer.Of())).Code);
        Assert.Equal(Permission.Halted, bench.Logic.View.Holds.AccountPermission);
    }

    [Fact]
    public void Where_it_is_configured_a_reset_needs_a_second_person_and_a_trip_never_does()
    {
        var bench = new BreakerBench(BreakerKind.Latency, "5s", "control.twoPerson=resetBreaker");
        Assert.Equal(CommandCode.Done, bench.Logic.Answer(Trip(BreakerKind.Manual)).Code);
        bench.Logic.NowNs += BreakerBench.Minute;
        Assert.Equal(CommandCode.AwaitsSecondPerson, bench.Logic.Answer(Reset(BreakerKind.Manual)).Code);
        Assert.Equal(CommandCode.AwaitsSecondPerson, bench.Logic.Answer(Reset(BreakerKind.Manual)).Code);
        Assert.Equal(1, bench.Logic.View.Holds.Count);
        var second = OperatorCommand.ResetBreaker(Issuer.Of(principal: "bob"), BreakerKind.Manual);
        Assert.Equal(CommandCode.Done, bench.Logic.Answer(second).Code);
        Assert.Equal(0, bench.Logic.View.Holds.Count);
        Assert.ThrowsAny<ConfigException>(
            () => new BreakerBench(BreakerKind.Latency, "5s", "control.twoPerson=tripBreaker"));
    }

    private static OperatorCommand Trip(BreakerKind kind, string? key = null) =>
        OperatorCommand.TripBreaker(Issuer.Of(OperatorRole.Emergency, key), kind);

    private static OperatorCommand Reset(BreakerKind kind, bool setsBaseline = false) =>
        OperatorCommand.ResetBreaker(Issuer.Of(), kind, setsBaseline: setsBaseline);

    private static OperatorCommand ResetOf(BreakerBench bench, BreakerKind kind, bool setsBaseline) =>
        OperatorCommand.ResetBreaker(Issuer.Of(), kind, bench.Scope, bench.ScopeId, setsBaseline);

    private static void CancelAll(BreakerBench bench)
    {
        foreach (var order in bench.Of(EventKind.OrderRequested).ToList())
            bench.Logic.Report(EventKind.OrderCanceled, order.Order.OrderId);
    }
}
