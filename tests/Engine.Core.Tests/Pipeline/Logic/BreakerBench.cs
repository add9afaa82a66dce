using Engine.Core.Breakers;
using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Pipeline;
using Engine.Core.Replay;
using Engine.Core.Strategies;
using Engine.Testing;

namespace Engine.Core.Tests.Pipeline.Logic;

/// <summary>
/// One engine with one breaker enabled, and for each kind of breaker a way to bring its measure to a number of units.
/// </summary>
internal sealed class BreakerBench
{
    public const long Minute = 60 * LogicBench.Second;

    private readonly BreakerKind _kind;
    private readonly string[] _settings;
    private long _measure;

    /// <param name="limit">As a user writes it.</param>
    public BreakerBench(BreakerKind kind, string limit, params string[] settings)
    {
        _kind = kind;
        var name = BreakerTable.Of(kind).Name;
        _settings =
        [
            "strategies.s.type=s", "risk.holdOnUncleanStart=false", $"breakers.{name}.enabled=true",
            $"breakers.{name}.limit={limit}",
            $"breakers.{name}.cooldown=0", .. settings,
        ];
        Logic = new LogicBench(NewModel()).Start();
        Logic.Define("AAA");
        Logic.Define("BBB");
        OpenSource();
        Logic.Quote(0, LogicBench.Price, LogicBench.Price);
    }

    public LogicBench Logic { get; private set; }

    public HoldScope Scope => BreakerTable.Of(_kind).Scope;

    public int ScopeId => Scope == HoldScope.Strategy ? 1 : 0;

    public BreakerState State => Logic.View.Breakers.StateOf(_kind, Scope, ScopeId);

    public long Measure => Logic.View.MeasureOf(_kind, Scope, ScopeId, out _);

    public IEnumerable<EngineEvent> Of(EventKind kind) => Logic.Journal.Where(e => e.Kind == kind);

    /// <summary>Brings the measure to so many units, however far it is.</summary>
    public void BringTo(long units)
    {
        var from = _measure;
        _measure = units;
        switch (_kind)
        {
            case BreakerKind.Drawdown or BreakerKind.DailyLoss:
                // What is paid in commission is lost: exact to the last unit of money.
                Logic.Execute(0, Side.Buy, 1, LogicBench.Price, commission: units - from);
                break;
            case BreakerKind.OrderRate:
                for (var i = from; i < units; i++) Submit();
                break;
            case BreakerKind.RejectRatio:
                Answer(from, units);
                break;
            case BreakerKind.ErrorRate:
                for (var i = from; i < units; i++) Logic.Report(EventKind.OrderCanceled, 99_999);
                break;
            case BreakerKind.ConsecutiveLosses:
                for (var i = from; i < units; i++) Lose();
                break;
            case BreakerKind.Latency:
                Logic.Vitals(latencyNs: units, journalLagNs: 0);
                break;
            case BreakerKind.JournalLag:
                Logic.Vitals(latencyNs: 0, journalLagNs: units);
                break;
            case BreakerKind.MarketDataGap:
                Logic.Quote(0);
                Logic.NowNs += units;
                Logic.Tick();
                break;
            case BreakerKind.Volatility:
                Logic.Quote(0, LogicBench.Price + units, LogicBench.Price + units);
                break;
            case BreakerKind.ReconciliationDifference:
                Compare(units);
                break;
            default:
                for (var i = from; i < units; i++) Submit();
                LoseVenue();
                break;
        }
    }

    /// <summary>
    /// Killed, recovered from the journal, started again and running: with everything that it holds confirmed.
    /// </summary>
    public void Kill()
    {
        Logic = Logic.Recovered(NewModel());
        var started = Logic.Started(runEpoch: 2);
        started.Lifecycle.WasUnclean = 1;
        Logic.Take(in started);
        Logic.GoOn();
        Logic.Take(EngineInputs.Config(Logic.Chain.ConfigText));
        Reconcile(venuePosition: Logic.View.Portfolio.Position(0).Quantity);
        Logic.Take(EngineInputs.MarketDataStarted());
        Logic.Quote(0, LogicBench.Price, LogicBench.Price);
    }

