using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Orders;
using Engine.Core.Replay;
using Engine.Core.Strategies;
using Engine.Testing;
using Xunit;

namespace Engine.Core.Tests.Pipeline.Logic;

/// <summary>
/// Goal: what only a person knows ends an Unknown order without inventing executions, and is undone by the venue's own.
/// </summary>
public sealed class EvidenceFlowTests
{
    private const long Cents = 10_000_000; // One cent, with exponent 9.

    private readonly LogicBench _bench = NewBench();

    [Theory]
    [InlineData(OrderStatus.Canceled)]
    [InlineData(OrderStatus.Rejected)]
    public void An_unknown_order_ends_as_the_operator_says(OrderStatus status)
    {
        BecomeUnknown();
        var group = _bench.Command(Resolve(status));
        var resolved = Assert.Single(group, e => e.Kind == EventKind.OrderResolved).OrderReport;
        Assert.Equal((1L, status), (resolved.OrderId, resolved.Status));
        Assert.Equal(CommandCode.Done, group[^1].CommandAnswer.Code);
        Assert.Equal((status, 0, 0L), (Order().Status, _bench.View.Orders.UnknownCount, Order().WorstCaseLeaves));
        Assert.Equal(0, _bench.View.Risk.Open(0, 0).BuyQuantity);
        Assert.Equal(CommandCode.AlreadyInForce, _bench.Answer(Resolve(status, key: "again")).Code);
        RequireReplay();
    }

    [Fact]
    public void A_filled_order_needs_the_price_of_what_no_execution_came_for_and_books_it()
    {
        _bench.Execute(1, Side.Buy, 40, 99_00, id: "A");
        BecomeUnknown();
        Assert.Equal(CommandCode.PriceNeeded, _bench.Answer(Resolve(OrderStatus.Filled, key: "1")).Code);
        Assert.Equal(
            CommandCode.MalformedCommand,
            _bench.Answer(Resolve(OrderStatus.Filled, (100_00 * Cents) + 1, key: "2")).Code);
        Assert.Equal(40, _bench.View.Portfolio.Position(0).Quantity);

        var group = _bench.Command(Resolve(OrderStatus.Filled, 101_00 * Cents, key: "3"));

        var booked = Assert.Single(group, e => e.Kind == EventKind.ExecutionBooked).Execution;
        Assert.Equal((60L, 101_00L, 1L), (booked.Quantity, booked.Price, booked.OrderId));
        Assert.StartsWith("OP-", booked.ExecutionId.ToString(), StringComparison.Ordinal);
        Assert.Equal((OrderStatus.Filled, 100L), (Order().Status, Order().CumulativeQuantity));
        Assert.Equal(
            (100L, ((40 * 99) + (60 * 101)) * FixedPoint.MoneyOne),
            (_bench.View.Portfolio.Position(0).Quantity, _bench.View.Portfolio.Position(0).CostBasis));
        Assert.Equal(1, _bench.View.Executions.Booked);
        RequireReplay();
    }

    [Fact]
    public void Executions_of_the_venue_take_the_place_of_what_was_booked()
    {
        BecomeUnknown();
        _bench.Command(Resolve(OrderStatus.Filled, 101_00 * Cents));

        var first = _bench.Execute(1, Side.Buy, 70, 99_00, id: "A", isAnswer: true);
        Assert.Equal(
            RestatementKind.Superseded,
            Assert.Single(first, e => e.Kind == EventKind.ExecutionRestated).Restatement.Kind);
        Assert.Equal((100L, 1L), (_bench.View.Portfolio.Position(0).Quantity, _bench.View.Executions.Booked));
        _bench.Execute(1, Side.Buy, 30, 98_00, id: "B", isAnswer: true);

        Assert.Equal((OrderStatus.Filled, 100L), (Order().Status, Order().CumulativeQuantity));
        Assert.Equal(
            (100L, ((70 * 99) + (30 * 98)) * FixedPoint.MoneyOne, 0L),
            (_bench.View.Portfolio.Position(0).Quantity, _bench.View.Portfolio.Position(0).CostBasis,
                _bench.View.Executions.Booked));
        RequireReplay();
    }

    [Fact]
    public void What_the_engine_has_seen_is_not_overruled()
    {
        Assert.Equal(CommandCode.OrderNotUnknown, _bench.Answer(Resolve(OrderStatus.Canceled, key: "1")).Code);
        Assert.Equal(
            CommandCode.UnknownOrder,
            _bench.Answer(OperatorCommand.ResolveOrder(
                Issuer.Of(), 99, OrderStatus.Canceled, FixedPoint.Absent, "seen")).Code);
        _bench.Execute(1, Side.Buy, 40, 99_00, id: "A");
        BecomeUnknown();
        Assert.Equal(CommandCode.EvidenceContradicted, _bench.Answer(Resolve(OrderStatus.Rejected, key: "3")).Code);
        Assert.Equal(CommandCode.MalformedCommand, _bench.Answer(Resolve(OrderStatus.Expired, key: "4")).Code);
        Assert.Equal(OrderStatus.Unknown, Order().Status);
        Assert.Throws<ArgumentException>(() => OperatorCommand.ResolveOrder(
            Issuer.Of(), 1, OrderStatus.Canceled, FixedPoint.Absent, " "));
    }

