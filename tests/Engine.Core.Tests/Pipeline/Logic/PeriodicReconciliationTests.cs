using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Gateway;
using Engine.Testing;
using Xunit;

namespace Engine.Core.Tests.Pipeline.Logic;

/// <summary>
/// Goal: a running engine compares at its intervals, believes a difference when it has seen it twice, and books it only
/// when an operator says so.
/// </summary>
public sealed class PeriodicReconciliationTests
{
    [Fact]
    public void Orders_are_compared_at_one_interval_and_everything_at_another()
    {
        var bench = Running();
        Assert.DoesNotContain(bench.Tick(), e => e.Kind == EventKind.ReconciliationRequested);
        for (var i = 1; i <= 10; i++)
        {
            bench.NowNs += 30 * LogicBench.Second;
            Assert.True(bench.Chain.NextWakeNs <= bench.NowNs);
            var question = Assert.Single(bench.Tick(), e => e.Kind == EventKind.ReconciliationRequested).Query;
            Assert.Equal(i == 10 ? QueryKind.None : QueryKind.OpenOrders, question.Query);
            var end = Answer(bench, question.Query);
            var completed = Assert.Single(end, e => e.Kind == EventKind.ReconciliationCompleted).Query;
            Assert.Equal((question.Query, 0L), (completed.Query, completed.Differences));
        }
        Assert.Equal(EnginePhase.Running, bench.View.State.Phase);
        Assert.Equal(11, bench.View.Reconciliation.Comparisons);
    }

    [Fact]
    public void A_question_that_is_never_answered_is_asked_again_with_the_next_full_one()
    {
        var bench = Running();
        bench.NowNs += 300 * LogicBench.Second;
        Assert.Single(bench.Tick(), e => e.Kind == EventKind.ReconciliationRequested);
        bench.NowNs += 60 * LogicBench.Second;
        Assert.DoesNotContain(bench.Tick(), e => e.Kind == EventKind.ReconciliationRequested);
        bench.NowNs += 240 * LogicBench.Second;
        Assert.Single(bench.Tick(), e => e.Kind == EventKind.ReconciliationRequested);
    }

    [Fact]
    public void A_difference_counts_when_it_is_found_twice_and_holds_its_instrument_once()
    {
        var bench = Running();
        Ask(bench);
        var first = Answer(bench, QueryKind.None, held: 20);
        Assert.Equal(1, Assert.Single(first, e => e.Kind == EventKind.ReconciliationDifference)
            .Difference.Confirmations);
        Assert.DoesNotContain(first, e => e.Kind is EventKind.HoldPlaced or EventKind.ReconciliationCompleted);

        bench.NowNs += LogicBench.Second;
        Assert.Single(bench.Tick(), e => e.Kind == EventKind.ReconciliationRequested);
        var second = Answer(bench, QueryKind.None, held: 20);
        var difference = Assert.Single(second, e => e.Kind == EventKind.ReconciliationDifference).Difference;
        Assert.Equal((2, 5_000, ReconciliationCorrection.AdoptPosition, (byte)0),
            (difference.Confirmations, difference.BasisPoints, difference.Correction, difference.IsCritical));
        var hold = Assert.Single(second, e => e.Kind == EventKind.HoldPlaced).Hold;
        Assert.Equal((HoldScope.Instrument, HoldKind.Reconciliation, Permission.Reducing),
            (hold.Scope, hold.HoldKind, hold.Permission));
        Assert.Equal(1, Assert.Single(second, e => e.Kind == EventKind.ReconciliationCompleted).Query.Differences);

        // Who has released it knows of the difference; one that goes and comes back is another.
        bench.Command(OperatorCommand.Release(Issuer.Of(), hold.HoldId));
        Ask(bench);
        Assert.DoesNotContain(Answer(bench, QueryKind.None, held: 20), e => e.Kind == EventKind.HoldPlaced);
        Ask(bench);
        Answer(bench, QueryKind.None, held: 10);
        Assert.Equal(0, bench.View.Findings.Count);
        Ask(bench);
        Answer(bench, QueryKind.None, held: 20);
        Ask(bench);
        Assert.Contains(Answer(bench, QueryKind.None, held: 20), e => e.Kind == EventKind.HoldPlaced);
    }

    [Fact]
    public void After_a_start_a_difference_that_counts_already_holds_at_once()
    {
        var bench = Running();
        Ask(bench);
        Answer(bench, QueryKind.None, held: 20);
        Ask(bench);
        Answer(bench, QueryKind.None, held: 20);
        bench.Command(OperatorCommand.Release(Issuer.Of(), bench.View.Holds.Count));
        Assert.Equal(0, bench.View.Holds.Count);

        bench.Take(bench.Started(runEpoch: 2));
        bench.GoOn();
        bench.Connect(2);
        Assert.Contains(Answer(bench, QueryKind.None, held: 20), e => e.Kind == EventKind.HoldPlaced);
        Assert.Equal(1, bench.View.State.IsReconciled);
    }

