using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Engine.Core.Events;
using Engine.Core.State;

namespace Engine.Core.Gateway;

/// <summary>
/// What the venue said, in the order in which it happened. Because the report latency is one constant, that is also the
/// order of delivery. A response leaves the state when the journal shows it, not when a host takes it: so the state
/// stays a function of the journal alone.
/// </summary>
internal sealed class VenueResponses
{
    private readonly VenueTables _tables;
    private readonly StateTable<VenueResponseState> _ring;
    private readonly long _mask;
    private readonly byte[] _executionIdPrefix;
    private long _takenEventId; // How far this host took; never behind what the journal shows.

    public VenueResponses(StateRegistry registry, VenueTables tables)
    {
        _tables = tables;
        _ring = registry.Add<VenueResponseState>(StateParts.VenueResponses, 1, tables.Options.ResponsesMax);
        _mask = tables.Options.ResponsesMax - 1;
        _executionIdPrefix = System.Text.Encoding.ASCII.GetBytes(tables.Options.VenueId + "-");
        registry.OnRestored(() => _takenEventId = tables.Counts.ConsumedEventId);
    }

    public bool HasUntaken => _takenEventId < _tables.Counts.ProducedEventId;

    public bool HasUnconsumed => _tables.Counts.ConsumedEventId < _tables.Counts.ProducedEventId;

    public long NextDueNs => _ring[SlotOf(_takenEventId + 1)].DueTimeNs;

    /// <summary>
    /// Room beyond what every working order and every intent on its way may still need for its own end. Without room
    /// a fill waits for a later tick: deterministic, because only the journal frees room.
    /// </summary>
    public bool HasRoomForFill
    {
        get
        {
            ref readonly var counts = ref _tables.Counts;
            var reserved = counts.LiveOrders + (counts.ArrivalsIn - counts.ArrivalsOut);
            return counts.ProducedEventId - counts.ConsumedEventId + reserved + 1 < _ring.Capacity;
        }
    }

    public void Take(ref EngineEvent response)
    {
        _takenEventId++;
        ref readonly var taken = ref _ring[SlotOf(_takenEventId)];
        response = default;
        response.TimestampNs = taken.DueTimeNs;
        response.Kind = taken.Kind;
        response.SchemaVersion = EngineEvent.CurrentSchemaVersion;
        response.InstrumentId = taken.InstrumentId;
        response.StrategyId = taken.StrategyId;
        response.LaneId = VenueModel.VenueLaneId;
        response.Text.Bytes = taken.Payload;
    }

    /// <summary>The journal shows a response: everything up to it was delivered.</summary>
    public void Consume(long venueEventId)
    {
        ref var counters = ref _tables.Counters.Edit(0);
        if (venueEventId > counters.ProducedEventId) ThrowForeign(venueEventId, counters.ProducedEventId);

        while (counters.ConsumedEventId < venueEventId)
        {
            counters.ConsumedEventId++;
            _ring.Edit(SlotOf(counters.ConsumedEventId)) = default;
        }
        if (_takenEventId < venueEventId) _takenEventId = venueEventId;
    }

    /// <summary>A report of an order that the venue holds.</summary>
    public void ReportOrder(
        EventKind kind, in VenueOrderState order, long timeNs, VenueReason reason)
    {
        ref var response = ref Produce(kind, order.InstrumentId, order.StrategyId, timeNs, out var venueEventId);
        ref var report = ref PayloadOf<OrderReportPayload>(ref response);
        FillReport(ref report, in order);
        report.VenueEventId = venueEventId;
        report.VenueTimeNs = timeNs;
        report.Reason = reason;
    }

