using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Replay;
using Engine.Core.Strategies;
using Engine.Testing;
using Xunit;

namespace Engine.Core.Tests.Pipeline.Logic;

/// <summary>
/// Goal: orders of others are seen and counted, and nothing of this engine ever touches one that was not adopted.
/// </summary>
public sealed class ForeignOrderFlowTests
{
    private readonly LogicBench _bench = NewBench();

    [Fact]
    public void A_foreign_order_counts_at_its_worst_case_and_is_shown()
    {
        Report(900, Side.Buy, 100, executed: 30, reference: "DESK-7");
        Assert.Equal((70L, 1), (_bench.View.Risk.Open(0, 0).BuyQuantity, _bench.View.Risk.Open(0, 0).OrderCount));
        Report(901, Side.Sell, 40);
        Assert.Equal((70L, 40L), (_bench.View.Risk.Open(0, 0).BuyQuantity, _bench.View.Risk.Open(0, 0).SellQuantity));
        Report(900, Side.Buy, 100, executed: 60);
        Assert.Equal(40, _bench.View.Risk.Open(0, 0).BuyQuantity);

        Assert.Equal((0, 2), (_bench.View.Orders.OpenCount, EngineStatus.Of(_bench.Chain).ForeignOrders));
        var shown = DetailPicture.Of(_bench.Chain, withClosed: false, takenTicks: 0).ForeignOrders;
        Assert.Equal([900L, 901L], shown.Select(order => order.VenueOrderId));
        Assert.Equal((100L, 60L), (shown[0].Quantity, shown[0].FilledQuantity));
        Assert.Equal(Permission.Active, _bench.View.Holds.PermissionFor(0, 0));
        RequireReplay();
    }

    [Fact]
    public void It_counts_against_the_limits_of_our_own_orders()
    {
        var bench = NewBench("risk.maxPosition=100", "strategies=one", "strategies.one.type=one");
        Report(bench, 900, Side.Buy, 60);
        var group = bench.Quote(0);
        var denied = Assert.Single(group, e => e.Kind == EventKind.OrderDenied).Order;
        Assert.Equal((RiskCode.PositionLimit, 160L), (denied.Code, denied.Measured));
    }

    [Fact]
    public void It_is_gone_when_the_venue_says_so_or_a_whole_list_no_longer_names_it()
    {
        Report(900, Side.Buy, 100);
        Report(901, Side.Buy, 10);
        Report(902, Side.Buy, 1);
        Report(900, Side.Buy, 100, status: OrderStatus.Canceled);
        Assert.Equal(11, _bench.View.Risk.Open(0, 0).BuyQuantity);

        _bench.Command(OperatorCommand.Reconcile(Issuer.Of()));
        Report(901, Side.Buy, 10, queryId: _bench.View.State.QueryId);
        _bench.Complete(QueryKind.OpenOrders, isComplete: false);
        Assert.Equal(2, _bench.View.ForeignOrders.Count); // Half a list is no evidence.
        _bench.Complete(QueryKind.OpenOrders);
        Assert.Equal((1, 10L), (_bench.View.ForeignOrders.Count, _bench.View.Risk.Open(0, 0).BuyQuantity));
        RequireReplay();
    }

    [Fact]
    public void Its_executions_count_for_the_account_and_shrink_it()
    {
        Report(900, Side.Buy, 100);
        Execute("F-1", -900, 40);
        Assert.Equal((40L, 60L), (_bench.View.Portfolio.Position(0).Quantity, _bench.View.Risk.Open(0, 0).BuyQuantity));
        Execute("F-2", -900, 60);
        Assert.Equal((100L, 0L, 0), (_bench.View.Portfolio.Position(0).Quantity,
            _bench.View.Risk.Open(0, 0).BuyQuantity, _bench.View.ForeignOrders.Count));
        Assert.Equal(2, _bench.View.Executions.Unattributed);
        RequireReplay();
    }

    [Fact]
    public void Cancel_flatten_and_stop_leave_it_alone()
    {
        Report(900, Side.Buy, 100);
        Assert.Equal(CommandCode.NothingToDo, _bench.Answer(OperatorCommand.CancelAll(Issuer.Of())).Code);
        _bench.Command(OperatorCommand.Flatten(Issuer.Of()));
        _bench.Command(OperatorCommand.Stop(Issuer.Of(), StopMode.Cancel));
        _bench.GoOn();
        Assert.DoesNotContain(_bench.Journal, e => e.Kind == EventKind.CancelRequested);
        Assert.Equal(1, _bench.View.ForeignOrders.Count);
    }

