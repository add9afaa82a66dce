using Engine.Core.Events;
using Engine.Core.State;

namespace Engine.Core.Gateway;

/// <summary>
/// Compares what the venue answered with what the engine holds, after a start, a reconnect or a gap. It collects
/// journaled inputs and decides nothing by itself: the caller asks for each order what the answers say of it, applies
/// missing executions by their ids, and then asks for the differences.
/// <para>Only a whole answer is evidence. An empty one says "nothing" only if it was closed as complete; a partial or
/// late one says nothing at all. That an order is not among the open ones never says what became of it: only its own
/// status does.</para>
/// </summary>
public sealed class Reconciler
{
    private const int Needed =
        (1 << (int)QueryKind.OpenOrders) | (1 << (int)QueryKind.Executions) | (1 << (int)QueryKind.Positions);

    private readonly StateTable<ReconciliationState> _state;
    private readonly StateTable<ReconciliationOrderState> _orders;
    private readonly StateTable<ReconciliationPositionState> _positions;
    private readonly ReconciliationDifference[] _differences;
    private readonly int[] _buckets;    // 1-based entity by hash of its order id; derived from the table.
    private readonly bool[] _isMatched; // Reported orders that the engine knows; used within one comparison.

    public Reconciler(StateRegistry registry, EngineLimits limits)
    {
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(limits);
        _state = registry.Add<ReconciliationState>(StateParts.Reconciliation, 1, 1);
        _orders = registry.Add<ReconciliationOrderState>(StateParts.ReconciliationOrders, 1, 2 * limits.OpenOrdersMax);
        _positions =
            registry.Add<ReconciliationPositionState>(StateParts.ReconciliationPositions, 1, limits.InstrumentsMax);
        _differences = new ReconciliationDifference[(4 * limits.OpenOrdersMax) + limits.InstrumentsMax];
        _buckets = new int[System.Numerics.BitOperations.RoundUpToPowerOf2((uint)_orders.Capacity * 2)];
        _isMatched = new bool[_orders.Capacity];
        registry.OnRestored(RebuildBuckets);
    }

    /// <summary>0 if none was begun.</summary>
    public long QueryId => _state[0].QueryId;

    /// <summary>True once open orders, executions and positions were all answered in full.</summary>
    public bool IsComplete => (_state[0].Complete & Needed) == Needed && _state[0].IsOverfull == 0;

    /// <summary>True once all three were answered, in full or not, in whatever order.</summary>
    public bool IsAnswered => ((_state[0].Complete | _state[0].Partial) & Needed) == Needed;

    /// <summary>True if an answer ended with something missing: ask again under a new query id.</summary>
    public bool IsPartial => _state[0].Partial != 0 || _state[0].IsOverfull != 0;

    /// <summary>Executions that came as answers.</summary>
    public int ExecutionsReported => _state[0].ExecutionCount;

    /// <summary>What the last <see cref="Compare"/> found.</summary>
    public ReadOnlySpan<ReconciliationDifference> Differences => _differences.AsSpan(0, DifferenceCount);

    public int DifferenceCount { get; private set; }

