using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Risk;

namespace Engine.Core.Pipeline.Logic;

/// <summary>
/// Closes positions, step by step, over any number of groups, reconnects and crashes; all it knows is in state.
/// <list type="number">
/// <item>Strategies may ask for nothing in the scope as long as it goes on.</item>
/// <item>Working orders of the scope are canceled, and waited for. One that does not end (an Unknown one) blocks its
/// own instrument, nothing else, and after as many waits as there are retries that instrument is given up.</item>
/// <item>What the executions leave is closed by one order at a time per instrument, reduce-only, within its own
/// collar; what that leaves is tried again.</item>
/// <item>The venue is asked for its view, which is compared like after a reconnect.</item>
/// <item>One record per instrument, and one for all, say how it ended.</item>
/// </list>
/// </summary>
internal sealed class FlattenFlow
{
    private const int Pending = 1;
    private const int Ended = 2;
    private const long MessageWaitNsMin = 10_000_000;

    private readonly LogicParts _parts;
    private readonly OrderFlow _orders;
    private readonly CancelFlow _cancels;
    private readonly ReconciliationFlow _reconciliation;

    public FlattenFlow(LogicParts parts, OrderFlow orders, CancelFlow cancels, ReconciliationFlow reconciliation)
    {
        _parts = parts;
        _orders = orders;
        _cancels = cancels;
        _reconciliation = reconciliation;
    }

    /// <summary>True if a Continuation would do something.</summary>
    public bool CanGoOn =>
        (_parts.StateView.PendingWork & PendingWork.Flatten) != 0 && _parts.HasRoomToCancel && CanTrade;

    /// <summary>True where a closing order could leave now.</summary>
    public bool CanTrade => _parts.StateView.Phase is EnginePhase.Running or EnginePhase.Stopping
        && (_parts.StateView.IsReconciled != 0 || _parts.StateView.Mode == EngineMode.Backtest);

    /// <summary>Begins, or widens what goes on already. Returns how many orders are canceled because of it.</summary>
    /// <param name="instrumentId">-1 for everything that this engine holds.</param>
    /// <param name="positions">Positions that are to be closed.</param>
    public int Begin(GroupWriter group, int instrumentId, long nowNs, out int positions)
    {
        ref var control = ref _parts.Control;
        var isAccount = instrumentId < 0;
        control.FlattenInstrumentId =
            control.FlattenStep == FlattenStep.None || isAccount ? instrumentId
            : control.FlattenInstrumentId == instrumentId ? instrumentId : -1;
        if (control.FlattenStep == FlattenStep.None) control.FlattenStartedNs = nowNs;
        control.FlattenStep = FlattenStep.Closing;
        control.FlattenWakeNs = nowNs;
        control.FlattenCursor = 0;
        positions = 0;
        for (var id = 0; id < _parts.Market.InstrumentCount; id++)
        {
            if (!isAccount && id != instrumentId) continue;

            var isHeld = _parts.Portfolio.View.Position(id).Quantity != 0;
            if (isHeld) positions++;
            if (_parts.Flatten[id].Step == Pending) continue;
            if (!isHeld && _parts.Orders.View.OpenCountOfInstrument(id) == 0) continue;
            ref var state = ref _parts.Flatten.Edit(id);
            state = default;
            state.Step = Pending;
            state.WasHeld = isHeld ? 1 : 0;
            state.NextCancelNs = nowNs + _parts.FlattenOptions.RetryAfterNs;
        }
        var scope = isAccount ? HoldScope.Account : HoldScope.Instrument;
        var canceled = _cancels.Mark(scope, isAccount ? 0 : instrumentId, OrderSweep.Cancel);
        _cancels.GoOn(group, nowNs);
        Advance(group, nowNs);
        return canceled;
    }

    /// <summary>Gives up: what is not closed stays.</summary>
    public void Abandon(GroupWriter group, long nowNs)
    {
        if (_parts.IsFlattening) Complete(group, nowNs, differences: 0);
    }