    [Fact]
    public void Quarantine_keeps_new_exposure_out_of_its_instrument_and_no_other()
    {
        var bench = NewBench("orders.foreign=quarantine");
        bench.Define("BBB");
        var group = Report(bench, 900, Side.Buy, 100);
        var hold = Assert.Single(group, e => e.Kind == EventKind.HoldPlaced).Hold;
        Assert.Equal((HoldKind.Reconciliation, HoldScope.Instrument, 0), (hold.HoldKind, hold.Scope, hold.ScopeId));
        Assert.Equal(Permission.Reducing, bench.View.Holds.PermissionFor(0, 0));
        Assert.Equal(Permission.Active, bench.View.Holds.PermissionFor(0, 1));
        Assert.DoesNotContain(Report(bench, 900, Side.Buy, 100), e => e.Kind == EventKind.HoldPlaced);
        Assert.Throws<Engine.Core.Config.ConfigException>(() => NewBench("orders.foreign=ignore"));
    }

    [Fact]
    public void An_order_that_does_not_fit_holds_the_account()
    {
        var bench = NewBench("limits.foreignOrdersMax=1");
        Report(bench, 900, Side.Buy, 100);
        var group = Report(bench, 901, Side.Buy, 100);
        Assert.Equal(HoldScope.Account, Assert.Single(group, e => e.Kind == EventKind.HoldPlaced).Hold.Scope);
    }

    [Fact]
    public void An_adopted_order_is_the_engines_with_its_executions_and_can_be_canceled()
    {
        Report(900, Side.Buy, 100);
        Execute("F-1", -900, 40);
        Assert.Equal(CommandCode.UnknownForeignOrder, _bench.Answer(OperatorCommand.AdoptOrder(Issuer.Of(), 7)).Code);

        var group = _bench.Command(OperatorCommand.AdoptOrder(Issuer.Of(), 900));

        var adopted = Assert.Single(group, e => e.Kind == EventKind.OrderAdopted).Order;
        ref readonly var answer = ref group[^1].CommandAnswer;
        Assert.Equal((CommandCode.Done, adopted.OrderId), (answer.Code, answer.OrderId));
        ref readonly var order = ref _bench.View.Orders.Find(adopted.OrderId, out _);
        Assert.Equal((OrderStatus.PartiallyFilled, 40L, -900), (order.Status, order.CumulativeQuantity,
            order.BrokerOrderId));
        Assert.Equal((60L, 0, 0L), (_bench.View.Risk.Open(0, 0).BuyQuantity, _bench.View.ForeignOrders.Count,
            _bench.View.Executions.Unattributed));
        Assert.Equal(CommandCode.AlreadyInForce, _bench.Answer(OperatorCommand.AdoptOrder(Issuer.Of(), 900)).Code);

        var cancel = _bench.Command(OperatorCommand.CancelOrder(Issuer.Of(), adopted.OrderId));
        Assert.Equal(-900, Assert.Single(cancel, e => e.Kind == EventKind.CancelRequested).Order.BrokerOrderId);
        Report(900, Side.Buy, 100, executed: 40, status: OrderStatus.Canceled);
        Assert.Equal(OrderStatus.Canceled, _bench.View.Orders.Find(adopted.OrderId, out _).Status);
        Assert.Equal(0, _bench.View.Risk.Open(0, 0).BuyQuantity);
        RequireReplay();
    }

    [Fact]
    public void An_order_that_comes_back_under_our_reference_is_ours()
    {
        var bench = NewBench("strategies=one", "strategies.one.type=one");
        bench.Quote(0);
        Assert.Equal(1, bench.View.Orders.OpenCount);
        Report(bench, 900, Side.Buy, 100, reference: "LLE1-1-1");
        Assert.Equal((0, OrderStatus.Accepted), (bench.View.ForeignOrders.Count,
            bench.View.Orders.Find(1, out _).Status));
        Report(bench, 900, Side.Buy, 100, reference: "LLE1-1-77"); // Ours once, and lost.
        Report(bench, 901, Side.Buy, 100, reference: "LLE2-1-1");  // Another engine's.
        Assert.Equal(2, bench.View.ForeignOrders.Count);
    }

