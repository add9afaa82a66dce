using Engine.Core.Events;
using Engine.Core.Pipeline;
using Engine.Core.Pipeline.Logic;
using Engine.Core.Strategies;
using Engine.Testing;
using Xunit;

namespace Engine.Core.Tests.Pipeline.Logic;

/// <summary>
/// Goal: start, restart, cancel-all and stop do their work over any number of orders, and a crash only pauses it.
/// </summary>
public sealed class LifecycleFlowTests
{
    private static readonly string[] Wide =
    [
        "limits.openOrdersMax=10000", "limits.ordersRetained=16384", "risk.maxOpenOrders=10000",
        "strategies.a.type=bulk",
    ];

    [Fact]
    public void Phases_follow_start_reconciliation_market_data_and_stop()
    {
        var calls = new List<string>();
        var catalog = new ScriptedCatalog().Add("life", () => new ScriptedStrategy
        {
            Started = _ => calls.Add("start"),
            Stopped = _ => calls.Add("stop"),
        });
        var bench = new LogicBench(catalog, "strategies.a.type=life").Start();
        bench.Venue(EventKind.VenueDisconnected, default);
        bench.Reconcile();
        bench.Take(EngineInputs.Stop(StopMode.Drain, "op", "why"));
        bench.Take(EngineInputs.Stopped());
        bench.Take(EngineInputs.Stop(StopMode.Cancel, "op", "too late"));
        var phases = bench.Records.Where(e => e.Kind == EventKind.PhaseChanged).Select(e => e.Lifecycle.ToPhase);
        Assert.Equal(
            [
                EnginePhase.Reconciling, EnginePhase.Running, EnginePhase.Reconciling, EnginePhase.Running,
                EnginePhase.Stopping, EnginePhase.Stopped,
            ],
            phases);
        Assert.Equal(["start", "stop"], calls); // A reconnect starts nobody twice.

        bench.Take(bench.Started(runEpoch: 2));
        bench.Take(bench.Started(runEpoch: 3)); // It died before anything else happened.
        Assert.Equal(EnginePhase.Reconciling, bench.View.State.Phase);
        Assert.Equal(3, bench.Chain.Cursor.RunEpoch);
        bench.Reconcile();
        bench.Take(EngineInputs.MarketDataStarted());
        Assert.Equal(["start", "stop", "start"], calls);
    }

    [Theory]
    [InlineData(StopMode.None)]
    [InlineData((StopMode)9)]
    public void A_stop_mode_that_this_build_cannot_do_is_refused_with_a_code(StopMode mode)
    {
        var bench = new LogicBench(new ScriptedCatalog()).Start();
        var group = bench.Take(EngineInputs.Stop(mode, "op", "why"));
        Assert.Equal([EventKind.StopCommanded, EventKind.InputRefused], group.Select(e => e.Kind));
        Assert.Equal(RiskCode.UnsupportedStopMode, group[1].Order.Code);
        Assert.Equal(EnginePhase.Running, bench.View.State.Phase);
    }

    [Fact]
    public void A_start_makes_every_order_Unknown_whose_fate_nobody_has_confirmed()
    {
        var bench = Working(6);
        for (var id = 2; id <= 6; id++) bench.Report(EventKind.OrderAccepted, id);
        bench.Execute(4, Side.Buy, 1);
        Command(bench, EventKind.CancelRequested, 5);
        Command(bench, EventKind.ReplaceRequested, 6);
        bench.Take(bench.Started(runEpoch: 2));
        Assert.Equal(
            [
                OrderStatus.Unknown, OrderStatus.Accepted, OrderStatus.Accepted, OrderStatus.PartiallyFilled,
                OrderStatus.Unknown, OrderStatus.Unknown,
            ],
            Enumerable.Range(1, 6).Select(id => bench.View.Orders.Find(id, out _).Status));
        Assert.Equal(0, bench.View.Risk.Account.InFlight);
    }

    [Fact]
    public void A_cancel_that_the_crash_swallowed_can_be_asked_for_again()
    {
        var bench = Working(1);
        bench.Report(EventKind.OrderAccepted, 1);
        Command(bench, EventKind.CancelRequested, 1);
        bench.Take(bench.Started(runEpoch: 2));
        bench.Connect(2);
        Status(bench, 1, OrderStatus.Accepted);
        Answer(bench);
        Assert.Equal(OrderStatus.Accepted, bench.View.Orders.Find(1, out _).Status);
        Assert.Single(bench.Take(CancelAll()), e => e.Kind == EventKind.CancelRequested);
    }

    [Fact]
    public void Ten_thousand_working_orders_become_Unknown_in_journaled_portions()
    {
        var bench = Working(10_000);
        bench.Take(bench.Started(runEpoch: 2));
        Assert.True(bench.Chain.NeedsContinuation);
        var portions = bench.GoOn(groupsMax: 10);
        bench.Take(bench.Started(runEpoch: 3)); // And dies in between.
        bench.GoOn();
        var marked = bench.Records.Where(e => e.Kind == EventKind.OrderBecameUnknown).Select(e =>
            e.OrderReport.OrderId);
        Assert.Equal(Enumerable.Range(1, 10_000).Select(i => (long)i), marked);
        Assert.All(portions, group => Assert.InRange(group.Length, 2, bench.Chain.Limits.GroupEventsMax));
        Assert.True(bench.View.Risk.AgreesWith(bench.View.Orders));
    }

