using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Metrics;

namespace Engine.Core.Gateway;

/// <summary>
/// Carries intents from the journal to the venue and what the venue says back to the inbound lane. One thread calls
/// <see cref="RunOnce"/>; nothing in it waits.
/// <list type="number">
/// <item>Reads records up to the durable sequence. It waits for nothing else, so the outbound ring never waits for a
/// venue: intents are copied to a queue that risk's in-flight limit keeps from overflowing.</item>
/// <item>Writes cancels first, then orders and replaces in their order. Each attempt becomes an input
/// <see cref="EventKind.OrderSent"/> whose status says what was sent (PendingNew, PendingCancel,
/// PendingReplace).</item>
/// <item>Before each write it asks whether the logic has taken a halt since: <see cref="HaltMarks"/>.</item>
/// <item>A hold that halts turns unwritten orders into <see cref="EventKind.OrderNotSent"/>; a cancel whose own order
/// is still unwritten turns that order into it. What was never written is known not to be sent.</item>
/// <item>Polls the venue for no more inputs than there is room for. Room is the backlog in front of the lane: a full
/// lane slows the venue down and nothing else.</item>
/// </list>
/// </summary>
public sealed class GatewayStage
{
    private const int RecordsPerRun = 1_024;
    private const int PollInputsMax = 256;
    private const int QuestionsMax = 64; // About everything at once: after a connect, or asked anew.

    private readonly IDurableRecords _records;
    private readonly IOrderGateway _gateway;
    private readonly IInputWriter _inbound;
    private readonly long _firstSequence;
    private readonly GatewayQueue _urgent;   // Cancels and questions.
    private readonly GatewayQueue _orders;   // Orders and replaces.
    private readonly GatewayQueue _backlog;  // Inputs for the lane, in order.
    private readonly EngineEvent[] _polled = new EngineEvent[PollInputsMax];
    private readonly int _reserved; // Part of the backlog that only a halt may use.
    private readonly HaltMarks? _halts;
    private readonly OrderTimes? _times;
    private long _haltsSeen;
    private EngineEvent _record;
    private EngineEvent _head; // An order whose terms are the next record.

    /// <param name="firstSequence">Nothing below it is ever sent: it lies before this run.</param>
    /// <param name="inFlightMessages">Capacity of the queue, as risk enforces it.</param>
    /// <param name="halts">Halts that the logic has taken, durable or not; null where nobody publishes them.</param>
    /// <param name="times">Where the times of orders are noted; null where nobody measures.</param>
    public GatewayStage(
        IDurableRecords records, IOrderGateway gateway, IInputWriter inbound, long firstSequence, int inFlightMessages,
        HaltMarks? halts = null, OrderTimes? times = null)
    {
        ArgumentNullException.ThrowIfNull(records);
        ArgumentNullException.ThrowIfNull(gateway);
        ArgumentNullException.ThrowIfNull(inbound);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inFlightMessages);
        _records = records;
        _gateway = gateway;
        _inbound = inbound;
        _firstSequence = firstSequence;
        _halts = gateway.TakesIntentsFromRecords ? null : halts;
        _times = times;
        _urgent = new GatewayQueue((2 * inFlightMessages) + QuestionsMax); // As many questions as cancels.
        _orders = new GatewayQueue(inFlightMessages, hasTerms: true);

