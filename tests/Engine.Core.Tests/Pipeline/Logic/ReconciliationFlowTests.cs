using Engine.Core.Events;
using Engine.Core.Orders;
using Engine.Core.Pipeline;
using Engine.Core.Strategies;
using Engine.Testing;
using Xunit;

namespace Engine.Core.Tests.Pipeline.Logic;

/// <summary>Goal: only whole and current answers are evidence; what they do not explain holds new exposure.</summary>
public sealed class ReconciliationFlowTests
{
    [Fact]
    public void A_clean_start_asks_once_and_completes_without_differences()
    {
        var bench = new LogicBench(new ScriptedCatalog()).Start(isRunning: false);
        Assert.Equal([EventKind.VenueConnected, EventKind.ReconciliationRequested], bench.Connect().Select(e =>
            e.Kind));
        Assert.Single(bench.Complete(QueryKind.OpenOrders));
        Assert.Single(bench.Complete(QueryKind.Executions));
        var last = bench.Complete(QueryKind.Positions);
        Assert.Equal([EventKind.QueryCompleted, EventKind.ReconciliationCompleted], last.Select(e => e.Kind));
        Assert.Equal(0, last[1].Query.Differences);
        Assert.Equal(1, bench.View.State.IsReconciled);
    }

    [Theory]
    [InlineData(QueryKind.OpenOrders, QueryKind.Executions, QueryKind.Positions)]
    [InlineData(QueryKind.Positions, QueryKind.OpenOrders, QueryKind.Executions)]
    [InlineData(QueryKind.Executions, QueryKind.Positions, QueryKind.OpenOrders)]
    public void A_partial_answer_is_asked_again_in_whatever_order_answers_come(QueryKind a, QueryKind b, QueryKind c)
    {
        var bench = new LogicBench(new ScriptedCatalog()).Start(isRunning: false);
        bench.Connect();
        bench.Complete(a);
        bench.Complete(b);
        var again = bench.Complete(c, isComplete: false);
        Assert.Equal([EventKind.QueryCompleted, EventKind.ReconciliationRequested], again.Select(e => e.Kind));
        Assert.Equal(2, again[1].Query.QueryId);
        bench.Complete(a, isComplete: false);
        bench.Complete(b);
        Assert.Equal(3, bench.Complete(c)[1].Query.QueryId);
        bench.Complete(a);
        bench.Complete(b);
        Assert.Equal(EventKind.ReconciliationCompleted, bench.Complete(c)[1].Kind);
    }

    [Fact]
    public void An_order_that_no_answer_names_is_asked_for_and_rejected_only_if_it_never_came()
    {
        var bench = Restarted(orders: 2);
        bench.Connect(2);
        bench.Complete(QueryKind.OpenOrders);
        bench.Complete(QueryKind.Executions);
        var questions = bench.Complete(QueryKind.Positions).Where(e => e.Kind == EventKind.ReconciliationRequested);
        Assert.Equal([1L, 2L], questions.Select(e => e.Query.OrderId));

        Status(bench, 1, OrderStatus.Rejected, VenueReason.NotReceived);
        Assert.Single(bench.Complete(QueryKind.OrderStatus, orderId: 1));
        Status(bench, 2, OrderStatus.Canceled);
        var end = bench.Complete(QueryKind.OrderStatus, orderId: 2);
        var resolved = end.Where(e => e.Kind == EventKind.OrderResolved).ToArray();
        Assert.Equal([OrderStatus.Rejected, OrderStatus.Canceled], resolved.Select(e => e.OrderReport.Status));
        Assert.Contains(end, e => e is { Kind: EventKind.ReconciliationCompleted, Query.Differences: 0 });
    }

