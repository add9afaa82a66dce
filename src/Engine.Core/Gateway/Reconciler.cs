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
    private const int All =
        (1 << (int)QueryKind.OpenOrders) | (1 << (int)QueryKind.Executions) | (1 << (int)QueryKind.Positions);

    // As many as a portfolio can hold.
    private const int BalancesMax = 32;

    private readonly StateTable<ReconciliationState> _state;
    private readonly StateTable<ReconciliationOrderState> _orders;
    private readonly StateTable<ReconciliationPositionState> _positions;
    private readonly StateTable<ReconciliationBalanceState> _balances;
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
        _balances = registry.Add<ReconciliationBalanceState>(StateParts.ReconciliationBalances, 1, BalancesMax);
        _differences = new ReconciliationDifference[
            (4 * limits.OpenOrdersMax) + (2 * limits.InstrumentsMax) + BalancesMax + 1];
        _buckets = new int[System.Numerics.BitOperations.RoundUpToPowerOf2((uint)_orders.Capacity * 2)];
        _isMatched = new bool[_orders.Capacity];
        registry.OnRestored(RebuildBuckets);
    }

    /// <summary>0 if none was begun.</summary>
    public long QueryId => _state[0].QueryId;

    /// <summary>None: everything was asked for; else the one kind that was.</summary>
    public QueryKind Scope => (QueryKind)_state[0].Scope;

    /// <summary>True once everything that was asked for has been answered in full.</summary>
    public bool IsComplete => QueryId != 0 && (_state[0].Complete & Needed) == Needed && _state[0].IsOverfull == 0;

    /// <summary>True once everything was answered, in full or not, in whatever order.</summary>
    public bool IsAnswered => QueryId != 0 && ((_state[0].Complete | _state[0].Partial) & Needed) == Needed;

    /// <summary>True if an answer ended with something missing: ask again under a new query id.</summary>
    public bool IsPartial => _state[0].Partial != 0 || _state[0].IsOverfull != 0;

    /// <summary>Executions that came as answers.</summary>
    public int ExecutionsReported => _state[0].ExecutionCount;

    /// <summary>What the last <see cref="Compare"/> found.</summary>
    public ReadOnlySpan<ReconciliationDifference> Differences => _differences.AsSpan(0, DifferenceCount);

    public int DifferenceCount { get; private set; }

    /// <summary>As many as one comparison can find.</summary>
    public int DifferencesMax => _differences.Length;

    /// <summary>Instruments that the last <see cref="Compare"/> left out, because they were not quiescent.</summary>
    public int SkippedCount { get; private set; }

    private int Needed => Scope == QueryKind.None ? All : 1 << (int)Scope;

    private long AnsweredAt => Scope == QueryKind.OpenOrders ? _state[0].OrdersEventId : _state[0].PositionsEventId;

    /// <summary>Forgets everything and waits for the answers to a new question.</summary>
    /// <param name="scope">None for everything, or <see cref="QueryKind.OpenOrders"/>.</param>
    public void Begin(long queryId, QueryKind scope = QueryKind.None)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(queryId);
        ForgetOrders();
        _positions.Clear();
        _balances.Clear();
        ref var state = ref _state.Edit(0);
        state = default;
        state.QueryId = queryId;
        state.Scope = (int)scope;
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
    /// <param name="instrumentId">Its instrument, if the venue names it; else -1.</param>
    public void OnOrderStatus(in OrderReportPayload report, int instrumentId = -1)
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
        order.InstrumentNumber = instrumentId + 1;
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
        position.HasCashFlow = report.HasCashFlow;
        position.CashFlow = report.CashFlow;
        _state.Edit(0).PositionCount++;
    }

    /// <summary>The balance of a currency, part of the answer for positions.</summary>
    public void OnBalance(in CashReportPayload report)
    {
        if (QueryId == 0 || report.QueryId != QueryId) return;

        ref var state = ref _state.Edit(0);
        if (state.BalanceCount == _balances.Capacity)
        {
            state.IsOverfull = 1;
            return;
        }
        ref var balance = ref _balances.Edit(state.BalanceCount++);
        balance.Currency = report.Currency;
        balance.Balance = report.Balance;
    }

    /// <summary>
    /// The end of one answer. One for an older question is late, and with it everything that was reported so far: a
    /// venue answers in the order of the questions, and reports of orders do not name theirs.
    /// </summary>
    public void OnQueryCompleted(in QueryPayload completed)
    {
        if (QueryId == 0 || completed.Query == QueryKind.None) return;
        if (completed.QueryId < QueryId) ForgetOrders();
        if (completed.QueryId != QueryId) return;

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
    /// Finds the differences, and nothing else: a function of what was collected and of the engine's view. False, and
    /// nothing found, while the answers are not complete; or if the engine has seen a venue event newer than they are,
    /// and its view does not tell about which instrument: then the answer is late, and the caller asks again.
    /// </summary>
    public bool Compare(in EngineAccountView engine)
    {
        DifferenceCount = 0;
        SkippedCount = 0;
        if (!IsComplete || (engine.LastVenueEventIds.IsEmpty && engine.LastVenueEventId > AnsweredAt)) return false;

        foreach (var last in engine.LastVenueEventIds)
            if (last > AnsweredAt) SkippedCount++;
        Array.Clear(_isMatched);
        foreach (ref readonly var order in engine.Orders) CompareOrder(in order, in engine);
        FindUnexpectedOrders(in engine);
        if (Scope != QueryKind.None) return true;

        ComparePositions(in engine);
        if (engine.LastVenueEventId > AnsweredAt) return true; // Cash is of the account: only where all of it stands.
        foreach (ref readonly var balance in engine.Balances) CompareBalance(balance);
        return true;
    }

    /// <summary>
    /// True if the last comparison would have found a difference of that kind: it was asked for, and the instrument did
    /// not move.
    /// </summary>
    public bool Covers(ReconciliationKind kind, int instrumentId, in EngineAccountView engine) => kind switch
    {
        ReconciliationKind.OrderUnresolved or ReconciliationKind.OrderUnexpected
            or ReconciliationKind.ExecutionsMissing => engine.IsQuiescent(instrumentId, AnsweredAt),
        ReconciliationKind.Position or ReconciliationKind.CashFlow =>
            Scope == QueryKind.None && engine.IsQuiescent(instrumentId, AnsweredAt),
        ReconciliationKind.Balance => Scope == QueryKind.None && engine.LastVenueEventId <= AnsweredAt,
        _ => Scope == QueryKind.None,
    };

    // A view without a single row is no proof that everything is gone: it is a difference of its own, with no
    // correction.
    private void ComparePositions(in EngineAccountView engine)
    {
        var isEmpty = _state[0].PositionCount == 0;
        var held = 0;
        var next = 0;
        for (var id = 0; id < _positions.Capacity; id++)
        {
            var view = new EnginePositionView(id, 0);
            if (next < engine.Positions.Length && engine.Positions[next].InstrumentId == id)
                view = engine.Positions[next++];
            ref readonly var reported = ref _positions[id];
            if ((view.Quantity == 0 && reported.IsReported == 0) || !engine.IsQuiescent(id, AnsweredAt)) continue;

            if (view.Quantity != 0) held++;
            if (isEmpty) continue;
            if (reported.Quantity != view.Quantity)
                Add(ReconciliationKind.Position, id, view.Quantity, reported.Quantity);
            if (reported.HasCashFlow != 0 && view.CashFlow != FixedPoint.Absent && reported.CashFlow != view.CashFlow)
                Add(ReconciliationKind.CashFlow, id, view.CashFlow, reported.CashFlow);
        }
        if (isEmpty && held > 0) Add(ReconciliationKind.EmptyView, 0, held, 0);
    }

    private void CompareBalance(EngineBalanceView balance)
    {
        var currency = balance.Currency;
        ReadOnlySpan<byte> wanted = currency;
        for (var i = 0; i < _state[0].BalanceCount; i++)
        {
            ref readonly var reported = ref _balances[i];
            if (wanted.SequenceEqual(reported.Currency) && reported.Balance != balance.Balance)
                Add(ReconciliationKind.Balance, balance.Number, balance.Balance, reported.Balance);
        }
    }

    private void ForgetOrders()
    {
        if (_state[0].OrderCount == 0) return;
        for (var i = 0; i < _state[0].OrderCount; i++) _orders.Edit(i) = default;
        Array.Clear(_buckets);
        ref var state = ref _state.Edit(0);
        state.OrderCount = 0;
        state.IsOverfull = 0;
    }

    private void CompareOrder(in EngineOrderView order, in EngineAccountView engine)
    {
        var resolution = Resolve(in order);
        var index = IndexOf(order.OrderId);
        if (index >= 0) _isMatched[index] = true;
        if (order.IsUnderWay || !engine.IsQuiescent(order.InstrumentId, AnsweredAt)) return;

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

    private void FindUnexpectedOrders(in EngineAccountView engine)
    {
        for (var i = 0; i < _state[0].OrderCount; i++)
        {
            ref readonly var report = ref _orders[i];
            var isWorking =
                report.Status is OrderStatus.PendingNew or OrderStatus.Accepted or OrderStatus.PartiallyFilled;
            var isQuiescent = engine.IsQuiescent((int)report.InstrumentNumber - 1, AnsweredAt);
            if (isWorking && !_isMatched[i] && isQuiescent)
                Add(ReconciliationKind.OrderUnexpected, report.OrderId, 0, report.CumulativeQuantity);
        }
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
