using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Strategies;
using Engine.Testing;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Engine.Core.Tests.Pipeline.Logic;

/// <summary>
/// Goal: messages to the venue stay within the rate of its connection, and cancels leave first, whatever else wants to.
/// </summary>
public sealed class MessageFlowTests
{
    private const long TokenNs = 25_000_000; // 40 a second.

    private static readonly string[] Slow =
        ["risk.messagesPerSecond=40", "risk.messageBurst=8", "strategies.a.type=busy"];

    [Fact]
    public void A_cancel_without_a_message_waits_and_goes_first()
    {
        var bench = Start();
        Assert.Equal(5, Ask(bench, orders: 6).Count(e => e.Kind == EventKind.OrderRequested));
        Assert.Equal(RiskCode.MessageRateLimit, bench.Records[^1].Order.Code);
        Settle(bench);
        var group = Ask(bench, orders: 0, cancels: 5);
        Assert.Equal(3, group.Count(e => e.Kind == EventKind.CancelRequested));
        Assert.Equal([4L, 5L], group.Where(e => e.Kind == EventKind.CancelDeferred).Select(e => e.Order.OrderId));
        Assert.DoesNotContain(group, e => e.Kind == EventKind.CancelDenied);

        // Asked again, it is on its way already; an order has to wait behind it, however long it is.
        Assert.Equal(RiskCode.CancelPending, Ask(bench, orders: 0, cancels: 1, from: 4)[^1].Order.Code);
        Assert.False(bench.Chain.NeedsContinuation);
        Assert.Equal(bench.NowNs + TokenNs, bench.Chain.NextWakeNs);
        bench.NowNs += TokenNs - 1;
        bench.Tick();
        Assert.False(bench.Chain.NeedsContinuation);
        bench.NowNs += 10 * TokenNs;
        Assert.Equal(RiskCode.MessageRateLimit, Ask(bench, orders: 1)[^1].Order.Code);
        Assert.Equal([4L, 5L], bench.GoOn().SelectMany(g => g).Where(e => e.Kind == EventKind.CancelRequested)
            .Select(e => e.Order.OrderId));
        Assert.Equal(long.MaxValue, bench.Chain.NextWakeNs);
        Assert.Equal(RiskCode.Accepted, Ask(bench, orders: 1)[^1].Order.Code);
        AssertReplays(bench);
    }

    [Fact]
    public void A_cancel_of_everything_takes_the_time_that_the_rate_asks_for()
    {
        var bench = Start();
        for (var i = 0; i < 4; i++)
        {
            Ask(bench, orders: 5);
            Settle(bench);
            bench.NowNs += 8 * TokenNs;
        }
        var startNs = bench.NowNs;
        Assert.Equal(20, bench.Answer(OperatorCommand.CancelAll(Issuer.Of())).OrdersAffected);
        Assert.Equal(8, bench.Records.Count(e => e.Kind == EventKind.CancelRequested));
        while (bench.Chain.NextWakeNs != long.MaxValue)
        {
            bench.NowNs = Math.Max(bench.NowNs, bench.Chain.NextWakeNs);
            bench.Tick();
            bench.GoOn();
        }
        Assert.Equal(20, bench.Records.Count(e => e.Kind == EventKind.CancelRequested));
        Assert.Equal(12 * TokenNs, bench.NowNs - startNs);
        AssertReplays(bench);
    }

    [Fact]
    public void A_stop_that_cancels_waits_for_messages_too()
    {
        var bench = Start();
        Ask(bench, orders: 5);
        Settle(bench);
        bench.NowNs += 5 * TokenNs;
        Ask(bench, orders: 5);
        Settle(bench);
        bench.Command(OperatorCommand.Stop(Issuer.Of(), StopMode.Cancel));
        Assert.Equal(3, bench.Records.Count(e => e.Kind == EventKind.CancelRequested));
        for (var i = 0; i < 7; i++)
        {
            bench.NowNs = bench.Chain.NextWakeNs;
            bench.Tick();
            bench.GoOn();
        }
        Assert.Equal(10, bench.Records.Count(e => e.Kind == EventKind.CancelRequested));
        Assert.Equal(long.MaxValue, bench.Chain.NextWakeNs);
        AssertReplays(bench);
    }

