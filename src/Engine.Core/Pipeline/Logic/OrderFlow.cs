using Engine.Core.Events;
using Engine.Core.Orders;
using Engine.Core.Risk;
using Engine.Core.Strategies;

namespace Engine.Core.Pipeline.Logic;

/// <summary>
/// From intent to venue and back: what strategies emit goes through risk into the order table and the group; what the
/// venue says goes through the state machine into positions.
/// </summary>
internal sealed class OrderFlow
{
    private readonly LogicParts _parts;
    private int _emissionsLeft; // Of the callback whose emissions are being taken: each needs a record.

    public OrderFlow(LogicParts parts) => _parts = parts;

    /// <summary>Set while the chain is wired: order flow and strategy flow call each other.</summary>
    public IOrderListener Listener { get; set; } = null!;

    /// <summary>Set while the chain is wired: who watches the orders of others.</summary>
    public ForeignOrderFlow Foreign { get; set; } = null!;

    /// <summary>Set while the chain is wired: breakers cancel orders, and count them.</summary>
    public BreakerFlow Breakers { get; set; } = null!;

    /// <summary>
    /// Takes what a callback emitted out of the outbox, in the order of emission: one record each, and one that
    /// explains it where there is something to explain and room for it.
    /// </summary>
    public void TakeEmissions(GroupWriter group, StrategyHost host)
    {
        var outbox = _parts.Outbox;
        var first = group.Count;
        for (var i = 0; i < outbox.Count; i++)
        {
            ref readonly var emission = ref outbox[i];
            _emissionsLeft = outbox.Count - i - 1;
            switch (emission.Kind)
            {
                case EventKind.OrderRequested:
                    Submit(group, in emission, in outbox.TermsOf(i), outbox.NowNs);
                    break;
                case EventKind.OrderTerms:
                    break; // Taken with the order before it.
                case EventKind.CancelRequested:
                    RequestCancel(group, emission.Order.OrderId, host.Id, outbox.NowNs);
                    break;
                case EventKind.ReplaceRequested:
                    RequestReplace(group, in emission, in outbox.TermsOf(i), outbox.NowNs);
                    break;
                default:
                    group.Append(emission.Kind, emission.InstrumentId, emission.StrategyId).Signal = emission.Signal;
                    _parts.State.SignalCount++;
                    break;
            }
        }
        TellDenials(group, host, first);
    }

    /// <summary>
    /// Requests the cancellation of a working order, whoever asks: a strategy for its own, 0 for the engine.
    /// </summary>
    public void RequestCancel(GroupWriter group, long orderId, int strategyId, long nowNs)
    {
        ref readonly var order = ref _parts.Orders.Find(orderId, out var isFound);
        var code = !isFound || (strategyId != 0 && order.StrategyId != strategyId) ? RiskCode.UnknownOrder
            : RiskCode.Accepted;
        if (code == RiskCode.Accepted) code = _parts.Checks.Cancel(in order);
        var instrumentId = isFound ? order.InstrumentId : -1;
        if (code == RiskCode.Accepted) code = OrderStateMachine.RefusalOf(in order, OrderMessage.CancelRequested);
        if (code == RiskCode.Accepted && order.IsCancelWanted) code = RiskCode.CancelPending;
        if (code == RiskCode.Accepted && !_parts.Messages.Has(MessageClass.Cancel, nowNs))
        {
            Defer(group, in order, strategyId);
            return;
        }
        if (code == RiskCode.Accepted)
        {
            _parts.Messages.Take(nowNs);
            var change =
                _parts.Orders.Apply(orderId, OrderInput.Of(OrderMessage.CancelRequested, nowNs), out var before);
            code = change.Code;
            if (change.IsApplied) _parts.NoteOrderChange(in before);
        }

        var kind = code == RiskCode.Accepted ? EventKind.CancelRequested : EventKind.CancelDenied;
        ref var record = ref group.Append(kind, instrumentId, strategyId).Order;
        CopyIdentity(ref record, in order, orderId);
        record.Code = code;
        if (code != RiskCode.Accepted) return;
        _parts.State.CancelCount++;
        _parts.NoteIntent();
    }

