using Engine.Core.Events;
using Engine.Core.Strategies;
using Engine.Testing;
using Xunit;

namespace Engine.Core.Tests.Pipeline.Logic;

/// <summary>
/// Goal: what becomes of an execution after it was counted reaches order, position, cash, profit and strategy, exactly
/// once, in whatever order the venue says it. Every history is replayed to the same bytes.
/// </summary>
public sealed class ExecutionFlowTests
{
    private const long Money = FixedPoint.MoneyOne;

    private readonly List<string> _heard = [];
    private readonly LogicBench _bench;
    private readonly ScriptedCatalog _catalog;

    public ExecutionFlowTests()
    {
        _catalog = Catalog(_heard);
        _bench = new LogicBench(_catalog, "strategies=one", "strategies.one.type=one").Start();
        _bench.Define("AAA");
        _bench.Quote(0);
        Assert.Equal(1, _bench.View.Orders.OpenCount);
        _bench.Report(EventKind.OrderAccepted, 1);
        _heard.Clear();
    }

    [Fact]
    public void A_bust_takes_back_quantity_position_cash_and_profit_once()
    {
        var cash = _bench.View.Portfolio.Currency(0).Cash;
        Fill("A", 60, 99_00);
        Fill("B", 40, 101_00);
        Assert.Equal(OrderStatus.Filled, Order().Status);
        _heard.Clear();

        var group = Bust("A");

        var restated = Assert.Single(group, e => e.Kind == EventKind.ExecutionRestated).Restatement;
        Assert.Equal((RestatementKind.Busted, 1L, -60L, 60 * 99 * Money, 0L, OrderStatus.Unknown, 40L),
            (restated.Kind, restated.OrderId, restated.QuantityChange, restated.CashChange, restated.ProfitChange,
                restated.Status, restated.CumulativeQuantity));
        Assert.Equal((OrderStatus.Unknown, 40L, 60L), (Order().Status, Order().CumulativeQuantity,
            Order().WorstCaseLeaves));
        Assert.Equal(40, _bench.View.Portfolio.Position(0).Quantity);
        Assert.Equal(40, _bench.View.StrategyPositions.Position(1, 0).Quantity);
        Assert.Equal(cash - (40 * 101 * Money), _bench.View.Portfolio.Currency(0).Cash);
        Assert.Equal(60, _bench.View.Risk.Open(0, 0).BuyQuantity);
        Assert.Equal((1, 0L), (_bench.View.Orders.UnknownCount, _bench.View.State.FilledOrderCount));
        Assert.Equal(["restated 0", "order Unknown"], _heard);

        Assert.DoesNotContain(Bust("A"), e => e.Kind == EventKind.ExecutionRestated);
        Assert.DoesNotContain(Fill("A", 60, 99_00), e => e.Kind != EventKind.Execution);
        Assert.Equal(40, _bench.View.Portfolio.Position(0).Quantity);
        Assert.Equal(1, _bench.View.Executions.Busts);
        RequireReplay();
    }

    [Fact]
    public void A_bust_that_comes_first_waits_for_its_execution()
    {
        var refused = Assert.Single(Bust("A"), e => e.Kind == EventKind.InputRefused);
        Assert.Equal(RiskCode.UnknownExecution, refused.Order.Code);
        Assert.Equal(1, _bench.View.Parked.Count);

        var group = Fill("A", 60, 99_00);

        var restated = Assert.Single(group, e => e.Kind == EventKind.ExecutionRestated).Restatement;
        Assert.Equal((1, 0L), (restated.WasParked, restated.CumulativeQuantity));
        Assert.Equal((OrderStatus.Accepted, 0L, 100L), (Order().Status, Order().CumulativeQuantity,
            Order().WorstCaseLeaves));
        Assert.Equal((0L, 0), (_bench.View.Portfolio.Position(0).Quantity, _bench.View.Parked.Count));
        Assert.True(_bench.View.Executions.Busts == 1);
        RequireReplay();
    }

