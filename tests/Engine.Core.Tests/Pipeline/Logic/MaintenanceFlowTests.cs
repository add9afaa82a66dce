using Engine.Core.Events;
using Engine.Core.Pipeline;
using Engine.Core.Replay;
using Engine.Core.Risk;
using Engine.Core.State;
using Engine.Core.Strategies;
using Engine.Testing;
using Xunit;

namespace Engine.Core.Tests.Pipeline.Logic;

/// <summary>
/// Goal: before a maintenance window nothing is opened, at its start what opens is canceled, within it nothing leaves
/// but cancels, and behind it everything is as before.
/// </summary>
public sealed class MaintenanceFlowTests
{
    private const long Lead = 2_000 * LogicBench.Second;
    private const long Start = 2_090 * LogicBench.Second;
    private const long End = 2_300 * LogicBench.Second;

    private readonly LogicBench _bench;
    private readonly int _id;
    private Side _side = Side.Buy;
    private long _limit = FixedPoint.Absent;

    public MaintenanceFlowTests()
    {
        _bench = new LogicBench(Model()).Start();
        Assert.DoesNotContain(Give(), e => e.Kind == EventKind.InputRefused);
        _id = _bench.Define("AAPL");
    }

    [Fact]
    public void Nothing_is_opened_in_the_lead_time_and_nothing_sent_within()
    {
        Assert.Equal(RiskCode.Accepted, Ask(Lead - 1));
        _bench.Execute(1, Side.Buy, 100, instrumentId: _id);
        Assert.Equal(RiskCode.Maintenance, Ask(Lead));
        _side = Side.Sell;
        Assert.Equal(RiskCode.Accepted, Ask(Lead + 1)); // It reduces.
        _bench.Execute(3, Side.Sell, 50, instrumentId: _id);
        Assert.Equal(RiskCode.Maintenance, Ask(Start));
        _side = Side.Buy;
        Assert.Equal(RiskCode.Maintenance, Ask(End - 1));
        Assert.Equal(RiskCode.Accepted, Ask(End));

        Assert.Equal(
            [(MaintenanceStage.None, MaintenanceStage.Draining), (MaintenanceStage.Draining, MaintenanceStage.Closed),
                (MaintenanceStage.Closed, MaintenanceStage.None)],
            _bench.Journal.Where(e => e.Kind == EventKind.MaintenanceChanged)
                .Select(e => (e.Maintenance.FromStage, e.Maintenance.Stage)));
        Assert.All(_bench.Journal.Where(e => e.Kind == EventKind.MaintenanceChanged), e =>
            Assert.Equal((Lead, Start, End, "night"), (e.Maintenance.LeadStartTimeNs, e.Maintenance.StartTimeNs,
                e.Maintenance.EndTimeNs, e.Maintenance.Window.ToString())));
    }

    [Fact]
    public void At_its_start_working_orders_that_open_are_canceled_and_those_that_reduce_stay()
    {
        _limit = 9_000;
        Assert.Equal(RiskCode.Accepted, Ask(Lead - 10));
        _bench.Report(EventKind.OrderAccepted, 1);
        _bench.Execute(0, Side.Buy, 500, instrumentId: _id);
        (_side, _limit) = (Side.Sell, 11_000);
        Assert.Equal(RiskCode.Accepted, Ask(Lead - 9));
        _bench.Report(EventKind.OrderAccepted, 2);

        _bench.NowNs = Lead;
        Assert.DoesNotContain(_bench.Tick(), e => e.Kind == EventKind.CancelRequested);
        _bench.NowNs = Start;
        var group = _bench.Tick();
        Assert.Equal(1, Assert.Single(group, e => e.Kind == EventKind.MaintenanceChanged).Maintenance.OrdersCanceled);
        Assert.Equal(1, Assert.Single(group, e => e.Kind == EventKind.CancelRequested).Order.OrderId);
    }

    [Fact]
    public void Time_is_asked_for_at_every_edge()
    {
        foreach (var edge in new[] { Lead, Start, End })
        {
            Assert.Equal(edge, _bench.Chain.NextWakeNs);
            _bench.NowNs = edge;
            _bench.Tick();
        }
        Assert.True(_bench.Chain.NextWakeNs > End + LogicBench.Second); // For others.
    }

    [Fact]
    public void A_window_that_is_given_while_it_is_open_is_in_force_at_once()
    {
        _bench.NowNs = End + 10;
        _bench.Tick();
        var group = Give(End, End + 5, End + 100);
        Assert.Single(group, e => e.Kind == EventKind.MaintenanceChanged);
        Assert.Equal(MaintenanceStage.Closed, _bench.View.Maintenance.Stage);
        Assert.DoesNotContain(Give(End, End + 5, End + 100), e => e.Kind == EventKind.MaintenanceChanged);
    }