    [Fact]
    public void Executions_that_were_missed_are_applied_by_their_ids_once()
    {
        var bench = Restarted(orders: 1);
        bench.Connect(2);
        Status(bench, 1, OrderStatus.PartiallyFilled, cumulative: 4);
        bench.Complete(QueryKind.OpenOrders);
        bench.Execute(1, Side.Buy, 4, id: "MISSED", isAnswer: true);
        bench.Execute(1, Side.Buy, 4, id: "MISSED", isAnswer: true);
        bench.Complete(QueryKind.Executions);
        Position(bench, 4);
        var end = bench.Complete(QueryKind.Positions);
        Assert.Equal(4, bench.View.Portfolio.Position(0).Quantity);
        Assert.Equal(OrderStatus.PartiallyFilled, bench.View.Orders.Find(1, out _).Status);
        Assert.Contains(end, e => e is { Kind: EventKind.ReconciliationCompleted, Query.Differences: 0 });
        Assert.Equal(0, bench.View.Holds.Count);
    }

    [Fact]
    public void What_still_differs_is_recorded_and_holds_its_instrument()
    {
        var bench = Restarted(orders: 1);
        bench.Connect(2);
        Status(bench, 77, OrderStatus.Accepted); // An order that we never placed.
        bench.Complete(QueryKind.OpenOrders);
        bench.Complete(QueryKind.Executions);
        Position(bench, 9);
        bench.Complete(QueryKind.Positions);
        var first = bench.Complete(QueryKind.OrderStatus, orderId: 1); // And it says nothing of ours.
        Assert.DoesNotContain(first, e => e.Kind is EventKind.HoldPlaced or EventKind.ReconciliationCompleted);
        Assert.Equal(EnginePhase.Reconciling, bench.View.State.Phase);

        bench.NowNs += LogicBench.Second;
        Assert.Equal(EventKind.ReconciliationRequested, bench.Tick()[1].Kind);
        Status(bench, 77, OrderStatus.Accepted);
        bench.Complete(QueryKind.OpenOrders);
        bench.Complete(QueryKind.Executions);
        Position(bench, 9);
        bench.Complete(QueryKind.Positions);
        var end = bench.Complete(QueryKind.OrderStatus, orderId: 1);
        var differences = end.Where(e => e.Kind == EventKind.ReconciliationDifference).ToArray();
        Assert.Equal([1, 2, 4], differences.Select(e => e.Difference.Kind));
        Assert.All(differences, e => Assert.Equal(2, e.Difference.Confirmations));
        Assert.Equal(3, end.Single(e => e.Kind == EventKind.ReconciliationCompleted).Query.Differences);
        var holds = end.Where(e => e.Kind == EventKind.HoldPlaced).ToArray();
        Assert.Equal([HoldScope.Instrument, HoldScope.Account, HoldScope.Instrument], holds.Select(e => e.Hold.Scope));
        Assert.All(holds, e =>
            Assert.Equal((HoldKind.Reconciliation, Permission.Reducing), (e.Hold.HoldKind, e.Hold.Permission)));
        Assert.Equal(OrderStatus.Unknown, bench.View.Orders.Find(1, out _).Status);
    }

    [Fact]
    public void Answers_to_questions_of_the_run_before_or_of_a_lost_session_prove_nothing()
    {
        var bench = Restarted(orders: 1);
        bench.Connect(2);
        bench.Complete(QueryKind.OpenOrders);
        bench.Complete(QueryKind.Executions);
        bench.Complete(QueryKind.Positions); // Now the order is asked for.
        Status(bench, 1, OrderStatus.Rejected, VenueReason.NotReceived);
        var old = bench.View.State.QueryId;
        bench.Take(bench.Started(runEpoch: 3));
        bench.GoOn();
        var late = Late(bench, old);
        Assert.Single(late);
        Assert.Equal(OrderStatus.Unknown, bench.View.Orders.Find(1, out _).Status);
        Assert.Equal(0, bench.View.State.IsReconciled);

        bench.Connect(3);
        bench.Venue(EventKind.VenueDisconnected, default);
        Assert.Single(Late(bench, bench.View.State.QueryId));
    }