    [Fact]
    public void Questions_wait_behind_orders_and_take_three_messages_for_everything()
    {
        var bench = new LogicBench(Busy(), [.. Slow, "risk.messageBurst=16"]).Start(isRunning: false);
        bench.Define("AAPL");
        bench.Connect();
        Assert.Single(bench.Records, e => e.Kind == EventKind.ReconciliationRequested);
        bench.Connect(2);
        Assert.Equal(2, bench.Records.Count(e => e.Kind == EventKind.ReconciliationRequested));
        Assert.Single(bench.Connect(3)); // Six of the eight that questions may take are used up.
        Assert.Equal(bench.NowNs + TokenNs, bench.Chain.NextWakeNs);
        bench.NowNs += TokenNs;
        bench.Tick();
        bench.GoOn();
        var question = bench.Records.Last(e => e.Kind == EventKind.ReconciliationRequested);
        Assert.Equal(3, question.Query.QueryId);
        foreach (var query in new[] { QueryKind.OpenOrders, QueryKind.Executions, QueryKind.Positions })
            bench.Complete(query);
        Assert.Equal(1, bench.View.State.IsReconciled);
        AssertReplays(bench);
    }

    [Fact]
    public void A_flatten_spends_no_try_on_a_message_that_is_not_there()
    {
        var bench = new LogicBench(Busy(), [.. Slow, "flatten.retries=0"]).Start();
        bench.Define("AAPL");
        var opened = Ask(bench, orders: 5)[1].Order.OrderId;
        Settle(bench);
        bench.Execute(opened, Side.Buy, 1);
        bench.NowNs += TokenNs;
        Ask(bench, orders: 1);
        Settle(bench);
        bench.Command(OperatorCommand.Flatten(Issuer.Of()));
        for (var i = 0; i < 400 && bench.Chain.IsFlattening; i++)
        {
            Cancel(bench);
            bench.NowNs = Math.Max(bench.NowNs + 1_000_000, Math.Min(bench.Chain.NextWakeNs, bench.NowNs + TokenNs));
            bench.Tick();
            bench.GoOn();
            var exit = bench.Records.LastOrDefault(e => e.Kind == EventKind.OrderRequested
                && e.Order.Class == OrderClass.EmergencyExit);
            if (exit.Order.OrderId == 0) continue;
            Assert.DoesNotContain(bench.Records, e => e.Kind == EventKind.OrderDenied
                && e.Order.Class == OrderClass.EmergencyExit);
            return;
        }
        Assert.Fail("no closing order was sent");
    }

    [Fact]
    public void Cancels_are_never_starved() =>
        Check.One(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(60), Prop.ForAll(
            Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => PressRandomly(new Random(seed))));

    // Orders, cancels, replacements, questions and time at random; then the journal is looked through.
    private static void PressRandomly(Random random)
    {
        var burst = random.Next(1, 12);
        var bench = new LogicBench(
            Busy(), [.. Slow, $"risk.messageBurst={burst}", "strategies.b.type=busy"]).Start();
        bench.NowNs += LogicBench.Second; // For the questions of the start.
        bench.Define("AAPL");
        for (var step = 0; step < 120; step++)
        {
            bench.NowNs += random.Next(4) == 0 ? random.Next(200_000_000) : random.Next(10_000_000);
            if (bench.Chain.NextWakeNs <= bench.NowNs) bench.Tick();
            bench.GoOn();
            switch (random.Next(6))
            {
                case 0:
                    bench.Answer(OperatorCommand.CancelAll(Issuer.Of()));
                    break;
                case 1:
                    bench.Answer(OperatorCommand.Reconcile(Issuer.Of()));
                    break;
                case 2:
                    Settle(bench);
                    break;
                default:
                    Ask(bench, random.Next(6), random.Next(4), from: Math.Max(1, random.Next(1, 200)));
                    break;
            }
        }
        AssertFair(bench.Records, burst);
        AssertReplays(bench);
    }

