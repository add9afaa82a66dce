using Engine.Core.Events;
using Engine.Core.Strategies;
using Engine.Testing;
using Xunit;

namespace Engine.Core.Tests.Pipeline.Logic;

/// <summary>
/// Goal: a strategy that throws harms nobody else, leaves nothing half done, and does so again in a replay.
/// </summary>
public sealed class StrategyFaultTests
{
    [Fact]
    public void A_strategy_that_throws_is_disabled_and_what_it_emitted_in_that_callback_never_was()
    {
        var calls = new List<string>();
        var bench = new LogicBench(Catalog(calls), "strategies.a.type=bad", "strategies.b.type=good").Start();
        var id = bench.Define("AAPL");
        Assert.Equal(2, bench.Quote(id).Count(e => e.Kind == EventKind.OrderRequested));

        var group = bench.Quote(id, bid: 9_000); // The signal to throw, after an order.
        Assert.Equal([EventKind.Quote, EventKind.StrategyDisabled, EventKind.OrderRequested], group.Select(e =>
            e.Kind));
        Assert.Equal(1, group[1].StrategyId);
        Assert.StartsWith("System.InvalidOperationException", AsciiText.Read(group[1].Text.Bytes),
            StringComparison.Ordinal);
        Assert.Equal([1L, 2L, 3L], bench.Records.Where(e => e.Kind == EventKind.OrderRequested).Select(e =>
            e.Order.OrderId));
        Assert.Equal(1, bench.View.Strategy(1).IsDisabled);

        calls.Clear();
        bench.NowNs += 2 * LogicBench.Second;
        Assert.DoesNotContain(bench.Quote(id), e => e.StrategyId == 1);
        Assert.DoesNotContain("bad", calls); // Neither quotes nor the timer it had set.
        Assert.Equal(long.MaxValue, bench.Chain.NextTimerNs);
    }

    [Fact]
    public void Orders_of_a_disabled_strategy_still_live_and_executions_count()
    {
        var bench = new LogicBench(Catalog([]), "strategies.a.type=bad").Start();
        var id = bench.Define("AAPL");
        bench.Quote(id);
        bench.Quote(id, bid: 9_000);
        bench.Report(EventKind.OrderAccepted, 1);
        var group = bench.Execute(1, Side.Buy, 10);
        Assert.Single(group);
        Assert.Equal(10, bench.View.Portfolio.Position(id).Quantity);
        Assert.Equal(0, bench.Chain.OpenOrderCount);
    }

    [Fact]
    public void A_replay_disables_it_at_the_same_place()
    {
        var settings = new[] { "strategies.a.type=bad", "strategies.b.type=good", "limits.stateHashIntervalRecords=5" };
        var bench = new LogicBench(Catalog([]), settings).Start();
        var id = bench.Define("AAPL");
        for (var i = 0; i < 10; i++) bench.Quote(id, bid: i == 4 ? 9_000 : LogicBench.Price - 1);
        var runner = bench.Replay(new LogicBench(Catalog([]), settings).Model);
        Assert.Null(runner.Divergence);
        Assert.Equal(bench.Chain.StateDigest, runner.Model.Chain.StateDigest);
    }

    [Fact]
    public void A_callback_that_throws_while_it_is_told_of_a_denial_is_recorded_once()
    {
        var catalog = new ScriptedCatalog().Add("touchy", () => new ScriptedStrategy
        {
            Quoted = (StrategyContext context, int _, in QuotePayload _) =>
            {
                context.Submit(OrderTicket.Limit(99, Side.Buy, 1, 1));
                context.Submit(OrderTicket.Limit(99, Side.Buy, 1, 1));
            },
            Denied = (StrategyContext _, int _, in OrderPayload _) => throw new InvalidOperationException("no"),
        });
        var bench = new LogicBench(catalog, "strategies.a.type=touchy").Start();
        var group = bench.Quote(bench.Define("AAPL"));
        Assert.Equal(
            [EventKind.Quote, EventKind.OrderDenied, EventKind.OrderDenied, EventKind.StrategyDisabled],
            group.Select(e => e.Kind));
    }

    [Fact]
    public void Nothing_can_be_emitted_from_a_denial()
    {
        long orderId = -1;
        var isSignaled = true;
        var catalog = new ScriptedCatalog().Add("stubborn", () => new ScriptedStrategy
        {
            Quoted = (StrategyContext context, int _, in QuotePayload _) =>
                context.Submit(OrderTicket.Limit(99, Side.Buy, 1, 1)),
            Denied = (StrategyContext context, int _, in OrderPayload denied) =>
            {
                Assert.Equal(RiskCode.UnknownInstrument, denied.Code);
                orderId = context.Submit(OrderTicket.Limit(0, Side.Buy, 1, LogicBench.Price));
                isSignaled = context.Signal(0, 0, 0, 0, 0);
            },
        });
        var bench = new LogicBench(catalog, "strategies.a.type=stubborn").Start();
        Assert.Equal([EventKind.Quote, EventKind.OrderDenied], bench.Quote(bench.Define("AAPL")).Select(e => e.Kind));
        Assert.Equal(0, orderId);
        Assert.False(isSignaled);
        Assert.Equal(2, bench.View.Strategy(1).EmissionsRefused);
        Assert.Equal(1, bench.View.Strategy(1).OrdersDenied);
    }

    private static ScriptedCatalog Catalog(List<string> calls) => new ScriptedCatalog()
        .Add("bad", () => new ScriptedStrategy
        {
            Started = context => context.SetTimer(context.NowNs + LogicBench.Second, 1),
            TimerFired = (_, _) => calls.Add("bad"),
            Quoted = (StrategyContext context, int id, in QuotePayload quote) =>
            {
                calls.Add("bad");
                context.Submit(OrderTicket.Limit(id, Side.Buy, 10, LogicBench.Price));
                context.Signal(id, 1, 1, 1, 1);
                if (quote.BidPrice == 9_000) throw new InvalidOperationException("as planned");
            },
        })
        .Add("good", () => new ScriptedStrategy
        {
            Quoted = (StrategyContext context, int id, in QuotePayload quote) =>
            {
                calls.Add("good");
                context.Submit(OrderTicket.Limit(id, Side.Buy, 10, LogicBench.Price));
            },
        });
}