    [Fact]
    public void Ten_thousand_questions_never_outgrow_the_queue_of_the_gateway()
    {
        var bench = Restarted(orders: 10_000);
        bench.Connect(2);
        bench.Complete(QueryKind.OpenOrders);
        bench.Complete(QueryKind.Executions);
        bench.Complete(QueryKind.Positions);
        bench.GoOn();
        var answered = 0L;
        while (bench.View.State.OpenQueries > 0)
        {
            Assert.InRange(bench.View.State.OpenQueries, 1, bench.Chain.Limits.InFlightMessages);
            Status(bench, ++answered, OrderStatus.Rejected, VenueReason.NotReceived);
            bench.Complete(QueryKind.OrderStatus, orderId: answered);
            bench.GoOn();
        }
        Assert.Equal(10_000, answered);
        Assert.Equal(0, bench.Chain.OpenOrderCount);
        Assert.Equal(1, bench.View.State.IsReconciled);
    }

    [Fact]
    public void A_lost_session_makes_what_was_on_its_way_Unknown()
    {
        var bench = Restarted(orders: 0);
        bench.Reconcile();
        bench.Take(new EngineEvent { Kind = EventKind.MarketDataStarted, InstrumentId = -1 });
        bench.Trade(0, size: 1);
        Assert.Equal(1, bench.Chain.OpenOrderCount);
        var group = bench.Venue(EventKind.VenueDisconnected, default);
        Assert.Equal(
            [EventKind.VenueDisconnected, EventKind.PhaseChanged, EventKind.OrderBecameUnknown], group.Select(e =>
                e.Kind));
        bench.Gateway(EventKind.OrderNotSent, 1, VenueReason.ConnectionLost);
        Assert.Equal(OrderStatus.Rejected, bench.View.Orders.Find(1, out _).Status);
    }

    [Fact]
    public void Fills_behind_a_broken_link_are_read_back_and_each_counts_once()
    {
        var bench = Trading();
        bench.Report(EventKind.OrderAccepted, 1);
        bench.Execute(1, Side.Buy, 2, id: "F1");
        bench.Execute(1, Side.Buy, 2, id: "F2");
        bench.Venue(EventKind.VenueDisconnected, default); // Three more are on their way, and get lost.
        Assert.Equal(RiskCode.NotRunning,
            Assert.Single(bench.Trade(0, size: 1), e => e.Kind == EventKind.OrderDenied).Order.Code);

        bench.Connect(2);
        bench.Complete(QueryKind.OpenOrders);
        for (var n = 1; n <= 5; n++) bench.Execute(1, Side.Buy, 2, id: $"F{n}", isAnswer: true);
        bench.Complete(QueryKind.Executions);
        Assert.Equal(EnginePhase.Reconciling, bench.View.State.Phase);
        Position(bench, 10);
        var end = bench.Complete(QueryKind.Positions);
        Assert.Contains(end, e => e is { Kind: EventKind.ReconciliationCompleted, Query.Differences: 0 });
        Assert.Equal(EnginePhase.Running, bench.View.State.Phase);
        for (var n = 3; n <= 5; n++) bench.Execute(1, Side.Buy, 2, id: $"F{n}"); // And they come after all.

        Assert.Equal((10L, 5L), (bench.View.Portfolio.Position(0).Quantity, bench.View.State.ExecutionCount));
        Assert.Equal((OrderStatus.Filled, 10L), (Order(bench).Status, Order(bench).CumulativeQuantity));
        Assert.Equal([1L], Requested(bench));
        Assert.Equal(0, bench.View.Holds.Count);
    }

