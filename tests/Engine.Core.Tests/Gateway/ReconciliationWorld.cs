using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Testing;
using Xunit;

namespace Engine.Core.Tests.Gateway;

/// <summary>
/// An engine, a venue with books of its own, and a session between them in which reports and answers wait their turn.
/// What the venue does behind the engine's back is planted, and counted.
/// </summary>
internal sealed class ReconciliationWorld
{
    public const int Instruments = 3;

    private readonly Random _random;
    private readonly Queue<EngineEvent> _session = new();
    private readonly Dictionary<long, OrderPayload> _open = [];
    private readonly long[] _positions = new long[Instruments];
    private readonly long[] _cash = new long[Instruments];
    private readonly long[] _planted = new long[Instruments];
    private readonly long[] _plantedCash = new long[Instruments];
    private long _eventId;
    private long _executions;
    private int _handed;

    public ReconciliationWorld(int seed)
    {
        _random = new Random(seed);
        Bench = new LogicBench(new ScriptedCatalog()).Start();
        for (var i = 0; i < Instruments; i++) Bench.Quote(Bench.Define($"I{i}"));
        _handed = Bench.Journal.Count;
    }

    public LogicBench Bench { get; }

    public IReadOnlyList<long> Planted => _planted;

    public IReadOnlyList<long> PlantedCash => _plantedCash;

    /// <summary>Something happens: an order, a fill, a report that arrives, a question, time.</summary>
    public void Step()
    {
        switch (_random.Next(6))
        {
            case 0:
                Submit();
                break;
            case 1:
                Fill();
                break;
            case 2 or 3:
                Deliver();
                break;
            case 4:
                Bench.Command(OperatorCommand.Reconcile(Issuer.Of(OperatorRole.Admin)));
                break;
            default:
                Bench.NowNs += _random.Next(1, 2_000) * 1_000_000L;
                Bench.Tick();
                break;
        }
        Hand();
    }

    /// <summary>The venue moves a position, or cash, by itself.</summary>
    public void Plant()
    {
        var instrument = _random.Next(Instruments);
        var amount = (_random.Next(2) == 0 ? 1 : -1) * _random.Next(1, 50);
        if (_random.Next(3) == 0)
        {
            _plantedCash[instrument] += amount;
            _cash[instrument] += amount;
        }
        else
        {
            _planted[instrument] += amount;
            _positions[instrument] += amount;
        }
    }

    /// <summary>Everything arrives, and everything is compared often enough to count.</summary>
    public void ComeToRest()
    {
        while (_session.Count > 0) DeliverNext();
        for (var round = 0; round < 3; round++)
        {
            Bench.Command(OperatorCommand.Reconcile(Issuer.Of(OperatorRole.Admin)));
            Hand();
            while (_session.Count > 0) DeliverNext();
            Bench.NowNs += 2 * LogicBench.Second;
            Bench.Tick();
            Hand();
            while (_session.Count > 0) DeliverNext();
        }
    }

    public void RequireLedgerIsBalanced()
    {
        ref readonly var ledger = ref Bench.View.Portfolio.Currency(0);
        Assert.Equal(
            (Int128)ledger.StartingCash,
            (Int128)ledger.Cash + ledger.CostBasis - ledger.RealizedProfit + ledger.Commissions
            - ledger.Reconciliation);
        Int128 adopted = 0;
        for (var i = 0; i < Instruments; i++)
            adopted += (Int128)Bench.View.Portfolio.Adoption(i).Cost + Bench.View.Portfolio.Adoption(i).Cash;
        Assert.Equal(adopted, (Int128)ledger.Reconciliation);
    }

    private void Submit()
    {
        var order = new OrderPayload
        {
            Side = _random.Next(2) == 0 ? Side.Buy : Side.Sell,
            Type = OrderType.Limit,
            TimeInForce = TimeInForce.Day,
            Quantity = _random.Next(1, 100),
            LimitPrice = LogicBench.Price,
        };
        Bench.Command(OperatorCommand.Submit(Issuer.Of(OperatorRole.Admin), _random.Next(Instruments), order));
    }

    // What the gateway would carry: intents are at the venue at once, what comes back waits in the session.
    private void Hand()
    {
        for (; _handed < Bench.Journal.Count; _handed++)
        {
            var record = Bench.Journal[_handed];
            switch (record.Kind)
            {
                case EventKind.OrderRequested:
                    var order = record.Order;
                    order.Tag = record.InstrumentId;
                    _open[order.OrderId] = order;
                    Say(EventKind.OrderAccepted, in order);
                    break;
                case EventKind.ReconciliationRequested:
                    Answer(record.Query);
                    break;
            }
        }
    }