        // Every unwritten intent may turn into an input at once (a halt), on top of polls and attempts.
        _reserved = 2 * inFlightMessages;
        _backlog = new GatewayQueue(_reserved + PollInputsMax);
    }

    public string Name { get; } = "gateway";

    /// <summary>Intents that are durable and not written yet.</summary>
    public int Unsent => _urgent.Count + _orders.Count;

    /// <summary>
    /// Nothing more is taken from the venue; what is durable is still written, or reported as not sent where the venue
    /// does not take it at once.
    /// </summary>
    public bool IsClosed { get; set; }

    /// <summary>Inputs waiting for room in the lane.</summary>
    public int Backlog => _backlog.Count;

    /// <summary>Sequence of the last record taken.</summary>
    public long LastSequence { get; private set; }

    /// <summary>Bounded work; returns how much was done.</summary>
    public int RunOnce()
    {
        var work = FlushBacklog();
        work += TakeRecords();
        DropHalted();
        work += WriteUrgent() + WriteOrders();
        if (!IsClosed) work += PollGateway();
        else work += DropUnsent(_urgent) + DropUnsent(_orders);
        return work + FlushBacklog();
    }

    private int TakeRecords()
    {
        var count = 0;
        while (count < RecordsPerRun && _records.TryNext(ref _record))
        {
            // Paired with the source's own check: an intent that leaves before it is durable could be sent twice.
            if (_record.Sequence > _records.DurableSequence)
                ThrowAboveDurable(_record.Sequence, _records.DurableSequence);
            LastSequence = _record.Sequence;
            count++;
            var isHistory = _record.Sequence < _firstSequence;
            _gateway.OnRecord(in _record, isHistory);
            if (!isHistory) Take(in _record);
        }
        return count;
    }

    private void Take(in EngineEvent record)
    {
        switch (record.Kind)
        {
            case EventKind.OrderRequested or EventKind.ReplaceRequested when record.HasTerms:
                _head = record;
                break;
            case EventKind.OrderRequested or EventKind.ReplaceRequested:
                if (!_orders.TryAdd(in record, default)) ThrowQueueFull(record.Sequence);
                NoteTaken(in record);
                break;
            case EventKind.OrderTerms when _head.Sequence == record.Sequence - 1:
                if (!_orders.TryAdd(in _head, in record)) ThrowQueueFull(record.Sequence);
                NoteTaken(in _head);
                break;
            case EventKind.CancelRequested:
                if (!DropUnwrittenOrder(in record) && !_urgent.TryAdd(in record)) ThrowQueueFull(record.Sequence);
                break;
            case EventKind.ReconciliationRequested:
                if (!_urgent.TryAdd(in record)) ThrowQueueFull(record.Sequence);
                break;
            case EventKind.HoldPlaced when record.Hold.Permission is Permission.Halted or Permission.ReadOnly:
                if (!_gateway.TakesIntentsFromRecords) DropStopped(in record.Hold);
                break;
        }
    }

    /// <summary>A cancel for an order that was not written: neither needs to leave.</summary>
    private bool DropUnwrittenOrder(in EngineEvent cancel)
    {
        if (_gateway.TakesIntentsFromRecords) return false;

        for (var i = 0; i < _orders.Count; i++)
        {
            ref readonly var queued = ref _orders[i];
            if (queued.Kind != EventKind.OrderRequested || queued.Order.OrderId != cancel.Order.OrderId) continue;
            Report(EventKind.OrderNotSent, in queued, VenueReason.Requested);
            _orders.RemoveAt(i);
            DropReplacesOf(cancel.Order.OrderId);
            return true;
        }
        return false;
    }

    private void DropReplacesOf(long orderId)
    {
        for (var i = _orders.Count - 1; i >= 0; i--)
        {
            if (_orders[i].Order.OrderId != orderId) continue;
            Report(EventKind.ReplaceRejected, in _orders[i], VenueReason.Requested);
            _orders.RemoveAt(i);
        }
    }

    // At once, even where a venue that takes nothing keeps the queue from moving.
    private void DropHalted()
    {
        if (_halts is null || _halts.Version == _haltsSeen) return;

        _haltsSeen = _halts.Version;
        DropStopped(default);
    }

    private void DropStopped(in HoldPayload hold)
    {
        DropStopped(in hold, _orders);
        DropStopped(in hold, _urgent); // Read-only: nothing leaves, not even a cancel.
    }

    private void DropStopped(in HoldPayload hold, GatewayQueue queue)
    {
        var kept = 0;
        for (var i = 0; i < queue.Count; i++)
        {
            ref readonly var queued = ref queue[i];
            if (IsStopped(in queued) || HoldCover.Covers(in hold, in queued))
                ReportNotSent(in queued, VenueReason.Halted);
            else queue.Move(i, kept++);
        }
        while (queue.Count > kept) queue.RemoveAt(queue.Count - 1);
    }

    private bool IsStopped(in EngineEvent intent) =>
        _halts is not null && intent.Kind != EventKind.ReconciliationRequested && _halts.Stops(in intent);

    private int WriteUrgent()
    {
        var count = 0;
        while (_urgent.Count > 0)
        {
            ref readonly var queued = ref _urgent[0];
            var isQuestion = queued.Kind == EventKind.ReconciliationRequested;
            if (IsStopped(in queued))
            {
                DropFirst(_urgent);
                count++;
                continue;
            }
            if (!isQuestion && _backlog.Free <= _reserved) break;
            var code = isQuestion ? _gateway.TryQuery(in queued) : _gateway.TryCancel(in queued);
            if (code == GatewaySendCode.Busy) break;

            // A question without a session needs no answer: the reconnect asks again.
            if (!isQuestion) ReportAttempt(in queued, code, OrderStatus.PendingCancel);
            _urgent.RemoveFirst(1);
            count++;
        }
        return count;
    }

    private int WriteOrders()
    {
        var count = 0;
        while (_orders.Count > 0)
        {
            ref readonly var queued = ref _orders[0];
            if (IsStopped(in queued)) // Asked anew before each write: the halt may be younger than the last one.
            {
                DropFirst(_orders);
                count++;
                continue;
            }
            if (_backlog.Free <= _reserved) break;
            var isReplace = queued.Kind == EventKind.ReplaceRequested;
            ref readonly var terms = ref _orders.TermsOf(0);
            var code = isReplace ? _gateway.TryReplace(in queued, in terms) : _gateway.TrySend(in queued, in terms);
            if (code == GatewaySendCode.Busy) break;

            if (_times is not null && code == GatewaySendCode.Written && !isReplace)
                _times.Send(queued.Order.OrderId, Stopwatch.GetTimestamp());
            ReportAttempt(in queued, code, isReplace ? OrderStatus.PendingReplace : OrderStatus.PendingNew);
            _orders.RemoveFirst(1);
            count++;
        }
        return count;
    }

    // Closed: what the venue does not take now would keep the stop waiting for ever. It was not and will not be sent.
    private int DropUnsent(GatewayQueue queue)
    {
        var count = queue.Count;
        for (var i = 0; i < count; i++)
            if (queue[i].Kind != EventKind.ReconciliationRequested)
                ReportNotSent(in queue[i], VenueReason.ConnectionLost);
        queue.RemoveFirst(count);
        return count;
    }

    private void DropFirst(GatewayQueue queue)
    {
        ReportNotSent(in queue[0], VenueReason.Halted);
        queue.RemoveFirst(1);
    }

    private void ReportAttempt(in EngineEvent intent, GatewaySendCode code, OrderStatus sent)
    {
        if (code != GatewaySendCode.Written) ReportNotSent(in intent, VenueReason.ConnectionLost);
        else Report(EventKind.OrderSent, in intent, VenueReason.None, sent);
    }

    private void ReportNotSent(in EngineEvent intent, VenueReason reason)
    {
        var kind = intent.Kind switch
        {
            EventKind.CancelRequested => EventKind.CancelRejected,
            EventKind.ReplaceRequested => EventKind.ReplaceRejected,
            _ => EventKind.OrderNotSent,
        };
        Report(kind, in intent, reason);
    }

    private void Report(EventKind kind, in EngineEvent intent, VenueReason reason,
        OrderStatus status = OrderStatus.None)
    {
        var report = default(EngineEvent);
        report.Kind = kind;
        report.SchemaVersion = EngineEvent.CurrentSchemaVersion;
        report.LaneId = VenueModel.VenueLaneId;
        report.InstrumentId = intent.InstrumentId;
        report.StrategyId = intent.StrategyId;
        report.OrderReport.OrderId = intent.Order.OrderId;
        report.OrderReport.LimitPrice = intent.Order.LimitPrice;
        report.OrderReport.Quantity = intent.Order.Quantity;
        report.OrderReport.BrokerOrderId = intent.Order.BrokerOrderId;
        report.OrderReport.Reason = reason;
        report.OrderReport.Status = status;
        report.OrderReport.Side = intent.Order.Side;
        report.OrderReport.IntentSequence = intent.Sequence;
        report.OrderReport.SessionEpoch = intent.Order.SessionEpoch;
        if (!_backlog.TryAdd(in report)) ThrowQueueFull(intent.Sequence);
    }

    private int PollGateway()
    {
        var room = Math.Min(_backlog.Free - _reserved, PollInputsMax);
        if (room <= 0) return 0;

        var count = _gateway.Poll(_polled.AsSpan(0, room));
        for (var i = 0; i < count; i++) _backlog.TryAdd(in _polled[i]);
        if (_times is not null && count > 0) NoteAnswers(_polled.AsSpan(0, count));
        return count;
    }

    private void NoteTaken(in EngineEvent order)
    {
        if (_times is null || order.Kind != EventKind.OrderRequested) return;
        var times = _records.TimesOf(in order);
        _times.Take(order.Order.OrderId, order.Sequence, times.IngestTicks, times.DurableTicks);
    }

    private void NoteAnswers(ReadOnlySpan<EngineEvent> answers)
    {
        var now = Stopwatch.GetTimestamp();
        foreach (ref readonly var answer in answers)
        {
            if (answer.Kind == EventKind.OrderAccepted) _times!.Acknowledge(answer.OrderReport.OrderId, now);
            else if (answer.Kind == EventKind.Execution) _times!.Fill(answer.Execution.OrderId, now);
        }
    }

    private int FlushBacklog()
    {
        var count = 0;
        while (_backlog.Count > 0)
        {
            // All of a run if the lane takes it, else by halves until it is full.
            var run = _backlog.FirstRun;
            while (!_inbound.TryWrite(run))
            {
                if (run.Length == 1) return count;
                run = run[..(run.Length / 2)];
            }
            _backlog.RemoveFirst(run.Length);
            count += run.Length;
        }
        return count;
    }

    [DoesNotReturn]
    private static void ThrowAboveDurable(long sequence, long durable) =>
        throw new InvalidOperationException(
            $"Record {sequence} reached the gateway above the durable sequence {durable}.");

    [DoesNotReturn]
    private static void ThrowQueueFull(long sequence) =>
        throw new InvalidOperationException(
            $"The gateway's queue is full at intent {sequence}: " +
            "risk let more intents through than limits.InFlightMessages.");
}