    [Fact]
    public void Canceling_ten_thousand_orders_waits_for_the_gateway_and_forgets_none()
    {
        var bench = Working(10_000);
        bench.Take(CancelAll());
        var most = 0;
        while (bench.View.State.PendingWork != PendingWork.None || bench.View.Risk.Account.InFlight > 0)
        {
            bench.GoOn();
            most = Math.Max(most, bench.View.Risk.Account.InFlight);
            for (var i = 0; i < 100 && bench.View.Risk.Account.InFlight > 0; i++) bench.Gateway(EventKind.OrderSent, 1);
        }
        Assert.InRange(most, 1_000, bench.Chain.Limits.InFlightMessages);
        Assert.Equal(10_000, bench.Records.Count(e => e.Kind == EventKind.CancelRequested));
        Assert.DoesNotContain(bench.Records, e => e.Kind == EventKind.CancelDenied);
    }

    [Fact]
    public void A_cancel_all_survives_a_crash_and_goes_on_when_a_venue_is_there_again()
    {
        var bench = Working(1_000);
        bench.Take(CancelAll());
        bench.GoOn(groupsMax: 2);
        var before = bench.Records.Count(e => e.Kind == EventKind.CancelRequested);
        Assert.InRange(before, 1, 999);

        bench.Take(bench.Started(runEpoch: 2));
        bench.GoOn();
        Assert.Equal(before, bench.Records.Count(e => e.Kind == EventKind.CancelRequested)); // Nobody to send it to.
        bench.Connect(2);
        bench.GoOn();
        var after = bench.Records.Skip(bench.Records.ToList().FindLastIndex(e => e.Kind == EventKind.EngineStarted));
        Assert.Equal(1_000, after.Where(e => e.Kind == EventKind.CancelRequested).Select(e =>
            e.Order.OrderId).Distinct().Count());
        Assert.DoesNotContain(bench.Records, e => e.Kind == EventKind.CancelDenied);
    }

    [Fact]
    public void A_stop_that_cancels_sweeps_the_orders_and_a_milder_one_ends_the_sweep()
    {
        var bench = Working(1_000);
        bench.Take(EngineInputs.Stop(StopMode.Cancel, "op", "why"));
        bench.GoOn(groupsMax: 1);
        bench.Take(EngineInputs.Stop(StopMode.Park, "op", "leave them"));
        Assert.False(bench.Chain.NeedsContinuation);
        var canceled = bench.Records.Count(e => e.Kind == EventKind.CancelRequested);
        Assert.InRange(canceled, 1, 999);
        bench.Take(EngineInputs.Stop(StopMode.Cancel, "op", "after all"));
        bench.GoOn();
        Assert.Equal(1_000, bench.Records.Count(e => e.Kind == EventKind.CancelRequested));
    }

    [Fact]
    public void A_stop_while_reconciling_never_comes_to_run()
    {
        var bench = new LogicBench(new ScriptedCatalog()).Start(isRunning: false);
        bench.Connect();
        bench.Take(EngineInputs.Stop(StopMode.Drain, "op", "why"));
        Answer(bench);
        bench.Take(EngineInputs.MarketDataStarted());
        Assert.Equal(EnginePhase.Stopping, bench.View.State.Phase);
        Assert.Equal(1, bench.View.State.IsReconciled);
    }

    [Fact]
    public void A_replay_of_sweeps_with_crashes_in_between_decides_the_same()
    {
        var bench = Working(1_000);
        bench.Take(CancelAll());
        bench.GoOn(groupsMax: 2);
        bench.Take(bench.Started(runEpoch: 2));
        bench.GoOn();
        bench.Connect(2);
        bench.GoOn();
        var runner = bench.Replay(new LogicBench(Bulk(), Wide).Model);
        Assert.Null(runner.Divergence);
        Assert.Equal(bench.Chain.StateDigest, runner.Model.Chain.StateDigest);
    }

    private static EngineEvent CancelAll() => new() { Kind = EventKind.CancelAllCommanded, InstrumentId = -1 };

    private static void Status(LogicBench bench, long orderId, OrderStatus status) =>
        bench.Venue(EventKind.OrderStatusReported, new OrderReportPayload { OrderId = orderId, Status = status });

    private static void Answer(LogicBench bench)
    {
        bench.Complete(QueryKind.OpenOrders);
        bench.Complete(QueryKind.Executions);
        bench.Complete(QueryKind.Positions);
    }

    // The strategy does it when it sees a size that names command and order.
    private static void Command(LogicBench bench, EventKind kind, long orderId) =>
        bench.Trade(0, size: ((int)kind * 1_000) + orderId);

    private static ScriptedCatalog Bulk() => new ScriptedCatalog().Add("bulk", () => new ScriptedStrategy
    {
        Quoted = (StrategyContext context, int id, in QuotePayload quote) =>
        {
            for (var i = 0; i < quote.BidSize; i++)
                context.Submit(OrderTicket.Limit(id, Side.Buy, 10, LogicBench.Price));
        },
        Traded = (StrategyContext context, int _, in TradePayload trade) =>
        {
            if (trade.Size / 1_000 == (int)EventKind.CancelRequested) context.Cancel(trade.Size % 1_000);
            if (trade.Size / 1_000 == (int)EventKind.ReplaceRequested)
                context.Replace(trade.Size % 1_000, LogicBench.Price - 1, 20);
        },
    });

    private static LogicBench Working(int orders)
    {
        var bench = new LogicBench(Bulk(), Wide).Start();
        bench.Define("AAPL");
        for (var left = orders; left > 0; left -= 50)
        {
            var e = new EngineEvent { Kind = EventKind.Quote };
            e.Quote = new QuotePayload
            {
                BidPrice = LogicBench.Price - 1,
                AskPrice = LogicBench.Price + 1,
                BidSize = Math.Min(50, left),
                AskSize = 1,
            };
            bench.Take(in e, LaneIds.FirstSource);
            for (var i = 0; i < Math.Min(50, left); i++) bench.Gateway(EventKind.OrderSent, 1);
        }
        Assert.Equal(orders, bench.Chain.OpenOrderCount);
        return bench;
    }
}