    [Fact]
    public void An_order_under_an_id_of_ours_that_we_do_not_know_counts_and_can_be_adopted_and_canceled()
    {
        var group = Strange(500, OrderStatus.Accepted);
        Assert.DoesNotContain(group, e => e.Kind == EventKind.InputRefused);
        Assert.Equal((100L, 1), (_bench.View.Risk.Open(0, 0).SellQuantity, _bench.View.ForeignOrders.Count));

        var orderId = _bench.Answer(OperatorCommand.AdoptOrder(Issuer.Of(), 500)).OrderId;
        _bench.Report(EventKind.OrderCanceled, 500);

        Assert.Equal(OrderStatus.Canceled, _bench.View.Orders.Find(orderId, out _).Status);
        Strange(501, OrderStatus.Accepted);
        _bench.Report(EventKind.OrderCanceled, 501);
        Assert.Equal((0, 0L), (_bench.View.ForeignOrders.Count, _bench.View.Risk.Open(0, 0).SellQuantity));
        RequireReplay();
    }

    private EngineEvent[] Strange(long orderId, OrderStatus status)
    {
        var e = new EngineEvent { Kind = EventKind.OrderStatusReported, InstrumentId = 0 };
        e.OrderReport.OrderId = orderId;
        e.OrderReport.Status = status;
        e.OrderReport.Side = Side.Sell;
        e.OrderReport.Quantity = 100;
        e.OrderReport.LimitPrice = LogicBench.Price;
        return _bench.Take(in e, LaneIds.Venue);
    }

    private void Execute(string id, int brokerOrderId, long quantity)
    {
        var e = new EngineEvent { Kind = EventKind.Execution, InstrumentId = 0 };
        e.Execution.ExecutionId = AsciiText32.From(id);
        e.Execution.BrokerOrderId = brokerOrderId;
        e.Execution.Side = Side.Buy;
        e.Execution.Quantity = quantity;
        e.Execution.Price = LogicBench.Price;
        _bench.Take(in e, LaneIds.Venue);
    }

    private EngineEvent[] Report(
        long venueOrderId, Side side, long quantity, long executed = 0, OrderStatus status = OrderStatus.Accepted,
        string reference = "", long queryId = 0) =>
        Report(_bench, venueOrderId, side, quantity, executed, status, reference, queryId);

    private static EngineEvent[] Report(
        LogicBench bench, long venueOrderId, Side side, long quantity, long executed = 0,
        OrderStatus status = OrderStatus.Accepted, string reference = "", long queryId = 0)
    {
        var e = new EngineEvent { Kind = EventKind.ForeignOrderReported, InstrumentId = 0 };
        e.ForeignOrder = new ForeignOrderPayload
        {
            VenueOrderId = venueOrderId,
            Side = side,
            Type = OrderType.Limit,
            TimeInForce = TimeInForce.Day,
            Quantity = quantity,
            CumulativeQuantity = executed,
            LimitPrice = LogicBench.Price,
            Status = status,
            QueryId = queryId,
            Reference = AsciiText24.From(reference),
        };
        return bench.Take(in e, LaneIds.Venue);
    }

    private static LogicBench NewBench(params string[] settings)
    {
        var bench = new LogicBench(Catalog(), settings).Start();
        bench.Define("AAA");
        return bench;
    }

    private static ScriptedCatalog Catalog() => new ScriptedCatalog().Add("one", () => new ScriptedStrategy
    {
        Quoted = (StrategyContext context, int id, in QuotePayload _) =>
            context.Submit(OrderTicket.Limit(id, Side.Buy, 100, LogicBench.Price)),
    });

    private void RequireReplay()
    {
        var model = new ModelFactory(Catalog()).Create(LogicBench.ConfigOf());
        _bench.Replay(model);
        Assert.Equal(_bench.Chain.StateDigest, model.Chain.StateDigest);
        Assert.True(_bench.View.Risk.AgreesWith(_bench.View.Orders, _bench.View.ForeignOrders));
    }
}