    [Fact]
    public void A_replay_goes_through_the_same_stages()
    {
        var bench = new LogicBench(Idle()).Start();
        bench.Take(EngineInputs.Maintenance(new MaintenancePayload
        {
            LeadStartTimeNs = Lead,
            StartTimeNs = Start,
            EndTimeNs = End,
        }));
        foreach (var time in new[] { Lead - 1, Lead, Start + 5, End + 5 })
        {
            bench.NowNs = time;
            bench.Tick();
            Assert.Equal(bench.Chain.StateDigest, bench.Replay(Idle()).Model.Chain.StateDigest);
        }
        Assert.Equal(3, bench.Journal.Count(e => e.Kind == EventKind.MaintenanceChanged));
    }

    [Fact]
    public void What_cannot_be_a_window_is_refused_on_record() => Assert.Equal(
        RiskCode.Maintenance,
        Assert.Single(Give(Lead, Start, Start), e => e.Kind == EventKind.InputRefused).Order.Code);

    [Fact]
    public void A_start_forgets_what_is_to_come_because_it_is_given_again()
    {
        _bench.NowNs = Lead;
        _bench.Tick();
        Give(Lead + 5_000, Start + 5_000, End + (5 * LogicBench.Second));
        _bench.Take(_bench.Started(2));
        Assert.Equal(MaintenanceStage.Draining, _bench.View.Maintenance.Stage); // In force: it stays.
        Assert.Equal(Start, _bench.Chain.NextWakeNs);
        Assert.Equal(0, _bench.View.Maintenance.Next.EndNs);
    }

    [Fact]
    public void Overlapping_windows_keep_the_stricter_stage_and_the_book_finds_it_again_after_a_restore()
    {
        var registry = new StateRegistry();
        var book = new MaintenanceBook(registry);
        Assert.True(Add(10, 30, 60));
        Assert.True(Add(40, 50, 55));
        Assert.True(Add(20, 25, 40));
        var restoredRegistry = new StateRegistry();
        var restored = new MaintenanceBook(restoredRegistry);
        foreach (var (time, stage) in new[]
        {
            (9L, MaintenanceStage.None), (10, MaintenanceStage.Draining), (24, MaintenanceStage.Draining),
            (25, MaintenanceStage.Closed), (40, MaintenanceStage.Closed), (55, MaintenanceStage.Closed),
            (60, MaintenanceStage.None),
        })
        {
            book.Advance(time);
            Assert.Equal(stage, book.Stage);
            MarketData.StateCopy.Copy(registry, restoredRegistry);
            Assert.Equal((book.Stage, book.NextEdgeNs), (restored.Stage, restored.NextEdgeNs));
        }
        Assert.Equal(long.MaxValue, book.NextEdgeNs);

        bool Add(long lead, long start, long end) => book.TryAdd(
            new MaintenancePayload { LeadStartTimeNs = lead, StartTimeNs = start, EndTimeNs = end }, nowNs: 0, out _);
    }

    private RiskCode Ask(long nowNs)
    {
        _bench.NowNs = nowNs;
        return _bench.Quote(_id).Single(e => e.Kind is EventKind.OrderRequested or EventKind.OrderDenied).Order.Code;
    }

    private EngineEvent[] Give(long lead = Lead, long start = Start, long end = End) =>
        _bench.Take(EngineInputs.Maintenance(new MaintenancePayload
        {
            LeadStartTimeNs = lead,
            StartTimeNs = start,
            EndTimeNs = end,
            Window = AsciiText24.From("night"),
        }));

    private static TradingModel Idle() => new ModelFactory(
        new ScriptedCatalog().Add("idle", () => new ScriptedStrategy())).Create(LogicBench.ConfigOf());

    // Buys a hundred or sells fifty with every quote.
    private TradingModel Model() => new ModelFactory(new ScriptedCatalog().Add("eager", () => new ScriptedStrategy
    {
        Quoted = (StrategyContext context, int id, in QuotePayload _) =>
        {
            var quantity = _side == Side.Buy ? 100 : 50;
            context.Submit(_limit == FixedPoint.Absent
                ? OrderTicket.Market(id, _side, quantity)
                : OrderTicket.Limit(id, _side, quantity, _limit));
        },
    })).Create(LogicBench.ConfigOf("strategies.a.type=eager", "risk.staleQuoteMs=3600000"));
}