    /// <summary>
    /// An order of the strategy, for ten of AAA; returns its id. The strategy is told by trades of BBB.
    /// </summary>
    public long Submit(Side side = Side.Buy, long limitPrice = LogicBench.Price - 100) => Logic
        .Trade(1, limitPrice, size: (long)side)
        .First(e => e.Kind is EventKind.OrderRequested or EventKind.OrderDenied).Order.OrderId;

    /// <summary>The venue goes away and comes back, and knows nothing of the orders that it was sent.</summary>
    public void LoseVenue()
    {
        Logic.Venue(EventKind.VenueDisconnected, default);
        Logic.GoOn();
        Reconcile(Logic.View.Portfolio.Position(0).Quantity);
    }

    public TradingModel NewModel()
    {
        var catalog = new ScriptedCatalog().Add("s", () => new ScriptedStrategy
        {
            Traded = static (StrategyContext context, int id, in TradePayload trade) =>
            {
                if (id == 1 && trade.Size <= (long)Side.Sell)
                    context.Submit(OrderTicket.Limit(0, (Side)trade.Size, 10, trade.Price));
            },
        });
        return new ModelFactory(catalog).Create(LogicBench.ConfigOf(_settings));
    }

    private void OpenSource() => Logic.Take(
        new EngineEvent { Kind = EventKind.SourceOpened, InstrumentId = -1 }, LaneIds.FirstSource);

    // A hundred answers: those that accept first, so that the share only rises.
    private void Answer(long from, long units)
    {
        const int answers = 100;
        for (var i = 0; from == 0 && i < answers - units; i++) Logic.Report(EventKind.OrderAccepted, Submit());
        for (var i = from; i < units; i++) Logic.Report(EventKind.OrderRejected, Submit());
    }

    private void Lose()
    {
        var buy = Submit(Side.Buy, LogicBench.Price);
        Logic.Execute(buy, Side.Buy, 10, LogicBench.Price);
        var sell = Submit(Side.Sell, LogicBench.Price - 1);
        Logic.Execute(sell, Side.Sell, 4, LogicBench.Price - 1); // Two executions of one order are one loss.
        Logic.Execute(sell, Side.Sell, 6, LogicBench.Price - 1);
    }

    // The engine holds a million: one unit of the venue's is one unit of the measure.
    private void Compare(long units)
    {
        const long held = 1_000_000;
        var missing = held - Logic.View.Portfolio.Position(0).Quantity;
        if (missing > 0) Logic.Execute(0, Side.Buy, missing);
        Logic.Venue(EventKind.VenueDisconnected, default);
        Reconcile(held - units);
    }

    private void Reconcile(long venuePosition)
    {
        Logic.Connect(Logic.View.SessionEpoch + 1);
        Answer(venuePosition);
        // What differs is looked at once more.
        for (var round = 0; round < 20 && Logic.View.State.IsReconciled == 0; round++)
        {
            Logic.NowNs += 100_000_000;
            Logic.Tick();
            Answer(venuePosition);
        }
        Logic.GoOn();
        ReleaseDifferences();
    }

    private void Answer(long venuePosition)
    {
        Logic.Complete(QueryKind.OpenOrders);
        Logic.Complete(QueryKind.Executions);
        if (venuePosition != 0)
        {
            var e = new EngineEvent { Kind = EventKind.PositionReported, InstrumentId = 0 };
            e.PositionReport.Quantity = venuePosition;
            e.PositionReport.QueryId = Logic.View.State.QueryId;
            Logic.Take(in e, LaneIds.Venue);
        }
        var first = Logic.Complete(QueryKind.Positions);
        var questions = first.Concat(Logic.GoOn().SelectMany(group => group))
            .Where(e => e.Kind == EventKind.ReconciliationRequested && e.Query.Query == QueryKind.OrderStatus).ToList();
        foreach (var question in questions) Logic.Complete(QueryKind.OrderStatus, orderId: question.Query.OrderId);
    }

    // They are another safeguard, and not what is tested here.
    private void ReleaseDifferences()
    {
        for (var slot = 0; slot < Logic.View.Holds.Capacity; slot++)
        {
            if (Logic.View.Holds.TryReadSlot(slot, out var hold) && hold.Kind == HoldKind.Reconciliation)
                Logic.Answer(OperatorCommand.Release(Issuer.Of(OperatorRole.Admin), hold.HoldId));
        }
    }
}
