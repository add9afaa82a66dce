using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Strategies;
using Engine.Testing;
using Xunit;

namespace Engine.Core.Tests.Pipeline.Logic;

/// <summary>Goal: terms follow their order into the journal and the state, whoever asks for it and whatever becomes of
/// it.</summary>
public sealed class OrderTermsFlowTests
{
    private static readonly OrderTermsPayload StopTerms = new() { StopPrice = 101_00 };

    [Fact]
    public void Terms_follow_their_order_directly_also_where_it_is_denied()
    {
        var bench = Bench((context, id) =>
        {
            Assert.NotEqual(0, context.Submit(OrderTicket.Stop(id, Side.Buy, 10, 101_00)));
            Assert.NotEqual(0, context.Submit(OrderTicket.Stop(id, Side.Buy, 10, 99_00)));
            Assert.NotEqual(0, context.Submit(OrderTicket.Limit(id, Side.Buy, 10, 99_00)));
        });
        bench.Trade(0);
        var group = bench.Quote(0)[1..];
        Assert.Equal(
            [EventKind.OrderRequested, EventKind.OrderTerms, EventKind.OrderDenied, EventKind.OrderTerms,
                EventKind.OrderRequested],
            group.Select(r => r.Kind));
        Assert.Equal([true, false, true, false, false], group.Select(r => r.HasTerms));
        Assert.Equal(RiskCode.StopOnWrongSide, group[2].Order.Code);
        for (var i = 0; i < 4; i += 2)
            Assert.Equal(group[i].Order.OrderId, group[i + 1].OrderTerms.OrderId);
        Assert.Equal(101_00, bench.View.OrderTerms.Find(group[0].Order.OrderId, out var isFound).StopPrice);
        Assert.True(isFound);
        bench.View.OrderTerms.Find(group[2].Order.OrderId, out isFound);
        Assert.False(isFound);
    }

    [Fact]
    public void An_order_with_terms_counts_as_two_emissions()
    {
        var left = 0;
        var bench = Bench((context, id) =>
        {
            var before = context.EmissionsLeft;
            context.Submit(OrderTicket.Stop(id, Side.Buy, 10, 101_00));
            left = before - context.EmissionsLeft;
            while (context.EmissionsLeft > 1) context.Submit(OrderTicket.Stop(id, Side.Buy, 1, 101_00));
            while (context.EmissionsLeft > 0) context.Cancel(99);
            Assert.Equal(0, context.Submit(OrderTicket.Stop(id, Side.Buy, 1, 101_00)));
        });
        bench.Quote(0);
        Assert.Equal(2, left);
    }

    [Fact]
    public void A_replacement_moves_the_stop_when_the_venue_has_said_so()
    {
        long orderId = 0;
        var bench = Bench((context, id) =>
        {
            if (orderId == 0) orderId = context.Submit(OrderTicket.Stop(id, Side.Buy, 10, 101_00));
            else Assert.True(context.Replace(orderId, FixedPoint.Absent, 10, stopPrice: 102_00));
        });
        bench.Quote(0);
        bench.Report(EventKind.OrderAccepted, orderId);
        var group = bench.Quote(0)[1..];
        Assert.Equal([EventKind.ReplaceRequested, EventKind.OrderTerms], group.Select(r => r.Kind));
        Assert.Equal((orderId, 102_00L), (group[1].OrderTerms.OrderId, group[1].OrderTerms.StopPrice));
        Assert.Equal(101_00, bench.View.OrderTerms.Find(orderId, out _).StopPrice);
        bench.Report(EventKind.OrderReplaced, orderId);
        Assert.Equal((102_00L, 0L), (bench.View.OrderTerms.Find(orderId, out _).StopPrice,
            bench.View.OrderTerms.Find(orderId, out _).PendingStopPrice));
    }

    [Fact]
    public void A_group_is_of_one_strategy_and_of_orders_that_work()
    {
        var bench = Bench((_, _) => { });
        bench.Quote(0);
        var first = Submit(bench, default);
        Assert.Equal(CommandCode.Done, first.Code);
        var second = Submit(bench, new OrderTermsPayload { OcoGroup = first.OrderId });
        Assert.Equal(CommandCode.Done, second.Code);
        Assert.Equal((long)RiskCode.InvalidGroup, Submit(bench, new OrderTermsPayload { OcoGroup = 77 }).Detail);
        bench.Report(EventKind.OrderCanceled, first.OrderId);
        Assert.Equal(
            (long)RiskCode.InvalidGroup, Submit(bench, new OrderTermsPayload { OcoGroup = first.OrderId }).Detail);
    }

    [Fact]
    public void Orders_of_operators_carry_terms_too()
    {
        var bench = Bench((_, _) => { });
        bench.Quote(0);
        var order = new OrderPayload
        {
            Side = Side.Buy,
            Type = OrderType.Stop,
            TimeInForce = TimeInForce.GoodTillCanceled,
            Quantity = 5,
            LimitPrice = FixedPoint.Absent,
        };
        var group = bench.Command(OperatorCommand.Submit(Issuer.Of(), 0, in order, terms: StopTerms));
        var terms = Assert.Single(group, r => r.Kind == EventKind.OrderTerms);
        Assert.Equal(
            (group[^1].CommandAnswer.OrderId, 101_00L), (terms.OrderTerms.OrderId, terms.OrderTerms.StopPrice));
    }

    private static CommandAnswerPayload Submit(LogicBench bench, OrderTermsPayload terms)
    {
        var order = new OrderPayload
        {
            Side = Side.Buy,
            Type = OrderType.Limit,
            TimeInForce = TimeInForce.Day,
            Quantity = 5,
            LimitPrice = 99_00,
        };
        return bench.Answer(OperatorCommand.Submit(Issuer.Of(), 0, in order, terms: terms));
    }

    private static LogicBench Bench(Action<StrategyContext, int> onQuote)
    {
        var catalog = new ScriptedCatalog().Add(
            "scripted", () => new ScriptedStrategy { Quoted = (context, id, in _) => onQuote(context, id) });
        var bench = new LogicBench(catalog, "strategies.s.type=scripted").Start();
        bench.Define("AAPL");
        return bench;
    }
}
