using Engine.Core.Events;
using Engine.Core.Pipeline.Logic;
using Engine.Core.Strategies;
using Engine.Testing;
using Xunit;

namespace Engine.Core.Tests.Pipeline.Logic;

/// <summary>
/// Goal: timers fire before the input of their time, in one order, for their owner, and cannot hang the engine.
/// </summary>
public sealed class TimerFlowTests
{
    private readonly List<string> _log = [];

    [Fact]
    public void Timers_due_fire_before_the_input_in_the_order_of_deadline_and_id()
    {
        var bench = Bench(context =>
        {
            context.SetTimer(context.NowNs + 30, 1);
            context.SetTimer(context.NowNs + 10, 2);
            context.SetTimer(context.NowNs + 30, 3);
            context.SetTimer(context.NowNs + 20, 4);
            context.SetTimer(context.NowNs + 31, 5);
        });
        var id = bench.Define("AAPL");
        _log.Clear();
        bench.NowNs += 30;
        bench.Quote(id);
        Assert.Equal(["2", "4", "1", "3", "quote"], _log);
        bench.NowNs += 1;
        bench.Tick();
        Assert.Equal("5", _log[^1]);
    }

    [Fact]
    public void A_timer_set_for_now_or_the_past_fires_with_the_next_later_input_and_never_in_the_same_group()
    {
        var catalog = new ScriptedCatalog().Add("again", () => new ScriptedStrategy
        {
            Started = context => context.SetTimer(0, 1),
            TimerFired = (context, _) =>
            {
                _log.Add("timer");
                context.SetTimer(context.NowNs - 5, 1); // Renews itself in the past.
            },
        });
        var bench = new LogicBench(catalog, "strategies.a.type=again").Start();
        Assert.Empty(_log);
        bench.Tick();
        Assert.Empty(_log); // Still the same nanosecond.
        bench.NowNs++;
        bench.Tick();
        Assert.Single(_log);
        bench.NowNs += LogicBench.Second;
        bench.Tick();
        Assert.Equal(2, _log.Count);
        Assert.False(bench.Chain.NeedsContinuation);
    }

    [Fact]
    public void Timers_that_fill_a_group_go_on_with_a_continuation()
    {
        var catalog = new ScriptedCatalog().Add("many", () => new ScriptedStrategy
        {
            Started = context =>
            {
                for (var i = 0; i < 40; i++) context.SetTimer(context.NowNs + 10, i);
            },
            TimerFired = (context, tag) =>
            {
                for (var i = 0; i < 16; i++) context.Signal(0, tag, i, 0, 0);
            },
        });
        var bench = new LogicBench(catalog, "strategies.a.type=many").Start();
        bench.NowNs += 10;
        var first = bench.Tick();
        Assert.True(bench.Chain.NeedsContinuation);
        Assert.True(first.Length <= bench.Chain.Limits.GroupEventsMax - StrategyFlow.ReservedRecords);
        var rest = bench.GoOn();
        Assert.All(rest, group => Assert.Equal(EventKind.Continuation, group[0].Kind));
        var signals = first.Concat(rest.SelectMany(g => g)).Where(e => e.Kind == EventKind.Signal).ToArray();
        Assert.Equal(Enumerable.Range(0, 640).Select(i => (long)(i / 16)), signals.Select(e => e.Signal.Value));
        Assert.Equal(0, (int)bench.View.State.PendingWork);
    }

    [Fact]
    public void A_strategy_cannot_cancel_the_timer_of_another_one()
    {
        long timerId = 0;
        var canceled = true;
        var catalog = new ScriptedCatalog()
            .Add("owner", () => new ScriptedStrategy
            {
                Started = context => timerId = context.SetTimer(context.NowNs + 10, 7),
                TimerFired = (_, tag) => _log.Add($"owner {tag}"),
                Quoted = (StrategyContext context, int _, in QuotePayload _) =>
                    _log.Add(context.CancelTimer(timerId) ? "canceled" : "gone"),
            })
            .Add("thief", () => new ScriptedStrategy { Started = context => canceled = context.CancelTimer(timerId) });
        var bench = new LogicBench(catalog, "strategies.a.type=owner", "strategies.b.type=thief").Start();
        Assert.False(canceled);
        var id = bench.Define("AAPL");
        bench.Quote(id);
        bench.Quote(id);
        Assert.Equal(["canceled", "gone"], _log);
    }

    [Fact]
    public void What_fell_due_while_the_engine_was_away_sends_nothing_before_the_run_is_reconciled()
    {
        var catalog = new ScriptedCatalog().Add("late", () => new ScriptedStrategy
        {
            Started = context => context.SetTimer(context.NowNs + 10, 1),
            TimerFired = (context, _) => context.Submit(OrderTicket.Limit(0, Side.Buy, 1, LogicBench.Price)),
        });
        var bench = new LogicBench(catalog, "strategies.a.type=late").Start();
        bench.Quote(bench.Define("AAPL"));
        bench.NowNs += LogicBench.Second; // The process died; the next one starts after the deadline.
        var start = bench.Take(bench.Started(runEpoch: 2));
        Assert.Equal([EventKind.EngineStarted, EventKind.PhaseChanged], start.Select(e => e.Kind));
        var next = bench.Tick();
        Assert.Equal(EventKind.OrderDenied, next[1].Kind);
        Assert.Equal(RiskCode.NotRunning, next[1].Order.Code);
    }

    private LogicBench Bench(Action<StrategyContext> start)
    {
        var catalog = new ScriptedCatalog().Add("timed", () => new ScriptedStrategy
        {
            Started = context => start(context),
            TimerFired = (_, tag) => _log.Add($"{tag}"),
            Quoted = (StrategyContext _, int _, in QuotePayload _) => _log.Add("quote"),
        });
        return new LogicBench(catalog, "strategies.a.type=timed").Start();
    }
}