    private void Fill()
    {
        if (_open.Count == 0) return;
        var order = _open.Values.ElementAt(_random.Next(_open.Count));
        var quantity = _random.NextInt64(1, order.Quantity + 1);
        var instrument = (int)order.Tag;
        var signed = order.Side == Side.Buy ? quantity : -quantity;
        var commission = _random.Next(0, 1_000);
        Assert.True(FixedPoint.TryNotional(LogicBench.Price, signed, FixedPoint.MoneyOne, 2, out var value));
        _positions[instrument] += signed;
        _cash[instrument] -= value + commission;
        var e = new EngineEvent { Kind = EventKind.Execution, InstrumentId = instrument };
        e.Execution.OrderId = order.OrderId;
        e.Execution.Side = order.Side;
        e.Execution.Quantity = quantity;
        e.Execution.Price = LogicBench.Price;
        e.Execution.Commission = commission;
        e.Execution.VenueEventId = ++_eventId;
        e.Execution.ExecutionId = AsciiText32.From($"W-{++_executions}");
        _session.Enqueue(e);
        order.Quantity -= quantity;
        if (order.Quantity == 0) _open.Remove(order.OrderId);
        else _open[order.OrderId] = order;
    }

    private void Say(EventKind kind, in OrderPayload order)
    {
        var e = new EngineEvent { Kind = kind, InstrumentId = (int)order.Tag };
        e.OrderReport.OrderId = order.OrderId;
        e.OrderReport.VenueEventId = ++_eventId;
        e.OrderReport.LimitPrice = FixedPoint.Absent;
        _session.Enqueue(e);
    }

    // A view of this moment; sometimes a part of it is missing, and it says so.
    private void Answer(in QueryPayload question)
    {
        if (question.Query == QueryKind.OrderStatus)
        {
            AnswerOrder(in question);
            return;
        }
        foreach (var order in _open.Values) SayStatus(order.OrderId, OrderStatus.Accepted, (int)order.Tag);
        Complete(in question, QueryKind.OpenOrders);
        if (question.Query == QueryKind.OpenOrders) return;
        Complete(in question, QueryKind.Executions);
        var isWhole = _random.Next(8) != 0;
        for (var i = 0; i < Instruments; i++)
        {
            if ((_positions[i] == 0 && _cash[i] == 0) || (!isWhole && i == 0)) continue;
            var e = new EngineEvent { Kind = EventKind.PositionReported, InstrumentId = i };
            e.PositionReport.QueryId = question.QueryId;
            e.PositionReport.Quantity = _positions[i];
            e.PositionReport.CashFlow = _cash[i];
            e.PositionReport.HasCashFlow = 1;
            e.PositionReport.VenueEventId = _eventId;
            _session.Enqueue(e);
        }
        Complete(in question, QueryKind.Positions, isWhole);
    }

    private void AnswerOrder(in QueryPayload question)
    {
        if (_open.TryGetValue(question.OrderId, out var order))
            SayStatus(order.OrderId, OrderStatus.Accepted, (int)order.Tag);
        else
            SayStatus(question.OrderId, OrderStatus.Unknown, -1);
        Complete(in question, QueryKind.OrderStatus);
    }

    private void SayStatus(long orderId, OrderStatus status, int instrumentId)
    {
        var e = new EngineEvent { Kind = EventKind.OrderStatusReported, InstrumentId = instrumentId };
        e.OrderReport.OrderId = orderId;
        e.OrderReport.Status = status;
        e.OrderReport.VenueEventId = _eventId;
        e.OrderReport.CumulativeQuantity = Bench.View.Orders.Find(orderId, out _).Quantity
            - (_open.TryGetValue(orderId, out var order) ? order.Quantity : 0);
        _session.Enqueue(e);
    }

    private void Complete(in QueryPayload question, QueryKind kind, bool isComplete = true)
    {
        var e = new EngineEvent { Kind = EventKind.QueryCompleted, InstrumentId = -1 };
        e.Query = question;
        e.Query.Query = kind;
        e.Query.VenueEventId = _eventId;
        e.Query.IsComplete = isComplete ? (byte)1 : (byte)0;
        _session.Enqueue(e);
    }

    private void Deliver()
    {
        for (var count = _random.Next(1, 5); count > 0 && _session.Count > 0; count--) DeliverNext();
    }

    private void DeliverNext()
    {
        Bench.Take(_session.Dequeue(), LaneIds.Venue);
        Bench.GoOn();
        Hand();
    }
}
