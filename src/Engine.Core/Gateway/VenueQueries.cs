using System.Diagnostics;
using Engine.Core.Events;

namespace Engine.Core.Gateway;

/// <summary>
/// Answers questions from the tables of the simulated venue, a bounded number of rows at a time. If the venue said
/// something new between the first and the last row of an answer, the answer is closed as incomplete: it shows no
/// single moment, and the asker asks again. One question at a time; the host keeps the queue.
/// </summary>
internal sealed class VenueQueries(VenueModel model)
{
    private readonly VenueTables _tables = model.Tables;
    private QueryPayload _question;
    private QueryKind _current; // None = nothing is being answered.
    private long _position;     // Next row: a slot, an execution number or an instrument, by kind.
    private long _rows;
    private long _startedAtEventId;
    private bool _isMissingRows;

    public bool IsIdle => _current == QueryKind.None;

    /// <param name="question">Kind None asks for open orders, executions and positions, in this order.</param>
    public void Begin(in QueryPayload question)
    {
        Debug.Assert(IsIdle);
        _question = question;
        BeginKind(question.Query == QueryKind.None ? QueryKind.OpenOrders : question.Query);
    }

    public void Abandon() => _current = QueryKind.None;

    /// <param name="canStillArrive">Whether an order that the venue never saw may yet come; if so it says nothing about
    /// it.</param>
    public int Answer(Span<EngineEvent> rows, bool canStillArrive)
    {
        var count = 0;
        while (count < rows.Length && !IsIdle)
        {
            ref var row = ref rows[count];
            row = default;
            row.SchemaVersion = EngineEvent.CurrentSchemaVersion;
            row.LaneId = VenueModel.VenueLaneId;
            row.TimestampNs = model.NowNs;
            row.InstrumentId = -1;
            var hasRow = _current switch
            {
                QueryKind.OpenOrders => TryNextOrder(ref row),
                QueryKind.Executions => TryNextExecution(ref row),
                QueryKind.Positions => TryNextPosition(ref row),
                _ => TryOneOrder(ref row, canStillArrive),
            };
            if (hasRow) _rows++;
            else Complete(ref row);
            count++;
        }
        return count;
    }

    private void BeginKind(QueryKind kind)
    {
        _current = kind;
        _rows = 0;
        _isMissingRows = false;
        _startedAtEventId = model.ProducedEventId;
        _position = kind switch
        {
            QueryKind.OpenOrders => _tables.Counts.FirstLive != 0 ? _tables.Counts.FirstLive : -1,
            QueryKind.Executions => FirstExecution(),
            _ => 0,
        };
    }

    // Working orders first (positive positions), then intents still on their way (-1 - index).
    private bool TryNextOrder(ref EngineEvent row)
    {
        if (model.ProducedEventId != _startedAtEventId) return false; // The list changed underway: close as incomplete.
        if (_position > 0)
        {
            ref readonly var order = ref _tables.Orders[(int)_position - 1];
            WriteOrder(ref row, in order);
            _position = order.NextLive != 0 ? order.NextLive : -1;
            return true;
        }

        ref readonly var counts = ref _tables.Counts;
        for (var index = counts.ArrivalsOut - 1 - _position; index < counts.ArrivalsIn; index++)
        {
            _position--;
            ref readonly var arrival = ref _tables.Arrivals[(int)(index % _tables.Arrivals.Capacity)];
            if (arrival.Kind != EventKind.OrderRequested) continue;
            WriteArrival(ref row, in arrival);
            return true;
        }
        return false;
    }

    private bool TryNextExecution(ref EngineEvent row)
    {
        if (_position > _tables.Counts.LastExecution) return false;

        ref readonly var execution = ref _tables.Executions[(int)((_position - 1) & (_tables.Executions.Capacity - 1))];
        _isMissingRows |= execution.Number != _position; // Overwritten while it was being read.
        row.Kind = EventKind.Execution;
        row.InstrumentId = execution.InstrumentId;
        row.StrategyId = execution.StrategyId;
        model.Responses.FillExecution(ref row.Execution, in execution);
        row.Execution.IsQueryAnswer = 1;
        _position++;
        return true;
    }

    private bool TryNextPosition(ref EngineEvent row)
    {
        while (_position < _tables.Markets.Capacity && IsUntouched(in _tables.Markets[(int)_position])) _position++;
        if (_position >= _tables.Markets.Capacity) return false;

        row.Kind = EventKind.PositionReported;
        row.InstrumentId = (int)_position;
        ref readonly var market = ref _tables.Markets[(int)_position];
        row.PositionReport.Quantity = market.NetPosition;
        if (market.CashFlow != FixedPoint.Absent)
        {
            row.PositionReport.CashFlow = market.CashFlow;
            row.PositionReport.HasCashFlow = 1;
        }
        row.PositionReport.VenueEventId = model.ProducedEventId;
        row.PositionReport.VenueTimeNs = model.NowNs;
        row.PositionReport.QueryId = _question.QueryId;
        _position++;
        return true;
    }