    /// <summary>Does what can be done now. To be called after every input but market data.</summary>
    public void Advance(GroupWriter group, long nowNs)
    {
        if (_parts.Control.FlattenStep != FlattenStep.Closing || !CanTrade) return;

        ref var control = ref _parts.Control;
        var wakeNs = long.MaxValue;
        var isOver = true;
        for (var id = (int)control.FlattenCursor; id < _parts.Market.InstrumentCount; id++)
        {
            if (_parts.Flatten[id].Step != Pending) continue;
            if (group.Remaining <= StrategyFlow.ReservedRecords || !_parts.HasRoomToCancel)
            {
                control.FlattenCursor = id;
                control.FlattenWakeNs = long.MaxValue; // What makes room is an input.
                _parts.State.PendingWork |= PendingWork.Flatten;
                return;
            }
            Step(group, id, nowNs);
            if (_parts.Flatten[id].Step != Pending) continue;
            isOver = false;
            wakeNs = Math.Min(wakeNs, WakeOf(id));
        }
        _parts.State.PendingWork &= ~PendingWork.Flatten;
        control.FlattenWakeNs = control.FlattenCursor > 0 ? nowNs + 1 : wakeNs; // A part of it was an earlier pass.
        isOver &= control.FlattenCursor == 0 || !HasPending();
        control.FlattenCursor = 0;
        if (isOver) ReadBack(group, nowNs);
    }

    /// <summary>The venue's view has been compared.</summary>
    public void OnReconciled(GroupWriter group, long nowNs, int differences)
    {
        ref var control = ref _parts.Control;
        if (control.FlattenStep == FlattenStep.ReadingBack && _parts.StateView.QueryId >= control.FlattenQueryId)
            Complete(group, nowNs, differences);
    }

    private long WakeOf(int instrumentId)
    {
        ref readonly var state = ref _parts.Flatten[instrumentId];
        return _parts.Orders.View.OpenCountOfInstrument(instrumentId) > 0 ? state.NextCancelNs : state.NextCloseNs;
    }

    private bool HasPending()
    {
        for (var id = 0; id < _parts.Market.InstrumentCount; id++)
            if (_parts.Flatten[id].Step == Pending) return true;
        return false;
    }

    private void Step(GroupWriter group, int id, long nowNs)
    {
        var options = _parts.FlattenOptions;
        if (_parts.Orders.View.OpenCountOfInstrument(id) > 0)
        {
            WaitForOrders(group, id, nowNs);
            return;
        }

        var position = _parts.Portfolio.View.Position(id).Quantity;
        ref readonly var instrument = ref _parts.Market.View.Instrument(id);
        if (position == 0)
        {
            _parts.Protections.ReleaseAll(id); // What is closed has nothing to guard, whoever's it was.
            End(group, id, FlattenCode.Flat);
            return;
        }
        if (nowNs < _parts.Flatten[id].NextCloseNs) return;
        if (!_parts.Messages.Has(MessageClass.EmergencyExit, nowNs))
        {
            // No try is spent: cancels go first, and this is looked at again when there may be a message.
            _parts.Flatten.Edit(id).NextCloseNs = Math.Max(
                nowNs + MessageWaitNsMin, _parts.Messages.ReadyNs(MessageClass.EmergencyExit));
            return;
        }

        var lot = Math.Max(1, instrument.LotSize);
        var quantity = Math.Abs(position) / lot * lot;
        if (quantity == 0) End(group, id, FlattenCode.BelowLot);
        else if (_parts.Flatten[id].Attempts > options.Retries) End(group, id, FlattenCode.RetriesExhausted);
        else if (_parts.Maintenance.Stage == MaintenanceStage.Closed)
            _parts.Flatten.Edit(id).NextCloseNs = nowNs + options.RetryAfterNs;
        else if (_parts.Calendar.View.IsOpen(instrument.CalendarId, nowNs)) Close(group, id, position, quantity, nowNs);
        else if (options.WaitsForSession) _parts.Flatten.Edit(id).NextCloseNs = nowNs + options.RetryAfterNs;
        else End(group, id, FlattenCode.MarketClosed);
    }

    // A cancel that was lost or refused is asked for again; no answer at all gives the instrument up.
    private void WaitForOrders(GroupWriter group, int id, long nowNs)
    {
        ref var state = ref _parts.Flatten.Edit(id);
        if (nowNs < state.NextCancelNs) return;

        if (state.Blocks++ >= _parts.FlattenOptions.Retries)
        {
            End(group, id, FlattenCode.BlockedByOrder);
            return;
        }
        state.NextCancelNs = nowNs + _parts.FlattenOptions.RetryAfterNs;
        _cancels.Mark(HoldScope.Instrument, id, OrderSweep.Cancel);
        _cancels.GoOn(group, nowNs);
    }

