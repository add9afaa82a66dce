using Engine.Core.Events;
using Engine.Core.Orders;
using Engine.Core.Portfolio;

namespace Engine.Core.Pipeline.Logic;

/// <summary>
/// Executions and what becomes of them. Each id counts once, in every state of its order and without one; what a venue
/// takes back or corrects is undone exactly, once, also if the bust comes before the execution.
/// </summary>
internal sealed class ExecutionFlow
{
    private readonly LogicParts _parts;
    private readonly OrderFlow _orders;

    public ExecutionFlow(LogicParts parts, OrderFlow orders)
    {
        _parts = parts;
        _orders = orders;
    }

    private ref ExecutionCountersState Counters => ref _parts.ExecutionCounters;

    public void OnExecution(GroupWriter group, in EngineEvent e)
    {
        ref readonly var says = ref e.Execution;
        if (says.IsQueryAnswer == 0)
            NoteVenueEvent(in e); // An answer may run ahead of reports that are still to come.
        else
            _parts.Reconciler.OnExecution(in says);
        if (_parts.ExecutionIds.TryFind(in says.ExecutionId, out var known))
        {
            // Counts once; but an answer may show a correction that was missed.
            if (says.CorrectionNumber != 0) Correct(group, in says, known, wasParked: false, e.TimestampNs);
            return;
        }

        var orderId = OrderOf(in says, e.InstrumentId);
        var canCount = says.Quantity > 0 && says.Price != FixedPoint.Absent;
        if (orderId != 0 && canCount) SupersedeBooked(group, orderId, says.Quantity, e.TimestampNs);
        var isCounted = TryCount(
            group, in says, orderId, e.InstrumentId, ExecutionFlags.None, e.TimestampNs, out var number);
        if (isCounted && _parts.Parked.TryTake(in says.ExecutionId, out var parked))
            ApplyParked(group, in parked, number, e.TimestampNs);
    }

    /// <summary>A bust or a correction.</summary>
    public void OnRestated(GroupWriter group, in EngineEvent e)
    {
        ref readonly var says = ref e.Execution;
        if (says.IsQueryAnswer == 0) NoteVenueEvent(in e);
        var isBust = e.Kind == EventKind.ExecutionBusted;
        if (!isBust && (says.Quantity <= 0 || says.Price == FixedPoint.Absent || says.Commission == FixedPoint.Absent))
        {
            _parts.RefuseInput(group, (int)(says.Quantity <= 0 ? RiskCode.InvalidQuantity : RiskCode.InvalidPrice));
            return;
        }
        if (!_parts.ExecutionIds.TryFind(in says.ExecutionId, out var number))
        {
            var isParked = _parts.Parked.TryPark(in says, isBust ? 0 : says.Quantity, e.InstrumentId, e.TimestampNs);
            if (!isParked) Counters.RestatementsLost++;
            _parts.RefuseInput(group, (int)(isParked ? RiskCode.UnknownExecution : RiskCode.ParkedFull));
        }
        else if (isBust)
        {
            Bust(group, in says, number, wasParked: false, e.TimestampNs);
        }
        else
        {
            Correct(group, in says, number, wasParked: false, e.TimestampNs);
        }
    }

    /// <summary>
    /// Counts an execution that no venue reported and an operator vouches for. It gives way to executions that come
    /// later for the same order.
    /// </summary>
    public bool TryBook(GroupWriter group, in ExecutionPayload booked, int instrumentId, long nowNs)
    {
        group.Append(EventKind.ExecutionBooked, instrumentId, StrategyOf(booked.OrderId)).Execution = booked;
        return TryCount(group, in booked, booked.OrderId, instrumentId, ExecutionFlags.Booked, nowNs, out _);
    }