    // No message is left for it: it leaves before anything else when there is one.
    private void Defer(GroupWriter group, in OrderState order, int strategyId)
    {
        ref var record = ref group.Append(EventKind.CancelDeferred, order.InstrumentId, strategyId).Order;
        CopyIdentity(ref record, in order, order.OrderId);
        _parts.WantCancel(order.OrderId);
    }

    /// <summary>
    /// OrderSent, OrderAccepted, OrderRejected, OrderCanceled and so on: what the venue or the gateway says.
    /// </summary>
    public void OnReport(GroupWriter group, in EngineEvent e, OrderMessage message)
    {
        _parts.NoteVenueEvent(e.OrderReport.VenueEventId, InstrumentOf(in e, e.OrderReport.OrderId));
        _parts.NoteGatewayReport(in e);
        if (e.OrderReport.Reason == VenueReason.DuplicateOrder)
        {
            // About an intent that reached the venue a second time: it says nothing of the order itself.
            _parts.State.AnomalyCount++;
            _parts.RefuseInput(group, (int)RiskCode.DuplicateIntent);
            return;
        }
        var input = OrderInput.FromReport(message, in e.OrderReport, e.TimestampNs);
        var orderId = _parts.OrderOf(e.OrderReport.OrderId, e.OrderReport.BrokerOrderId);
        var change = _parts.Orders.Apply(orderId, in input, out var before);
        if (change.Code == RiskCode.UnknownOrder)
        {
            if (message is OrderMessage.Canceled or OrderMessage.Expired or OrderMessage.Rejected)
                Foreign.OnEnded(in e.OrderReport);
            _parts.RefuseInput(group, (int)change.Code);
            return;
        }
        if (message == OrderMessage.Rejected) _parts.State.VenueRejectCount++;
        if (change.IsApplied && message == OrderMessage.Rejected)
            _parts.Risk.OnVenueRejected(in before, e.OrderReport.Reason, e.TimestampNs);
        if (change.IsApplied && message == OrderMessage.Accepted) _parts.Risk.OnVenueTook(in before);
        if (message is OrderMessage.Replaced or OrderMessage.ReplaceRejected)
            _parts.OrderTerms.EndReplace(e.OrderReport.OrderId, message == OrderMessage.Replaced);
        if (change.IsApplied && message is OrderMessage.Rejected or OrderMessage.Accepted)
            Breakers.OnAnswer(message == OrderMessage.Rejected, e.TimestampNs);
        Finish(group, in before, change, e.TimestampNs);
    }

    /// <summary>A message of the venue that came another way than as a report.</summary>
    public void Hear(GroupWriter group, long orderId, in OrderInput input)
    {
        var change = _parts.Orders.Apply(orderId, in input, out var before);
        Finish(group, in before, change, input.TimeNs);
    }

    /// <summary>
    /// Applies a change that the engine itself decides: unknown at a restart, resolved by the venue's evidence.
    /// </summary>
    public void Decide(GroupWriter group, EventKind kind, long orderId, in OrderInput input)
    {
        var change = _parts.Orders.Apply(orderId, in input, out var before);
        if (!change.IsApplied) return;

        ref var record = ref group.Append(kind, before.InstrumentId, before.StrategyId).OrderReport;
        record.OrderId = orderId;
        record.BrokerOrderId = before.BrokerOrderId;
        record.SessionEpoch = before.SessionEpoch;
        record.Side = before.Side;
        record.Status = change.To;
        record.Reason = input.Reason;
        record.Quantity = before.Quantity;
        record.CumulativeQuantity = before.CumulativeQuantity;
        record.LeavesQuantity = Math.Max(0, before.Quantity - before.CumulativeQuantity);
        record.LimitPrice = before.LimitPrice;
        Finish(group, in before, change, input.TimeNs);
    }