    [Fact]
    public void A_socket_that_dies_behind_the_write_makes_no_second_order_and_no_reject()
    {
        var bench = Trading();
        bench.Venue(EventKind.VenueDisconnected, default);
        for (var session = 2; session <= 4; session++)
        {
            bench.Connect(session);
            bench.GoOn(); // Where the difference counts, the order is to be canceled first.
            bench.Complete(QueryKind.OpenOrders);
            bench.Complete(QueryKind.Executions);
            var asked = bench.Complete(QueryKind.Positions);
            var question = Assert.Single(asked, e => e.Kind == EventKind.ReconciliationRequested);
            Assert.Equal(1, question.Query.OrderId);
            Status(bench, 1, OrderStatus.Unknown); // The venue cannot say.
            bench.Complete(QueryKind.OrderStatus, orderId: 1);
            Assert.Equal(OrderStatus.Unknown, Order(bench).Status);
            Assert.Equal(10, bench.View.Risk.Open(0, 0).BuyQuantity);
            bench.Venue(EventKind.VenueDisconnected, default);
        }
        Assert.Equal([1L], Requested(bench));
        Assert.DoesNotContain(bench.Journal, e => e.Kind is EventKind.OrderRejected or EventKind.OrderResolved);

        bench.Connect(5);
        bench.GoOn();
        bench.Complete(QueryKind.OpenOrders);
        bench.Execute(1, Side.Buy, 10, id: "THERE", isAnswer: true);
        Assert.Equal((OrderStatus.Filled, 10L), (Order(bench).Status, bench.View.Portfolio.Position(0).Quantity));
    }

    // One order for ten has been written; nothing was heard of it.
    private static LogicBench Trading()
    {
        var bench = Restarted(orders: 0);
        bench.Reconcile();
        bench.Take(EngineInputs.MarketDataStarted());
        bench.Trade(0, size: 1);
        bench.Gateway(EventKind.OrderSent, 1);
        return bench;
    }

    private static OrderState Order(LogicBench bench) => bench.View.Orders.Find(1, out _);

    private static IEnumerable<long> Requested(LogicBench bench) =>
        bench.Journal.Where(e => e.Kind == EventKind.OrderRequested).Select(e => e.Order.OrderId);

    private static EngineEvent[] Late(LogicBench bench, long queryId) => bench.Take(new EngineEvent
    {
        Kind = EventKind.QueryCompleted,
        InstrumentId = -1,
        Query = new QueryPayload { Query = QueryKind.OrderStatus, QueryId = queryId, IsComplete = 1 },
    }, LaneIds.Venue);

    private static void Status(
        LogicBench bench, long orderId, OrderStatus status, VenueReason reason = VenueReason.None,
            long cumulative = 0) =>
        bench.Venue(EventKind.OrderStatusReported, new OrderReportPayload
        {
            OrderId = orderId,
            Status = status,
            Reason = reason,
            CumulativeQuantity = cumulative,
        });

    private static void Position(LogicBench bench, long quantity) => bench.Take(new EngineEvent
    {
        Kind = EventKind.PositionReported,
        PositionReport = new PositionReportPayload { Quantity = quantity, QueryId = bench.View.State.QueryId },
    }, LaneIds.Venue);

    // A run that placed orders of which nothing was heard, and the start of the next one.
    private static LogicBench Restarted(int orders)
    {
        var catalog = new ScriptedCatalog().Add("buyer", () => new ScriptedStrategy
        {
            Traded = (StrategyContext context, int id, in TradePayload trade) =>
            {
                for (var i = 0; i < trade.Size; i++)
                    context.Submit(OrderTicket.Limit(id, Side.Buy, 10, LogicBench.Price));
            },
        });
        var bench = new LogicBench(
            catalog, "strategies.a.type=buyer", "limits.openOrdersMax=10000", "limits.ordersRetained=16384",
            "risk.maxOpenOrders=10000").Start();
        bench.Quote(bench.Define("AAPL"));
        for (var left = orders; left > 0; left -= 50)
        {
            bench.Trade(0, size: Math.Min(50, left));
            for (var i = 0; i < Math.Min(50, left); i++) bench.Gateway(EventKind.OrderSent, 1);
        }
        bench.Take(bench.Started(runEpoch: 2));
        bench.GoOn();
        return bench;
    }
}