    /// <summary>Moves an execution that waits for its order to that order.</summary>
    public RiskCode Attribute(GroupWriter group, long number, long orderId, long nowNs)
    {
        var entry = _parts.Portfolio.Executions.Find(number, out var isKept);
        ref readonly var order = ref _parts.Orders.Find(orderId, out var isFound);
        if (!isKept) return RiskCode.ExecutionForgotten;
        if (!isFound || !entry.IsUnattributed) return RiskCode.UnknownOrder;
        if (order.InstrumentId != entry.InstrumentId) return RiskCode.UnknownInstrument;
        if (order.Side != entry.Side) return RiskCode.InvalidSide;

        var code = _parts.Portfolio.Attribute(number, _parts.ExecutionIds.NextNumber, order.StrategyId, orderId);
        if (code != PortfolioCode.Applied) return LogicParts.CodeOf(code);
        if (!entry.IsBusted) Counters.Unattributed--;

        var strategyId = order.StrategyId;
        ref var record =
            ref group.Append(EventKind.ExecutionRestated, entry.InstrumentId, strategyId).Restatement;
        record.ExecutionId = _parts.ExecutionIds.IdOf(number);
        record.OrderId = orderId;
        record.Kind = RestatementKind.Attributed;
        record.CorrectionNumber = entry.CorrectionNumber;
        if (!entry.IsBusted)
        {
            var input = OrderInput.Execution(entry.Quantity, NotionalOf(in entry, entry.Quantity, entry.Price), nowNs);
            var change = _parts.Orders.Apply(orderId, in input, out var before);
            Note(in before, in change);
            _parts.FitProtections(strategyId: 0, entry.InstrumentId);
            TellStatus(group, in before, in change, nowNs);
            record.CumulativeQuantity = _parts.Orders.Find(orderId, out _).CumulativeQuantity;
            record.Status = change.To;
        }
        return RiskCode.Accepted;
    }

    /// <summary>Gives an order all executions that the venue has reported under the id of its own.</summary>
    public void AttributeAll(GroupWriter group, long orderId, long nowNs)
    {
        if (Counters.Unattributed == 0) return;

        var brokerOrderId = _parts.Orders.Find(orderId, out _).BrokerOrderId;
        var end = _parts.ExecutionIds.NextNumber;
        for (var number = Math.Max(0, end - _parts.Portfolio.Executions.Capacity); number < end; number++)
        {
            ref readonly var entry = ref _parts.Portfolio.Executions.Find(number, out var isKept);
            if (!isKept || !entry.IsUnattributed || entry.BrokerOrderId != brokerOrderId) continue;
            if (group.Remaining <= StrategyFlow.ReservedRecords) return; // The rest waits for an operator.
            Attribute(group, number, orderId, nowNs);
        }
    }

    private void ApplyParked(GroupWriter group, in ParkedRestatementState parked, long number, long nowNs)
    {
        var says = new ExecutionPayload
        {
            ExecutionId = parked.ExecutionId,
            Price = parked.Price,
            Quantity = parked.Quantity,
            Commission = parked.Commission,
            CorrectionNumber = parked.CorrectionNumber,
        };
        if (parked.Quantity == 0) Bust(group, in says, number, wasParked: true, nowNs);
        else Correct(group, in says, number, wasParked: true, nowNs);
    }

    private void Bust(GroupWriter group, in ExecutionPayload says, long number, bool wasParked, long nowNs)
    {
        ref readonly var entry = ref _parts.Portfolio.Executions.Find(number, out var isKept);
        if (isKept && entry.IsBusted) return; // Once.
        if (!isKept)
        {
            Lose(group, RiskCode.ExecutionForgotten);
            return;
        }
        var now = says;
        now.Quantity = 0;
        now.Price = entry.Price;
        now.Commission = 0;
        now.CorrectionNumber = entry.CorrectionNumber;
        Restate(group, in now, number, RestatementKind.Busted, wasParked, nowNs);
    }

    private void Correct(GroupWriter group, in ExecutionPayload says, long number, bool wasParked, long nowNs)
    {
        ref readonly var entry = ref _parts.Portfolio.Executions.Find(number, out var isKept);
        if (!isKept)
        {
            Lose(group, RiskCode.ExecutionForgotten);
            return;
        }
        if (entry.IsBusted)
        {
            _parts.RefuseInput(group, (int)RiskCode.ExecutionTakenBack);
            return;
        }
        if (says.CorrectionNumber != 0 && says.CorrectionNumber <= entry.CorrectionNumber) return; // Seen, or older.
        var isSame = says.Quantity == entry.Quantity && says.Price == entry.Price
            && says.Commission == entry.Commission;
        if (isSame)
        {
            if (says.CorrectionNumber > entry.CorrectionNumber)
                _parts.Portfolio.NoteCorrection(number, says.CorrectionNumber);
            return;
        }
        Restate(group, in says, number, RestatementKind.Corrected, wasParked, nowNs);
    }