    private void Submit(GroupWriter group, in EngineEvent emission, in OrderTermsPayload terms, long nowNs)
    {
        ref var record = ref group.Append(EventKind.OrderRequested, emission.InstrumentId, emission.StrategyId);
        record.Order = emission.Order;
        ref var order = ref record.Order;

        // A strategy that was stopped opens no order any more, not even a reducing one: the stop that found the last
        // order settled would leave the next one working.
        var isStarted = _parts.Strategies.State(emission.StrategyId).IsStarted != 0;
        OrderRoundedPayload asked = default;
        order.Code = !isStarted ? RiskCode.NotRunning
            : _parts.IsFrozen(emission.InstrumentId) ? RiskCode.FlattenInProgress
            : _parts.Checks.Order(
                ref order, in terms, emission.InstrumentId, emission.StrategyId, nowNs, out asked);
        ref var strategy = ref _parts.Strategies.EditState(emission.StrategyId);
        if (TakeIn(group, ref record, in terms, nowNs)) strategy.OrdersRequested++;
        else strategy.OrdersDenied++;
        Explain(group, in record, in asked, nowNs);
    }

    // The record behind an order says what was asked for if it was rounded, and what risk looked at if it was denied.
    private void Explain(GroupWriter group, in EngineEvent record, in OrderRoundedPayload asked, long nowNs)
    {
        if (group.Remaining <= StrategyFlow.ReservedRecords + _emissionsLeft) return;

        ref readonly var order = ref record.Order;
        if (asked.OrderId != 0)
        {
            group.Append(EventKind.OrderRounded, record.InstrumentId, record.StrategyId).OrderRounded = asked;
        }
        else if (RiskFiguresPayload.IsToldFor(order.Code))
        {
            ref var figures = ref group.Append(EventKind.RiskFigures, record.InstrumentId, record.StrategyId);
            _parts.Checks.Fill(ref figures.RiskFigures, in order, record.InstrumentId, nowNs);
        }
    }

    /// <summary>
    /// An order of the engine or an operator, checked and recorded like any other. The payload gets its id.
    /// </summary>
    public RiskCode SubmitOwn(
        GroupWriter group, ref OrderPayload order, in OrderTermsPayload terms, int instrumentId, long nowNs,
        int strategyId = 0)
    {
        ref var record = ref group.Append(EventKind.OrderRequested, instrumentId, strategyId);
        OrderRoundedPayload asked = default;
        order.Code = _parts.Orders.TryReserve(out order.OrderId)
            ? _parts.Checks.Order(ref order, in terms, instrumentId, strategyId, nowNs, out asked)
            : RiskCode.OrderTableFull;
        record.Order = order;
        TakeIn(group, ref record, in terms, nowNs);
        Explain(group, in record, in asked, nowNs);
        return record.Order.Code;
    }

    // The order goes into the table if risk has let it through; else its record becomes a denial. Its terms follow.
    private bool TakeIn(GroupWriter group, ref EngineEvent record, in OrderTermsPayload terms, long nowNs)
    {
        var isTaken = TakeIn(ref record, nowNs);
        if (terms.IsGiven)
        {
            ref readonly var written = ref AppendTerms(group, ref record, in terms); // Directly behind the order.
            if (isTaken) NoteTerms(in written);
        }
        if (isTaken) Breakers.OnIntent(group, record.Order.Class, nowNs);
        return isTaken;
    }

    private void NoteTerms(in OrderTermsPayload written)
    {
        _parts.OrderTerms.Set(in written);
        _parts.Orders.NoteTerms(written.OrderId);
        _parts.NoteProtection(default, in _parts.Orders.Find(written.OrderId, out _));
    }

    private static ref readonly OrderTermsPayload AppendTerms(
        GroupWriter group, ref EngineEvent record, in OrderTermsPayload terms)
    {
        record.Flags |= EventFlags.HasTerms;
        ref var written = ref group.Append(EventKind.OrderTerms, record.InstrumentId, record.StrategyId).OrderTerms;
        written = terms;
        written.OrderId = record.Order.OrderId;
        return ref written;
    }