    private static void AssertFair(EngineEvent[] records, int burst)
    {
        var waiting = new Dictionary<long, long>();
        var sent = new Queue<long>();
        foreach (var record in records)
        {
            var messages = MessagesOf(in record, burst);
            if (record.Kind == EventKind.CancelDeferred) waiting[record.Order.OrderId] = record.TimestampNs;
            if (record.Kind == EventKind.CancelRequested) waiting.Remove(record.Order.OrderId);
            else if (messages > 0) Assert.Empty(waiting);

            for (var i = 0; i < messages; i++) sent.Enqueue(record.TimestampNs);
            while (sent.Count > 0 && sent.Peek() <= record.TimestampNs - LogicBench.Second) sent.Dequeue();
            Assert.True(sent.Count <= 40 + burst, $"{sent.Count} messages within a second");
        }
    }

    private static int MessagesOf(in EngineEvent record, int burst) => record.Kind switch
    {
        EventKind.OrderRequested or EventKind.CancelRequested or EventKind.ReplaceRequested => 1,
        EventKind.ReconciliationRequested when record.Query.Query != QueryKind.None => 1,
        EventKind.ReconciliationRequested => Math.Max(1, Math.Min(3, burst / 2)),
        _ => 0,
    };

    private static void AssertReplays(LogicBench bench)
    {
        Assert.True(bench.View.Risk.AgreesWith(bench.View.Orders));
        var runner = bench.Replay(new LogicBench(Busy(), SettingsOf(bench)).Model);
        Assert.Null(runner.Divergence);
        Assert.Equal(bench.Chain.StateDigest, runner.Model.Chain.ComputeStateDigest());
    }

    private static string[] SettingsOf(LogicBench bench) =>
        bench.Chain.ConfigText.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static LogicBench Start()
    {
        var bench = new LogicBench(Busy(), Slow).Start();
        bench.NowNs += LogicBench.Second; // For the questions of the start.
        bench.Define("AAPL");
        return bench;
    }

    // What the gateway and the venue say: sent, and on the book.
    private static void Settle(LogicBench bench)
    {
        foreach (var id in WorkingIds(bench))
        {
            bench.Gateway(EventKind.OrderSent, id);
            bench.Report(EventKind.OrderAccepted, id);
        }
    }

    private static void Cancel(LogicBench bench)
    {
        foreach (var id in WorkingIds(bench))
        {
            ref readonly var order = ref bench.View.Orders.Find(id, out _);
            if (order.IsCancelPending) bench.Report(EventKind.OrderCanceled, id);
        }
    }

    private static List<long> WorkingIds(LogicBench bench)
    {
        var ids = new List<long>();
        foreach (ref readonly var order in bench.View.Orders.Working) ids.Add(order.OrderId);
        return ids;
    }

    private static EngineEvent[] Ask(LogicBench bench, int orders, int cancels = 0, long from = 1)
    {
        var e = new EngineEvent { Kind = EventKind.Quote, InstrumentId = 0 };
        e.Quote = new QuotePayload
        {
            BidPrice = LogicBench.Price - 1,
            AskPrice = LogicBench.Price + 1,
            BidSize = orders,
            AskSize = cancels,
            SourceRow = from,
        };
        return bench.Take(in e, LaneIds.FirstSource);
    }

    private static ScriptedCatalog Busy() => new ScriptedCatalog().Add("busy", () => new ScriptedStrategy
    {
        Quoted = (StrategyContext context, int id, in QuotePayload quote) =>
        {
            for (var i = 0; i < quote.BidSize; i++)
                context.Submit(OrderTicket.Limit(id, Side.Buy, 1, LogicBench.Price - 100));
            for (var i = 0; i < quote.AskSize; i++) context.Cancel(quote.SourceRow + i);
            if (quote.BidSize == 3) context.Replace(quote.SourceRow, LogicBench.Price - 99, 2);
        },
    });
}