    [Fact]
    public void An_unknown_order_ages_until_it_is_resolved()
    {
        BecomeUnknown();
        var since = _bench.NowNs;
        _bench.NowNs += 90 * LogicBench.Second;
        _bench.Tick();
        var status = EngineStatus.Of(_bench.Chain);
        Assert.Equal((1, since), (status.UnknownOrders, status.OldestUnknownSinceNs));
        Assert.Equal(90 * LogicBench.Second, status.EngineTimeNs - status.OldestUnknownSinceNs);
        _bench.Command(Resolve(OrderStatus.Canceled));
        status = EngineStatus.Of(_bench.Chain);
        Assert.Equal((0, 0L, 0L), (status.UnknownOrders, status.OldestUnknownSinceNs, Order().UnknownSinceNs));
    }

    [Fact]
    public void An_execution_is_given_to_the_order_that_it_belongs_to()
    {
        _bench.Execute(77, Side.Buy, 30, 99_00, id: "U");
        _bench.Execute(77, Side.Sell, 5, 99_00, id: "S");
        var detail = DetailPicture.Of(_bench.Chain, withClosed: false, takenTicks: 0);
        Assert.Equal(["U", "S"], detail.Unattributed.Select(execution => execution.ExecutionId));
        Assert.Equal(CommandCode.UnknownExecution, _bench.Answer(Attribute("X", 1)).Code);
        Assert.Equal(CommandCode.UnknownOrder, _bench.Answer(Attribute("U", 99)).Code);
        var refused = _bench.Answer(Attribute("S", 1));
        Assert.Equal((CommandCode.OrderDenied, (long)RiskCode.InvalidSide), (refused.Code, refused.Detail));

        var group = _bench.Command(Attribute("U", 1));

        Assert.Equal(
            RestatementKind.Attributed,
            Assert.Single(group, e => e.Kind == EventKind.ExecutionRestated).Restatement.Kind);
        Assert.Equal(30, Order().CumulativeQuantity);
        Assert.Equal((30L, -5L), (_bench.View.StrategyPositions.Position(1, 0).Quantity,
            _bench.View.StrategyPositions.Position(0, 0).Quantity));
        Assert.Equal((25L, 1L), (_bench.View.Portfolio.Position(0).Quantity, _bench.View.Executions.Unattributed));
        Assert.Equal(CommandCode.AlreadyInForce, _bench.Answer(Attribute("U", 1)).Code);
        RequireReplay();
    }

    [Fact]
    public void A_dry_run_says_what_the_command_then_answers()
    {
        BecomeUnknown();
        foreach (var command in (OperatorCommand[])
                 [
                     Resolve(OrderStatus.Filled, key: "a"), Attribute("X", 1),
                     OperatorCommand.AdoptOrder(Issuer.Of(), 5),
                     Resolve(OrderStatus.Filled, 99_00 * Cents, key: "c"),
                 ])
        {
            var preview = CommandPreviewer.Of(_bench.Chain, CommandRecords.Build(command, 1));
            Assert.Equal(preview.Result.Code, _bench.Answer(command).Code);
        }
    }

    // What the venue has taken stays as it is when the connection breaks; a cancel on its way leaves it open.
    private void BecomeUnknown()
    {
        if (Order().Status != OrderStatus.PendingNew) _bench.Command(OperatorCommand.CancelOrder(Issuer.Of(), 1));
        _bench.Venue(EventKind.VenueDisconnected, default);
        _bench.GoOn();
        Assert.Equal(OrderStatus.Unknown, Order().Status);
    }

    private ref readonly OrderState Order() => ref _bench.View.Orders.Find(1, out _);

    private static OperatorCommand Resolve(
        OrderStatus status, long price = FixedPoint.Absent, string key = "resolve") =>
        OperatorCommand.ResolveOrder(Issuer.Of(key: key), 1, status, price, "statement, page 2");

    private static OperatorCommand Attribute(string executionId, long orderId) =>
        OperatorCommand.AttributeExecution(Issuer.Of(), executionId, orderId);

    private static LogicBench NewBench()
    {
        var bench = new LogicBench(Catalog(), "strategies=one", "strategies.one.type=one").Start();
        bench.Define("AAA");
        bench.Quote(0);
        return bench;
    }

    private static ScriptedCatalog Catalog() => new ScriptedCatalog().Add("one", () => new ScriptedStrategy
    {
        Quoted = (StrategyContext context, int id, in QuotePayload _) =>
            context.Submit(OrderTicket.Limit(id, Side.Buy, 100, LogicBench.Price)),
    });

    private void RequireReplay()
    {
        var model = new ModelFactory(Catalog()).Create(
            LogicBench.ConfigOf("strategies=one", "strategies.one.type=one"));
        _bench.Replay(model);
        Assert.Equal(_bench.Chain.StateDigest, model.Chain.StateDigest);
        Assert.True(_bench.View.Risk.AgreesWith(_bench.View.Orders, _bench.View.ForeignOrders));
    }
}