    private static bool IsUntouched(in VenueMarketState market) => market.NetPosition == 0 && market.CashFlow == 0;

    private bool TryOneOrder(ref EngineEvent row, bool canStillArrive)
    {
        if (_position++ > 0) return false;

        var slot = _tables.FindOrder(_question.OrderId);
        if (slot >= 0)
        {
            WriteOrder(ref row, in _tables.Orders[slot]);
            return true;
        }
        ref readonly var counts = ref _tables.Counts;
        for (var index = counts.ArrivalsOut; index < counts.ArrivalsIn; index++)
        {
            ref readonly var arrival = ref _tables.Arrivals[(int)(index % _tables.Arrivals.Capacity)];
            if (arrival.Kind != EventKind.OrderRequested || arrival.OrderId != _question.OrderId) continue;
            WriteArrival(ref row, in arrival);
            return true;
        }

        // Forgotten is not the same as never received, and neither is "not yet".
        var isForgotten = _tables.Orders[_tables.SlotOf(_question.OrderId)].OrderId > _question.OrderId;
        var isKnownMissing = !canStillArrive && !isForgotten;
        row.Kind = EventKind.OrderStatusReported;
        row.OrderReport.OrderId = _question.OrderId;
        row.OrderReport.SessionEpoch = _question.SessionEpoch;
        row.OrderReport.Status = isKnownMissing ? OrderStatus.Rejected : OrderStatus.Unknown;
        row.OrderReport.Reason = isKnownMissing ? VenueReason.NotReceived : VenueReason.UnknownOrder;
        StampReport(ref row);
        return true;
    }

    private void Complete(ref EngineEvent row)
    {
        row.Kind = EventKind.QueryCompleted;
        row.Query = _question;
        row.Query.Query = _current;
        row.Query.RowCount = _rows;
        row.Query.VenueEventId = model.ProducedEventId;
        row.Query.VenueTimeNs = model.NowNs;
        row.Query.IsComplete = (byte)(!_isMissingRows && model.ProducedEventId == _startedAtEventId ? 1 : 0);
        var next = _question.Query != QueryKind.None ? QueryKind.None
            : _current == QueryKind.OpenOrders ? QueryKind.Executions
            : _current == QueryKind.Executions ? QueryKind.Positions : QueryKind.None;
        if (next == QueryKind.None) Abandon();
        else BeginKind(next);
    }

    // The question names the last venue event that the asker knows; executions beyond it are the answer.
    private long FirstExecution()
    {
        var last = _tables.Counts.LastExecution;
        var oldest = Math.Max(1, last - _tables.Executions.Capacity + 1);
        var first = oldest;
        while (first <= last && ExecutionOf(first).VenueEventId <= _question.VenueEventId) first++;
        _isMissingRows = oldest > 1 && first == oldest && ExecutionOf(oldest).VenueEventId > _question.VenueEventId + 1;
        return first;
    }

    private ref readonly VenueExecutionState ExecutionOf(long number) =>
        ref _tables.Executions[(int)((number - 1) & (_tables.Executions.Capacity - 1))];

    private void WriteOrder(ref EngineEvent row, in VenueOrderState order)
    {
        row.Kind = EventKind.OrderStatusReported;
        row.InstrumentId = order.InstrumentId;
        row.StrategyId = order.StrategyId;
        VenueResponses.FillReport(ref row.OrderReport, in order);
        row.OrderReport.Reason = order.Reason;
        StampReport(ref row);
    }

    private void WriteArrival(ref EngineEvent row, in VenueArrivalState arrival)
    {
        row.Kind = EventKind.OrderStatusReported;
        row.InstrumentId = arrival.InstrumentId;
        row.StrategyId = arrival.StrategyId;
        row.OrderReport.OrderId = arrival.OrderId;
        row.OrderReport.LeavesQuantity = arrival.Quantity;
        row.OrderReport.LimitPrice = arrival.LimitPrice;
        row.OrderReport.Quantity = arrival.Quantity;
        row.OrderReport.BrokerOrderId = arrival.BrokerOrderId;
        row.OrderReport.Status = OrderStatus.PendingNew;
        row.OrderReport.Side = arrival.Side;
        row.OrderReport.SessionEpoch = arrival.SessionEpoch;
        StampReport(ref row);
    }

    private void StampReport(ref EngineEvent row)
    {
        row.OrderReport.VenueEventId = model.ProducedEventId;
        row.OrderReport.VenueTimeNs = model.NowNs;
    }
}
