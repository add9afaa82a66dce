using Engine.Core.Events;
using Engine.Core.Gateway;

namespace Engine.Testing;

/// <summary>
/// A venue behind the journal that rests every order until a test says otherwise, and remembers what reached it. It
/// outlives engines: a new run connects to what the last one left there.
/// </summary>
public sealed class RestingVenue : IOrderGateway
{
    private readonly Queue<EngineEvent> _said = new();
    private readonly SortedDictionary<long, RestingOrder> _orders = [];
    private readonly Dictionary<int, long> _positions = [];
    private readonly List<EngineEvent> _executions = [];
    private long _venueEventId;

    /// <summary>A working order and what is left of it.</summary>
    public sealed record RestingOrder(EngineEvent Intent)
    {
        public long Filled { get; set; }

        public OrderStatus Status { get; set; } = OrderStatus.Accepted;

        public bool IsWorking => Status is OrderStatus.Accepted or OrderStatus.PartiallyFilled;
    }

    public string Name => "resting";

    public bool IsConnected => true;

    public bool TakesIntentsFromRecords => false;

    /// <summary>No room: intents wait in the gateway's queue.</summary>
    public bool IsBusy { get; set; }

    /// <summary>How much of an order is executed at once; null rests all.</summary>
    public Func<EngineEvent, long>? FillsAtOnce { get; set; }

    /// <summary>True: cancels are taken and never answered.</summary>
    public bool IgnoresCancels { get; set; }

    /// <summary>Every order, cancel and replacement that was written, in order.</summary>
    public List<EngineEvent> Written { get; } = [];

    public IReadOnlyDictionary<long, RestingOrder> Orders => _orders;

    public IEnumerable<RestingOrder> Working => _orders.Values.Where(order => order.IsWorking);

    public long PositionOf(int instrumentId) => _positions.GetValueOrDefault(instrumentId);

    /// <summary>A session begins: said at the next poll.</summary>
    public void Connect(int sessionEpoch)
    {
        _said.Clear();
        var connected = new EngineEvent { Kind = EventKind.VenueConnected, InstrumentId = -1 };
        connected.OrderReport.SessionEpoch = sessionEpoch;
        connected.OrderReport.VenueEventId = _venueEventId;
        _said.Enqueue(connected);
    }

    public void OnRecord(in EngineEvent record, bool isHistory)
    {
    }

    public GatewaySendCode TrySend(in EngineEvent intentRecord, in EngineEvent termsRecord)
    {
        if (IsBusy) return GatewaySendCode.Busy;
        Written.Add(intentRecord);
        _orders.Add(intentRecord.Order.OrderId, new RestingOrder(intentRecord));
        Say(EventKind.OrderAccepted, in intentRecord, VenueReason.None);
        var fill = Math.Min(FillsAtOnce?.Invoke(intentRecord) ?? 0, intentRecord.Order.Quantity);
        if (fill > 0) Fill(intentRecord.Order.OrderId, fill);
        if (intentRecord.Order.TimeInForce == TimeInForce.ImmediateOrCancel && fill < intentRecord.Order.Quantity)
            End(intentRecord.Order.OrderId, OrderStatus.Canceled, VenueReason.RemainderOfImmediate);
        return GatewaySendCode.Written;
    }

    public GatewaySendCode TryCancel(in EngineEvent intentRecord)
    {
        Written.Add(intentRecord);
        if (IgnoresCancels) return GatewaySendCode.Written;

        var isWorking = _orders.TryGetValue(intentRecord.Order.OrderId, out var order) && order.IsWorking;
        if (isWorking) End(intentRecord.Order.OrderId, OrderStatus.Canceled, VenueReason.Requested);
        else Say(EventKind.CancelRejected, in intentRecord, VenueReason.TooLate);
        return GatewaySendCode.Written;
    }

    public GatewaySendCode TryReplace(in EngineEvent intentRecord, in EngineEvent termsRecord)
    {
        if (IsBusy) return GatewaySendCode.Busy;
        Written.Add(intentRecord);
        Say(EventKind.ReplaceRejected, in intentRecord, VenueReason.TooLate);
        return GatewaySendCode.Written;
    }

    public GatewaySendCode TryQuery(in EngineEvent queryRecord)
    {
        if (queryRecord.Query.Query == QueryKind.OrderStatus)
        {
            SayStatus(queryRecord.Query.OrderId, in queryRecord);
            Complete(QueryKind.OrderStatus, in queryRecord);
            return GatewaySendCode.Written;
        }
        foreach (var (id, order) in _orders)
            if (order.IsWorking) SayStatus(id, in queryRecord);
        Complete(QueryKind.OpenOrders, in queryRecord);
        foreach (var execution in _executions)
            if (execution.Execution.VenueEventId > queryRecord.Query.VenueEventId) _said.Enqueue(AsAnswer(execution));
        Complete(QueryKind.Executions, in queryRecord);
        foreach (var (instrumentId, quantity) in _positions) SayPosition(instrumentId, quantity, in queryRecord);
        Complete(QueryKind.Positions, in queryRecord);
        return GatewaySendCode.Written;
    }