    /// <summary>A refusal of an intent for which there is no order.</summary>
    public void RefuseArrival(EventKind kind, in VenueArrivalState arrival, long timeNs, VenueReason reason)
    {
        ref var response = ref Produce(kind, arrival.InstrumentId, arrival.StrategyId, timeNs, out var venueEventId);
        ref var report = ref PayloadOf<OrderReportPayload>(ref response);
        report.OrderId = arrival.OrderId;
        report.VenueEventId = venueEventId;
        report.VenueTimeNs = timeNs;
        report.LimitPrice = arrival.LimitPrice;
        report.Quantity = arrival.Quantity;
        report.BrokerOrderId = arrival.BrokerOrderId;
        report.Reason = reason;
        report.Status = OrderStatus.None;
        report.Side = arrival.Side;
        report.SessionEpoch = arrival.SessionEpoch;
    }

    public long ReportExecution(in VenueExecutionState execution)
    {
        ref var response = ref Produce(
            EventKind.Execution, execution.InstrumentId, execution.StrategyId, execution.TimeNs, out var venueEventId);
        ref var payload = ref PayloadOf<ExecutionPayload>(ref response);
        FillExecution(ref payload, in execution);
        payload.VenueEventId = venueEventId;
        return venueEventId;
    }

    public static void FillReport(ref OrderReportPayload report, in VenueOrderState order)
    {
        report.OrderId = order.OrderId;
        report.CumulativeQuantity = order.Filled;
        report.LeavesQuantity = order.IsLive ? order.Remaining : 0;
        report.LimitPrice = order.LimitPrice;
        report.Quantity = order.Quantity;
        report.BrokerOrderId = order.BrokerOrderId;
        report.Status = order.Status;
        report.Side = order.Side;
        report.SessionEpoch = order.SessionEpoch;
    }

    public void FillExecution(ref ExecutionPayload payload, in VenueExecutionState execution)
    {
        WriteExecutionId(payload.ExecutionId, execution.Number);
        payload.OrderId = execution.OrderId;
        payload.Price = execution.Price;
        payload.Quantity = execution.Quantity;
        payload.Commission = execution.Commission;
        payload.VenueTimeNs = execution.TimeNs;
        payload.VenueEventId = execution.VenueEventId;
        payload.BrokerOrderId = execution.BrokerOrderId;
        payload.Side = execution.Side;
    }

    private void WriteExecutionId(Span<byte> destination, long number)
    {
        destination.Clear();
        _executionIdPrefix.CopyTo(destination);
        var written =
            number.TryFormat(destination[_executionIdPrefix.Length..], out _, default, CultureInfo.InvariantCulture);
        Debug.Assert(written); // 12 + 1 + 19 characters fit 32.
    }

    private ref VenueResponseState Produce(
        EventKind kind, int instrumentId, ushort strategyId, long timeNs, out long venueEventId)
    {
        ref var counters = ref _tables.Counters.Edit(0);
        if (counters.ProducedEventId - counters.ConsumedEventId >= _ring.Capacity) ThrowFull(_ring.Capacity);

        venueEventId = ++counters.ProducedEventId;
        ref var response = ref _ring.Edit(SlotOf(venueEventId));
        response = default;
        response.DueTimeNs = timeNs + _tables.Options.ReportLatencyNs;
        response.Kind = kind;
        response.InstrumentId = instrumentId;
        response.StrategyId = strategyId;
        return ref response;
    }

    private static ref T PayloadOf<T>(ref VenueResponseState response)
        where T : unmanaged => ref Unsafe.As<byte, T>(ref MemoryMarshal.GetReference((Span<byte>)response.Payload));

    private int SlotOf(long venueEventId) => (int)((venueEventId - 1) & _mask);

    [DoesNotReturn]
    private static void ThrowForeign(long seen, long produced) =>
        throw new InvalidOperationException(
            $"The records hold venue event {seen}, but this venue said only {produced} so far. " +
            "They were made by another build or under other venue options: replay them with those.");

    [DoesNotReturn]
    private static void ThrowFull(int capacity) =>
        throw new InvalidOperationException(
            $"The venue holds {capacity} responses that the journal does not show yet. " +
            "Feed journaled responses back to the model, or raise limits.VenueResponsesMax.");
}