    [Fact]
    public void Corrections_count_by_their_number_whatever_order_they_come_in()
    {
        Correct("A", 2, 60, 98_00);
        Fill("A", 60, 99_00);
        Assert.Equal(60 * 98 * Money, _bench.View.Portfolio.Position(0).CostBasis);
        Correct("A", 1, 60, 97_00);
        Correct("A", 2, 60, 98_00);
        Assert.Equal(60 * 98 * Money, _bench.View.Portfolio.Position(0).CostBasis);

        var group = Correct("A", 3, 70, 98_00);

        Assert.Single(group, e => e.Kind == EventKind.ExecutionRestated);
        Assert.Equal((70L, 70L * 98 * Money), (Order().CumulativeQuantity, Order().FilledNotional));
        Assert.Equal(2, _bench.View.Executions.Corrections);
        RequireReplay();
    }

    [Fact]
    public void An_answer_that_shows_a_correction_is_one()
    {
        Fill("A", 60, 99_00);
        var e = Says(EventKind.Execution, "A", 55, 99_00);
        e.Execution.IsQueryAnswer = 1;
        e.Execution.CorrectionNumber = 1;
        _bench.Take(in e, LaneIds.Venue);
        _bench.Take(in e, LaneIds.Venue);
        Assert.Equal((55L, 1L), (Order().CumulativeQuantity, _bench.View.Executions.Corrections));
        RequireReplay();
    }

    [Fact]
    public void A_correction_of_what_was_taken_back_is_refused()
    {
        Fill("A", 60, 99_00);
        Bust("A");
        var refused = Assert.Single(Correct("A", 1, 50, 99_00), e => e.Kind == EventKind.InputRefused);
        Assert.Equal(RiskCode.ExecutionTakenBack, refused.Order.Code);
        Assert.Equal(0, _bench.View.Portfolio.Position(0).Quantity);
        RequireReplay();
    }

    [Fact]
    public void A_bust_that_cannot_be_applied_or_parked_is_on_record_and_counted()
    {
        var bench = new LogicBench(
            _catalog, "limits.parkedRestatementsMax=1", "limits.executionsReversible=64").Start();
        bench.Define("AAA");
        for (var i = 0; i < 65; i++) bench.Execute(0, Side.Buy, 1, id: $"F-{i}");
        var forgotten = Says(EventKind.ExecutionBusted, "F-0", 0, 0);
        Assert.Contains(
            bench.Take(in forgotten, LaneIds.Venue), e => e.Order.Code == RiskCode.ExecutionForgotten);
        var first = Says(EventKind.ExecutionBusted, "P-1", 0, 0);
        var second = Says(EventKind.ExecutionBusted, "P-2", 0, 0);
        bench.Take(in first, LaneIds.Venue);
        Assert.Contains(bench.Take(in second, LaneIds.Venue), e => e.Order.Code == RiskCode.ParkedFull);
        Assert.Equal(2, bench.View.Executions.RestatementsLost);
        Assert.Equal(65, bench.View.Portfolio.Position(0).Quantity);
    }

    [Fact]
    public void An_execution_of_an_unknown_order_counts_for_the_account_and_is_given_to_its_order_by_the_venues_id()
    {
        _bench.Execute(77, Side.Buy, 10, id: "U");
        Assert.Equal((10L, 1L), (_bench.View.Portfolio.Position(0).Quantity, _bench.View.Executions.Unattributed));
        Assert.Equal(10, _bench.View.StrategyPositions.Position(0, 0).Quantity);

        var e = Says(EventKind.Execution, "V", 30, 99_00);
        e.Execution.OrderId = 0;
        e.Execution.BrokerOrderId = Order().BrokerOrderId;
        _bench.Take(in e, LaneIds.Venue);
        Assert.Equal((30L, 1L), (Order().CumulativeQuantity, _bench.View.Executions.Unattributed));

        e.Execution.ExecutionId = AsciiText32.From("W");
        e.Execution.Side = Side.Sell; // Not what that order can have done.
        _bench.Take(in e, LaneIds.Venue);
        Assert.Equal((30L, 2L), (Order().CumulativeQuantity, _bench.View.Executions.Unattributed));

        _bench.Take(Says(EventKind.ExecutionBusted, "U", 0, 0), LaneIds.Venue);
        Assert.Equal(1, _bench.View.Executions.Unattributed);
        RequireReplay();
    }