    private void Restate(
        GroupWriter group, in ExecutionPayload now, long number, RestatementKind kind, bool wasParked, long nowNs)
    {
        var before = _parts.Portfolio.Executions.Find(number, out _);
        var code = _parts.Portfolio.Restate(
            number, _parts.ExecutionIds.NextNumber, now.Quantity, now.Price, now.Commission, nowNs,
            now.CorrectionNumber, out var effect);
        if (code != PortfolioCode.Applied)
        {
            Lose(group, LogicParts.CodeOf(code));
            return;
        }
        _parts.MarkPosition(before.InstrumentId);
        _parts.Causes |= BreakerCauses.Equity;
        Count(in before, kind, isNothingLeft: now.Quantity == 0);

        ref var record =
            ref group.Append(EventKind.ExecutionRestated, before.InstrumentId, before.StrategyId).Restatement;
        record.ExecutionId = now.ExecutionId;
        record.OrderId = before.OrderId;
        record.QuantityChange = effect.Quantity;
        record.CashChange = effect.Cash;
        record.ProfitChange = effect.Realized;
        record.CommissionChange = effect.Commission;
        record.Kind = kind;
        record.CorrectionNumber = now.CorrectionNumber;
        record.WasParked = wasParked ? 1 : 0;
        var told = now;
        told.OrderId = before.OrderId;
        told.Side = before.Side;
        if (before.OrderId == 0)
        {
            _parts.FitProtections(before.StrategyId, before.InstrumentId);
            return;
        }

        var input = OrderInput.Restatement(
            before.Quantity, NotionalOf(in before, before.Quantity, before.Price), now.Quantity,
            NotionalOf(in before, now.Quantity, now.Price), nowNs);
        var change = _parts.Orders.Apply(before.OrderId, in input, out var order);
        if (change.Code == RiskCode.UnknownOrder)
        {
            _parts.FitProtections(before.StrategyId, before.InstrumentId); // The order is over and forgotten.
            return;
        }

        record.CumulativeQuantity = _parts.Orders.Find(before.OrderId, out _).CumulativeQuantity;
        record.Status = change.To;
        if (change.From == OrderStatus.Filled && change.To != OrderStatus.Filled) _parts.State.FilledOrderCount--;
        Note(in order, in change);
        _parts.FitProtections(before.StrategyId, before.InstrumentId);
        if (kind == RestatementKind.Superseded) return; // The execution that takes its place is told next.
        _orders.Listener.OnRestated(group, before.InstrumentId, before.StrategyId, in told, nowNs);
        TellStatus(group, in order, in change, nowNs);
    }

    private void Count(in ExecutionEntryState before, RestatementKind kind, bool isNothingLeft)
    {
        if (kind == RestatementKind.Busted) Counters.Busts++;
        if (kind == RestatementKind.Corrected) Counters.Corrections++;
        if (!isNothingLeft) return;
        if (before.IsUnattributed) Counters.Unattributed--;
        if (before.IsBooked) Counters.Booked--;
    }

    // What an operator has booked was a stand-in: an execution of the venue for the same order takes its place.
    private void SupersedeBooked(GroupWriter group, long orderId, long quantity, long nowNs)
    {
        if (_parts.ExecutionCountersView.Booked == 0) return;

        var end = _parts.ExecutionIds.NextNumber;
        var first = Math.Max(0, end - _parts.Portfolio.Executions.Capacity);
        for (var number = first; number < end && quantity > 0; number++)
        {
            ref readonly var entry = ref _parts.Portfolio.Executions.Find(number, out var isKept);
            if (!isKept || !entry.IsBooked || entry.IsBusted || entry.OrderId != orderId) continue;

            var taken = Math.Min(quantity, entry.Quantity);
            quantity -= taken;
            var now = new ExecutionPayload
            {
                ExecutionId = _parts.ExecutionIds.IdOf(number),
                Quantity = entry.Quantity - taken,
                Price = entry.Price,
                CorrectionNumber = entry.CorrectionNumber,
            };
            Restate(group, in now, number, RestatementKind.Superseded, wasParked: false, nowNs);
        }
    }