    private void Close(GroupWriter group, int id, long position, long quantity, long nowNs)
    {
        ref var state = ref _parts.Flatten.Edit(id);
        state.Attempts++;
        state.NextCloseNs = nowNs + _parts.FlattenOptions.RetryAfterNs;
        state.NextCancelNs = state.NextCloseNs;
        var order = new OrderPayload
        {
            Side = position > 0 ? Side.Sell : Side.Buy,
            Type = _parts.FlattenOptions.OrderType,
            TimeInForce = TimeInForce.ImmediateOrCancel,
            Class = OrderClass.EmergencyExit,
            Quantity = quantity,
        };
        state.Refusal = FlattenPricing.TryPrice(
            order.Side, in _parts.Market.View.Market(id), _parts.Market.View.Instrument(id).TickSize,
            _parts.FlattenOptions, out order.LimitPrice);
        if (state.Refusal == RiskCode.Accepted) state.Refusal = _orders.SubmitOwn(group, ref order, default, id, nowNs);
        if (state.Refusal == RiskCode.Accepted) state.OrderId = order.OrderId;
    }

    private void End(GroupWriter group, int id, FlattenCode code)
    {
        ref var state = ref _parts.Flatten.Edit(id);
        state.Step = Ended;
        state.Code = code;
        ref var record = ref group.Append(EventKind.PositionFlattened, id, strategyId: 0).Flatten;
        record.Code = code;
        record.RemainingQuantity = _parts.Portfolio.View.Position(id).Quantity;
        record.OrderId = state.OrderId;
        record.Attempts = state.Attempts;
        record.Refusal = state.Refusal;
        record.WorkingOrders = _parts.Orders.View.OpenCountOfInstrument(id);
        record.Scope = HoldScope.Instrument;
        record.ScopeId = id;
    }

    private void ReadBack(GroupWriter group, long nowNs)
    {
        if (_parts.StateView.Mode == EngineMode.Backtest)
        {
            Complete(group, nowNs, differences: 0); // The venue belongs to the model: it holds what we hold.
            return;
        }
        _parts.Control.FlattenStep = FlattenStep.ReadingBack;
        _parts.Control.FlattenWakeNs = long.MaxValue;
        _reconciliation.Ask(group);
        _parts.Control.FlattenQueryId = _parts.StateView.QueryId;
    }

    private void Complete(GroupWriter group, long nowNs, int differences)
    {
        ref var control = ref _parts.Control;
        ref var record = ref group.Append(
            EventKind.FlattenCompleted, control.FlattenInstrumentId, strategyId: 0).Flatten;
        record.Scope = control.FlattenInstrumentId < 0 ? HoldScope.Account : HoldScope.Instrument;
        record.ScopeId = Math.Max(0, control.FlattenInstrumentId);
        record.DurationNs = nowNs - control.FlattenStartedNs;
        record.Differences = differences;
        record.Code = FlattenCode.Flat;
        for (var id = 0; id < _parts.Market.InstrumentCount; id++)
        {
            if (_parts.Flatten[id].Step == 0) continue;

            record.Instruments++;
            record.WorkingOrders += _parts.Orders.View.OpenCountOfInstrument(id);
            var quantity = _parts.Portfolio.View.Position(id).Quantity;
            var isFlat = quantity == 0 && _parts.Orders.View.OpenCountOfInstrument(id) == 0;
            if (isFlat) record.Flat++;
            else if (record.Remaining++ == 0)
            {
                record.Code = _parts.Flatten[id].Code is FlattenCode.None or FlattenCode.Flat
                    ? FlattenCode.BlockedByOrder
                    : _parts.Flatten[id].Code;
                record.RemainingQuantity = quantity;
            }
            _parts.Flatten.Edit(id) = default;
        }
        control.FlattenStep = FlattenStep.None;
        control.FlattenQueryId = 0;
        control.FlattenWakeNs = 0;
        control.FlattenCursor = 0;
        control.FlattensCompleted++;
        control.FlattenRemaining = record.Remaining + differences;
        _parts.State.PendingWork &= ~PendingWork.Flatten;
    }
}