    public int Poll(Span<EngineEvent> inputs)
    {
        var count = 0;
        while (count < inputs.Length && _said.TryDequeue(out inputs[count])) count++;
        return count;
    }

    /// <summary>Executes part of a working order at its limit, or at the price that risk saw.</summary>
    public void Fill(long orderId, long quantity)
    {
        var order = _orders[orderId];
        var intent = order.Intent.Order;
        order.Filled += quantity;
        order.Status = order.Filled == intent.Quantity ? OrderStatus.Filled : OrderStatus.PartiallyFilled;
        var fill = New(EventKind.Execution, order.Intent);
        fill.Execution.VenueEventId = ++_venueEventId;
        fill.Execution.ExecutionId = AsciiText32.From($"R-{_venueEventId}");
        fill.Execution.OrderId = orderId;
        fill.Execution.Price = intent.LimitPrice == FixedPoint.Absent ? intent.ReferencePrice : intent.LimitPrice;
        fill.Execution.Quantity = quantity;
        fill.Execution.Side = intent.Side;
        var signed = intent.Side == Side.Buy ? quantity : -quantity;
        _positions[order.Intent.InstrumentId] = PositionOf(order.Intent.InstrumentId) + signed;
        _executions.Add(fill);
        _said.Enqueue(fill);
    }

    /// <summary>Ends a working order.</summary>
    public void End(long orderId, OrderStatus status, VenueReason reason)
    {
        var order = _orders[orderId];
        order.Status = status;
        var kind = status == OrderStatus.Canceled ? EventKind.OrderCanceled : EventKind.OrderExpired;
        Say(kind, order.Intent, reason);
    }

    private static EngineEvent AsAnswer(EngineEvent execution)
    {
        execution.Execution.IsQueryAnswer = 1;
        return execution;
    }

    private static EngineEvent New(EventKind kind, in EngineEvent intent) =>
        new() { Kind = kind, InstrumentId = intent.InstrumentId, StrategyId = intent.StrategyId };

    private void SayStatus(long orderId, in EngineEvent question)
    {
        var isKnown = _orders.TryGetValue(orderId, out var order);
        var answer = isKnown ? New(EventKind.OrderStatusReported, order!.Intent)
            : new EngineEvent { Kind = EventKind.OrderStatusReported, InstrumentId = -1 };
        answer.OrderReport.OrderId = orderId;
        answer.OrderReport.VenueEventId = _venueEventId;
        answer.OrderReport.SessionEpoch = question.Query.SessionEpoch;
        answer.OrderReport.CumulativeQuantity = order?.Filled ?? 0;
        answer.OrderReport.Status = order?.Status ?? OrderStatus.Rejected;
        answer.OrderReport.Reason = isKnown ? VenueReason.None : VenueReason.NotReceived;
        if (isKnown) answer.OrderReport.Quantity = order!.Intent.Order.Quantity;
        _said.Enqueue(answer);
    }

    private void SayPosition(int instrumentId, long quantity, in EngineEvent question)
    {
        var answer = new EngineEvent { Kind = EventKind.PositionReported, InstrumentId = instrumentId };
        answer.PositionReport.Quantity = quantity;
        answer.PositionReport.VenueEventId = _venueEventId;
        answer.PositionReport.QueryId = question.Query.QueryId;
        _said.Enqueue(answer);
    }

    private void Complete(QueryKind kind, in EngineEvent question)
    {
        var answer = new EngineEvent { Kind = EventKind.QueryCompleted, InstrumentId = -1 };
        answer.Query = question.Query;
        answer.Query.Query = kind;
        answer.Query.IsComplete = 1;
        answer.Query.VenueEventId = _venueEventId;
        _said.Enqueue(answer);
    }

    private void Say(EventKind kind, in EngineEvent intent, VenueReason reason)
    {
        var report = New(kind, in intent);
        report.OrderReport.OrderId = intent.Order.OrderId;
        report.OrderReport.Quantity = intent.Order.Quantity;
        report.OrderReport.LimitPrice = intent.Order.LimitPrice;
        report.OrderReport.VenueEventId = ++_venueEventId;
        report.OrderReport.Reason = reason;
        _said.Enqueue(report);
    }
}