    [Fact]
    public void An_order_reopened_by_a_bust_is_back_in_its_place()
    {
        _bench.Quote(0);
        _bench.Quote(0);
        Assert.Equal([1L, 2L, 3L], WorkingIds());
        _bench.Execute(2, Side.Buy, 100, id: "A");
        Assert.Equal([1L, 3L], WorkingIds());

        Bust("A");

        Assert.Equal([1L, 2L, 3L], WorkingIds());
        Assert.Equal([1L, 2L, 3L], Ids(_bench.View.Orders.WorkingOfInstrument(0)));
        Assert.True(_bench.View.Risk.AgreesWith(_bench.View.Orders));
        RequireReplay();
    }

    private static ScriptedCatalog Catalog(List<string> heard) =>
        new ScriptedCatalog().Add("one", () => Strategy(heard));

    private static ScriptedStrategy Strategy(List<string> heard) => new()
    {
        Quoted = (StrategyContext context, int id, in QuotePayload _) =>
            context.Submit(OrderTicket.Limit(id, Side.Buy, 100, LogicBench.Price)),
        Executed = (StrategyContext _, int _, in ExecutionPayload e) => heard.Add($"executed {e.Quantity}"),
        Restated = (StrategyContext _, int _, in ExecutionPayload e) => heard.Add($"restated {e.Quantity}"),
        Changed = (_, _, status) => heard.Add($"order {status}"),
    };

    private ref readonly Engine.Core.Orders.OrderState Order() => ref _bench.View.Orders.Find(1, out _);

    private EngineEvent[] Fill(string id, long quantity, long price) =>
        _bench.Execute(1, Side.Buy, quantity, price, id: id);

    private EngineEvent[] Bust(string id) => _bench.Take(Says(EventKind.ExecutionBusted, id, 0, 0), LaneIds.Venue);

    private EngineEvent[] Correct(string id, int number, long quantity, long price)
    {
        var e = Says(EventKind.ExecutionCorrected, id, quantity, price);
        e.Execution.CorrectionNumber = (ushort)number;
        return _bench.Take(in e, LaneIds.Venue);
    }

    private static EngineEvent Says(EventKind kind, string id, long quantity, long price)
    {
        var e = new EngineEvent { Kind = kind, InstrumentId = 0 };
        e.Execution.ExecutionId = AsciiText32.From(id);
        e.Execution.OrderId = 1;
        e.Execution.Side = Side.Buy;
        e.Execution.Quantity = quantity;
        e.Execution.Price = price;
        return e;
    }

    private long[] WorkingIds() => Ids(_bench.View.Orders.Working);

    private static long[] Ids(Engine.Core.Orders.WorkingOrders orders)
    {
        var ids = new List<long>();
        foreach (ref readonly var order in orders) ids.Add(order.OrderId);
        return [.. ids];
    }

    private void RequireReplay()
    {
        ref readonly var ledger = ref _bench.View.Portfolio.Currency(0);
        Assert.Equal(
            ledger.StartingCash, ledger.Cash + ledger.CostBasis - ledger.RealizedProfit + ledger.Commissions);
        var model = new Engine.Core.Replay.ModelFactory(Catalog([])).Create(
            LogicBench.ConfigOf("strategies=one", "strategies.one.type=one"));
        _bench.Replay(model);
        Assert.Equal(_bench.Chain.StateDigest, model.Chain.StateDigest);
        Assert.Equal(model.Chain.StateDigest, model.Chain.ComputeStateDigest());
    }
}