    private bool TryCount(
        GroupWriter group, in ExecutionPayload says, long orderId, int instrumentId, ExecutionFlags flags, long nowNs,
        out long number)
    {
        number = _parts.ExecutionIds.NextNumber;
        ref readonly var order = ref _parts.Orders.Find(orderId, out var isFound);
        var entry = new ExecutionEntryState
        {
            NumberPlus1 = number + 1,
            OrderId = orderId,
            Price = says.Price,
            Quantity = says.Quantity,
            Commission = says.Commission,
            CountedTimeNs = nowNs,
            InstrumentId = isFound ? order.InstrumentId : instrumentId,
            BrokerOrderId = isFound ? says.BrokerOrderId : KeyOf(in says),
            StrategyId = isFound ? order.StrategyId : (ushort)0, // Nobody's execution counts for the account alone.
            CorrectionNumber = says.CorrectionNumber,
            Side = says.Side,
            Flags = isFound ? flags : flags | ExecutionFlags.Unattributed,
        };
        var held = isFound && entry.StrategyId > 0
            ? _parts.Portfolio.StrategyView.Position(entry.StrategyId, entry.InstrumentId)
            : default;
        var code = _parts.ApplyExecution(in entry, out var notional);
        if (code != RiskCode.Accepted)
        {
            // Its id stays free: said again when it can be counted, it counts.
            _parts.RefuseInput(group, (int)code);
            return false;
        }
        _parts.ExecutionIds.TryAdd(in says.ExecutionId, LogicParts.SessionDay(nowNs));
        _parts.State.ExecutionCount++;
        if ((flags & ExecutionFlags.Booked) != 0) Counters.Booked++;
        if (!isFound)
        {
            Counters.Unattributed++;
            _parts.FitProtections(strategyId: 0, entry.InstrumentId);
            _orders.Foreign.OnExecution(in says, nowNs);
            _parts.RefuseInput(group, (int)RiskCode.UnknownOrder);
            return true;
        }
        var input = OrderInput.Execution(says.Quantity, notional, nowNs);
        var change = _parts.Orders.Apply(orderId, in input, out var before);
        Note(in before, in change);
        _parts.FitProtections(entry.StrategyId, entry.InstrumentId);
        if (held.Quantity != 0 && (held.Quantity > 0) == (says.Side == Side.Sell))
        {
            var share = _parts.Portfolio.StrategyView.Position(entry.StrategyId, entry.InstrumentId);
            _orders.Breakers.OnClosed(
                group, entry.StrategyId, orderId, share.RealizedProfit - held.RealizedProfit - says.Commission, nowNs);
        }
        _orders.Listener.OnExecution(group, before.InstrumentId, before.StrategyId, in says, nowNs);
        TellStatus(group, in before, in change, nowNs);
        return true;
    }

    // Before anybody is told: what a strategy asks for then is checked against it.
    private void Note(in OrderState before, in OrderChange change)
    {
        if (change.IsApplied) _parts.NoteOrderChange(in before);
        if (change.Anomaly != OrderAnomaly.None) _parts.State.AnomalyCount++;
        if (change.To == OrderStatus.Filled && change.From != OrderStatus.Filled) _parts.State.FilledOrderCount++;
    }

    private void TellStatus(GroupWriter group, in OrderState before, in OrderChange change, long nowNs)
    {
        if (change.IsApplied && change.From != change.To)
            _orders.Listener.OnStatus(group, in before, change.To, nowNs);
    }

    // The id of an order that we gave, else the one that the venue gave: it may know an order by that alone.
    private long OrderOf(in ExecutionPayload says, int instrumentId)
    {
        var orderId = _parts.OrderOf(says.OrderId, says.BrokerOrderId);
        if (orderId == says.OrderId || orderId == 0) return orderId;

        ref readonly var order = ref _parts.Orders.Find(orderId, out _);
        return order.InstrumentId == instrumentId && order.Side == says.Side ? orderId : 0;
    }

    // By which an order is known once it is adopted: minus the id that the venue reports it under.
    private static int KeyOf(in ExecutionPayload says) =>
        says.OrderId is > 0 and <= int.MaxValue ? (int)-says.OrderId : says.BrokerOrderId;

    private void NoteVenueEvent(in EngineEvent e)
    {
        ref readonly var order = ref _parts.Orders.Find(e.Execution.OrderId, out var isFound);
        _parts.NoteVenueEvent(e.Execution.VenueEventId, isFound ? order.InstrumentId : e.InstrumentId);
    }

    private int StrategyOf(long orderId) => _parts.Orders.Find(orderId, out _).StrategyId;

    private long NotionalOf(in ExecutionEntryState entry, long quantity, long price)
    {
        ref readonly var instrument = ref _parts.Market.View.Instrument(entry.InstrumentId);
        var fits = FixedPoint.TryNotional(
            price, quantity, instrument.Multiplier, instrument.NotionalScaleExponent, out var notional);
        System.Diagnostics.Debug.Assert(fits, "The portfolio has valued it.");
        return notional;
    }

    private void Lose(GroupWriter group, RiskCode code)
    {
        Counters.RestatementsLost++;
        _parts.RefuseInput(group, (int)code);
    }
}