    private bool TakeIn(ref EngineEvent record, long nowNs)
    {
        ref var order = ref record.Order;
        if (order.Code == RiskCode.Accepted)
        {
            order.BrokerOrderId = _parts.Orders.NextBrokerOrderId();
            order.SessionEpoch = _parts.Orders.SessionEpoch;
            if (order.BrokerOrderId == 0) order.Code = RiskCode.Overflow;
        }
        if (order.Code != RiskCode.Accepted)
        {
            record.Kind = EventKind.OrderDenied;
            _parts.State.DeniedCount++;
            return false;
        }
        ref readonly var added = ref _parts.Orders.Add(in order, record.InstrumentId, record.StrategyId, nowNs);
        _parts.NoteNewOrder(in added);
        _parts.NoteIntent();
        _parts.State.OrderCount++;
        return true;
    }

    private void RequestReplace(
        GroupWriter group, in EngineEvent emission, in OrderTermsPayload terms, long nowNs)
    {
        ref readonly var order = ref _parts.Orders.Find(emission.Order.OrderId, out var isFound);
        ref var record =
            ref group.Append(EventKind.ReplaceRequested, isFound ? order.InstrumentId : -1, emission.StrategyId);
        CopyIdentity(ref record.Order, in order, emission.Order.OrderId);
        record.Order.LimitPrice = emission.Order.LimitPrice;
        record.Order.Quantity = emission.Order.Quantity;
        OrderRoundedPayload asked = default;
        record.Order.Code = !isFound || order.StrategyId != emission.StrategyId
            ? RiskCode.UnknownOrder
            : _parts.IsFrozen(order.InstrumentId) ? RiskCode.FlattenInProgress
            : _parts.Checks.Replacement(ref record.Order, in order, terms.StopPrice, nowNs, out asked);
        if (record.Order.Code == RiskCode.Accepted)
        {
            var input = OrderInput.ReplaceRequested(record.Order.LimitPrice, record.Order.Quantity, nowNs);
            var change = _parts.Orders.Apply(emission.Order.OrderId, in input, out var before);
            record.Order.Code = change.Code;
            if (change.IsApplied) _parts.NoteOrderChange(in before);
        }

        if (terms.IsGiven) AppendTerms(group, ref record, in terms);
        if (record.Order.Code == RiskCode.Accepted)
        {
            if (terms.StopPrice != 0) _parts.OrderTerms.BeginReplace(emission.Order.OrderId, terms.StopPrice);
            _parts.State.ReplaceCount++;
            _parts.NoteIntent();
            Breakers.OnIntent(group, order.Class, nowNs);
        }
        else
        {
            record.Kind = EventKind.ReplaceDenied;
            record.Order.LimitPrice = emission.Order.LimitPrice; // A denial says what was asked for.
            record.Order.Quantity = emission.Order.Quantity;
            asked = default;
        }
        Explain(group, in record, in asked, nowNs);
    }

    // After all emissions are in, because a callback opens the outbox anew.
    private void TellDenials(GroupWriter group, StrategyHost host, int first)
    {
        var last = group.Count;
        for (var i = first; i < last; i++)
        {
            ref readonly var record = ref group[i];
            if (record.Kind is EventKind.OrderDenied or EventKind.CancelDenied or EventKind.ReplaceDenied)
                Listener.OnDenied(group, host, in record);
        }
    }

    private void Finish(GroupWriter group, in OrderState before, in OrderChange change, long nowNs)
    {
        if (change.Anomaly != OrderAnomaly.None) _parts.State.AnomalyCount++;
        if (!change.IsApplied) return;

        _parts.NoteOrderChange(in before);
        if (change.From != change.To)
            Listener.OnStatus(group, in before, change.To, nowNs);
    }

    private int InstrumentOf(in EngineEvent e, long orderId)
    {
        ref readonly var order = ref _parts.Orders.Find(orderId, out var isFound);
        return isFound ? order.InstrumentId : e.InstrumentId;
    }

    private static void CopyIdentity(ref OrderPayload record, in OrderState order, long orderId)
    {
        record.OrderId = orderId;
        record.BrokerOrderId = order.BrokerOrderId;
        record.SessionEpoch = order.SessionEpoch;
        record.Side = order.Side;
        record.Type = order.Type;
        record.TimeInForce = order.TimeInForce;
        record.Class = order.Class;
        record.LimitPrice = order.LimitPrice;
        record.Quantity = order.Quantity;
        record.Tag = order.Tag;
    }
}