    /// <summary>Forgets everything and waits for the answers to a new question.</summary>
    public void Begin(long queryId)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(queryId);
        for (var i = 0; i < _state[0].OrderCount; i++) _orders.Edit(i) = default;
        _positions.Clear();
        Array.Clear(_buckets);
        ref var state = ref _state.Edit(0);
        state = default;
        state.QueryId = queryId;
        DifferenceCount = 0;
    }

    /// <summary>The session ended: what was collected is no evidence any more.</summary>
    public void Abandon()
    {
        if (QueryId == 0) return;
        Begin(QueryId);
        _state.Edit(0).QueryId = 0;
    }

    /// <summary>An order as the venue reports it, among the open ones or on its own.</summary>
    public void OnOrderStatus(in OrderReportPayload report)
    {
        if (QueryId == 0) return;

        ref var state = ref _state.Edit(0);
        var index = IndexOf(report.OrderId);
        if (index < 0)
        {
            if (state.OrderCount == _orders.Capacity)
            {
                state.IsOverfull = 1;
                return;
            }
            index = state.OrderCount++;
            _orders.Edit(index).OrderId = report.OrderId;
            _buckets[BucketOf(report.OrderId)] = index + 1;
        }
        else if (_orders[index].VenueEventId > report.VenueEventId)
        {
            return; // Older than what is known.
        }
        ref var order = ref _orders.Edit(index);
        order.CumulativeQuantity = report.CumulativeQuantity;
        order.VenueEventId = report.VenueEventId;
        order.Reason = report.Reason;
        order.StatusCode = (uint)report.Status;
    }

    /// <summary>
    /// An execution that came as an answer. It is counted here and applied, by its id, where executions are.
    /// </summary>
    public void OnExecution(in ExecutionPayload execution)
    {
        if (QueryId != 0 && execution.IsQueryAnswer != 0) _state.Edit(0).ExecutionCount++;
    }

    public void OnPosition(int instrumentId, in PositionReportPayload report)
    {
        if (QueryId == 0 || report.QueryId != QueryId || (uint)instrumentId >= (uint)_positions.Capacity) return;

        ref var position = ref _positions.Edit(instrumentId);
        position.Quantity = report.Quantity;
        position.VenueEventId = report.VenueEventId;
        position.IsReported = 1;
    }

    /// <summary>The end of one answer; an end for another query id is late and ignored.</summary>
    public void OnQueryCompleted(in QueryPayload completed)
    {
        if (QueryId == 0 || completed.QueryId != QueryId || completed.Query == QueryKind.None) return;

        ref var state = ref _state.Edit(0);
        if (completed.IsComplete != 0) state.Complete |= 1 << (int)completed.Query;
        else state.Partial |= 1 << (int)completed.Query;
        if (completed.Query == QueryKind.Positions) state.PositionsEventId = completed.VenueEventId;
        if (completed.Query == QueryKind.OpenOrders) state.OrdersEventId = completed.VenueEventId;
    }

    /// <summary>
    /// What the answers say of one order. Apply the executions first: <see cref="EngineOrderView.Filled"/> counts.
    /// </summary>
    public OrderResolution Resolve(in EngineOrderView order)
    {
        var index = QueryId == 0 ? -1 : IndexOf(order.OrderId);
        if (index < 0)
            return new OrderResolution(order.OrderId, ReconciliationVerdict.NoEvidence, OrderStatus.None, 0, 0);

        ref readonly var report = ref _orders[index];
        var cumulative = report.CumulativeQuantity;
        var (verdict, status) = report.Status switch
        {
            OrderStatus.Rejected when report.Reason == VenueReason.NotReceived && order.Filled == 0 =>
                (ReconciliationVerdict.NotReceived, OrderStatus.Rejected),
            OrderStatus.None or OrderStatus.Unknown => (ReconciliationVerdict.NoEvidence, OrderStatus.None),
            _ when cumulative > order.Filled => (ReconciliationVerdict.ExecutionsMissing, OrderStatus.None),
            _ when cumulative < order.Filled => (ReconciliationVerdict.AnswerLate, OrderStatus.None),
            OrderStatus.Filled or OrderStatus.Canceled or OrderStatus.Rejected or OrderStatus.Expired =>
                (ReconciliationVerdict.Terminal, report.Status),
            _ => (ReconciliationVerdict.Working, cumulative > 0 ? OrderStatus.PartiallyFilled : OrderStatus.Accepted),
        };
        return new OrderResolution(order.OrderId, verdict, status, report.Reason, cumulative);
    }

    /// <summary>
    /// Finds the differences. False, and nothing found, while the answers are not complete, or if the engine has seen a
    /// venue event newer than the positions: then the view is late, and the caller asks again.
    /// </summary>
    /// <param name="orders">All orders of the engine that are not terminal, after resolution.</param>
    /// <param name="positions">All positions that are not zero.</param>
    /// <param name="lastVenueEventId">Newest venue event that came as it happened.</param>
    public bool Compare(
        ReadOnlySpan<EngineOrderView> orders, ReadOnlySpan<EnginePositionView> positions, long lastVenueEventId)
    {
        DifferenceCount = 0;
        if (!IsComplete || lastVenueEventId > _state[0].PositionsEventId) return false;

        Array.Clear(_isMatched);
        foreach (ref readonly var order in orders) CompareOrder(in order);
        FindUnexpectedOrders();
        foreach (ref readonly var position in positions)
        {
            var reported = _positions[position.InstrumentId].Quantity;
            if (reported != position.Quantity)
                Add(ReconciliationKind.Position, position.InstrumentId, position.Quantity, reported);
        }
        for (var i = 0; i < _positions.Capacity; i++)
            if (_positions[i].Quantity != 0 && !IsHeld(positions, i))
                Add(ReconciliationKind.Position, i, 0, _positions[i].Quantity);
        return true;
    }

    private void CompareOrder(in EngineOrderView order)
    {
        var resolution = Resolve(in order);
        var index = IndexOf(order.OrderId);
        if (index >= 0) _isMatched[index] = true;
        switch (resolution.Verdict)
        {
            case ReconciliationVerdict.NoEvidence or ReconciliationVerdict.AnswerLate:
                Add(ReconciliationKind.OrderUnresolved, order.OrderId, order.Filled, resolution.CumulativeQuantity);
                break;
            case ReconciliationVerdict.ExecutionsMissing:
                Add(ReconciliationKind.ExecutionsMissing, order.OrderId, order.Filled, resolution.CumulativeQuantity);
                break;
        }
    }

    private void FindUnexpectedOrders()
    {
        for (var i = 0; i < _state[0].OrderCount; i++)
        {
            ref readonly var report = ref _orders[i];
            var isWorking =
                report.Status is OrderStatus.PendingNew or OrderStatus.Accepted or OrderStatus.PartiallyFilled;
            if (isWorking && !_isMatched[i])
                Add(ReconciliationKind.OrderUnexpected, report.OrderId, 0, report.CumulativeQuantity);
        }
    }

    private static bool IsHeld(ReadOnlySpan<EnginePositionView> positions, int instrumentId)
    {
        foreach (ref readonly var position in positions)
            if (position.InstrumentId == instrumentId) return true;
        return false;
    }

    private int IndexOf(long orderId) => _buckets[BucketOf(orderId)] - 1;

    // The bucket that holds the order, or the empty one where it belongs. Never full: twice the capacity.
    private int BucketOf(long orderId)
    {
        var mask = _buckets.Length - 1;
        var bucket = (int)((ulong)orderId * 0x9E3779B97F4A7C15 >> 32) & mask;
        while (_buckets[bucket] != 0 && _orders[_buckets[bucket] - 1].OrderId != orderId) bucket = (bucket + 1) & mask;
        return bucket;
    }

    private void RebuildBuckets()
    {
        Array.Clear(_buckets);
        for (var i = 0; i < _state[0].OrderCount; i++) _buckets[BucketOf(_orders[i].OrderId)] = i + 1;
    }

    private void Add(ReconciliationKind kind, long id, long engine, long venue)
    {
        if (DifferenceCount < _differences.Length)
            _differences[DifferenceCount++] = new ReconciliationDifference(kind, id, engine, venue);
    }
}