    [Fact]
    public void An_administrator_adopts_what_he_has_seen_and_nothing_else()
    {
        var bench = Running();
        var admin = Issuer.Of(OperatorRole.Admin);
        Assert.Equal(CommandCode.NoSuchDifference, Adopt(bench, 20));
        Ask(bench);
        Answer(bench, QueryKind.None, held: 20);
        Assert.Equal(CommandCode.NoSuchDifference, Adopt(bench, 20)); // Seen once does not count.
        Ask(bench);
        Answer(bench, QueryKind.None, held: 20);
        Assert.Equal(CommandCode.DifferenceMoved, Adopt(bench, 19));
        Assert.Equal(CommandCode.CostMissing, Adopt(bench, 20, price: FixedPoint.Absent));
        Assert.Equal(CommandCode.RoleNotAllowed, bench.Answer(
            OperatorCommand.AdoptPosition(Issuer.Of(), 0, 20, LogicBench.Price)).Code);
        Assert.Equal(CommandCode.UnknownScope, bench.Answer(
            OperatorCommand.AdoptPosition(admin, 9, 20, LogicBench.Price)).Code);

        bench.Execute(999, Side.Buy, 5, instrumentId: 0); // Traded since: stays, and is not booked twice.
        var group = bench.Command(OperatorCommand.AdoptPosition(
            Issuer.Of(OperatorRole.Admin), 0, 20, LogicBench.Price));
        var record = Assert.Single(group, e => e.Kind == EventKind.PositionAdopted).Adopt;
        Assert.Equal((10L, 10 * 100 * FixedPoint.MoneyOne), (record.AdoptedQuantity, record.AdoptedMoney));
        Assert.Equal(25, bench.View.Portfolio.Position(0).Quantity);
        Assert.Equal(0, bench.View.Portfolio.Position(0).RealizedProfit);
        Assert.Equal(record.AdoptedMoney, bench.View.Portfolio.Currency(0).Reconciliation);
        Assert.Equal(CommandCode.NoSuchDifference, Adopt(bench, 20));
    }

    [Fact]
    public void A_venue_that_reports_nothing_is_held_and_believed_only_by_name()
    {
        var bench = Running();
        for (var round = 0; round < 2; round++)
        {
            Ask(bench);
            Answer(bench, QueryKind.None, held: 0);
        }
        Assert.Equal(ReconciliationKind.EmptyView, bench.View.Findings[0].Kind);
        Assert.Equal(10, bench.View.Portfolio.Position(0).Quantity);
        Assert.Equal(Permission.Reducing, bench.View.Holds.AccountPermission);
        Assert.Equal(CommandCode.Done, Adopt(bench, 0, price: FixedPoint.Absent));
        Assert.Equal(0, bench.View.Portfolio.Position(0).Quantity);
        Assert.Equal(0, bench.View.Portfolio.Position(0).CostBasis);
    }

    [Fact]
    public void What_a_venue_says_to_an_older_question_is_not_taken_for_the_newer_one()
    {
        var bench = Running();
        Ask(bench);
        var old = bench.View.State.QueryId;
        Ask(bench);
        bench.Venue(EventKind.OrderStatusReported, new OrderReportPayload
        {
            OrderId = 77,
            Status = OrderStatus.Accepted,
        });
        bench.Take(new EngineEvent
        {
            Kind = EventKind.QueryCompleted,
            InstrumentId = -1,
            Query = new QueryPayload { Query = QueryKind.OpenOrders, QueryId = old, IsComplete = 1 },
        }, LaneIds.Venue);
        var end = Answer(bench, QueryKind.None, held: 10);
        Assert.Equal(0, Assert.Single(end, e => e.Kind == EventKind.ReconciliationCompleted).Query.Differences);
    }

    // Ten units of one instrument by execution.
    private static LogicBench Running()
    {
        var bench = new LogicBench(
            new ScriptedCatalog(), "reconcile.every=300s", "reconcile.ordersEvery=30s", "risk.cancelOnReducing=false");
        bench.Start();
        bench.Quote(bench.Define("AAPL"));
        bench.Execute(998, Side.Buy, 10);
        return bench;
    }

    private static void Ask(LogicBench bench) =>
        Assert.Equal(CommandCode.Done, bench.Answer(OperatorCommand.Reconcile(Issuer.Of())).Code);

    private static CommandCode Adopt(LogicBench bench, long venue, long price = LogicBench.Price) => bench.Answer(
        OperatorCommand.AdoptPosition(Issuer.Of(OperatorRole.Admin), 0, venue, price)).Code;

    private static EngineEvent[] Answer(LogicBench bench, QueryKind scope, long held = 10)
    {
        var end = bench.Complete(QueryKind.OpenOrders);
        if (scope == QueryKind.OpenOrders) return end;
        bench.Complete(QueryKind.Executions);
        if (held != 0)
        {
            bench.Take(new EngineEvent
            {
                Kind = EventKind.PositionReported,
                PositionReport = new PositionReportPayload { Quantity = held, QueryId = bench.View.State.QueryId },
            }, LaneIds.Venue);
        }
        return bench.Complete(QueryKind.Positions);
    }
}
