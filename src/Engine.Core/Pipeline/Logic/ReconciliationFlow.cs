using Engine.Core.Events;
using Engine.Core.Gateway;
using Engine.Core.Orders;

namespace Engine.Core.Pipeline.Logic;

/// <summary>
/// After every start and reconnect: asks the venue for open orders, executions and positions, then for each order that
/// no answer named, and only then lets the engine trade.
/// <list type="number">
/// <item>Executions that come as answers are applied by their ids, like any other.</item>
/// <item>Orders take the state that the venue's evidence proves; without evidence they stay as they are.</item>
/// <item>What still differs holds new exposure in its instrument until an operator releases it.</item>
/// <item>An answer that is partial, late or from an older question proves nothing: the question is asked again.</item>
/// </list>
/// </summary>
internal sealed class ReconciliationFlow
{
    private static readonly AsciiText32 Who = AsciiText32.From("reconciliation");

    private readonly LogicParts _parts;
    private readonly OrderFlow _orders;
    private readonly LifecycleFlow _lifecycle;
    private readonly HoldFlow _holds;
    private readonly ForeignOrderFlow _foreign;
    private readonly EngineOrderView[] _orderViews;
    private readonly EnginePositionView[] _positionViews;

    public ReconciliationFlow(
        LogicParts parts, OrderFlow orders, LifecycleFlow lifecycle, HoldFlow holds, ForeignOrderFlow foreign)
    {
        _foreign = foreign;
        _parts = parts;
        _orders = orders;
        _lifecycle = lifecycle;
        _holds = holds;
        _orderViews = new EngineOrderView[parts.Limits.OrdersRetained];
        _positionViews = new EnginePositionView[parts.Limits.InstrumentsMax];
    }

    /// <summary>Set while the chain is wired: a flatten asks the venue, and waits for the comparison.</summary>
    public FlattenFlow Flatten { get; set; } = null!;

    /// <summary>Set while the chain is wired: differences are measured.</summary>
    public BreakerFlow Breakers { get; set; } = null!;

    private Reconciler Reconciler => _parts.Reconciler;

    /// <summary>False if the input is not of this flow.</summary>
    public bool TryHandle(GroupWriter group, in EngineEvent e)
    {
        switch (e.Kind)
        {
            case EventKind.VenueConnected:
                _parts.Orders.OnVenueConnected(e.OrderReport.BrokerOrderId, e.OrderReport.SessionEpoch);
                _parts.State.IsReconciled = 0;
                Ask(group);
                return true;
            case EventKind.VenueDisconnected:
                _lifecycle.OnVenueDisconnected(group, e.TimestampNs);
                return true;
            case EventKind.OrderStatusReported:
                OnOrderStatus(group, in e);
                return true;
            case EventKind.PositionReported:
                Reconciler.OnPosition(e.InstrumentId, in e.PositionReport);
                return true;
            case EventKind.QueryCompleted:
                OnQueryCompleted(group, in e);
                return true;
            default:
                return false;
        }
    }

    /// <summary>True if a Continuation would do something: questions wait for room in the gateway.</summary>
    public bool CanGoOn
    {
        get
        {
            ref readonly var state = ref _parts.StateView;
            if ((state.PendingWork & PendingWork.ResolveOrders) != 0) return true;
            return (state.PendingWork & PendingWork.AskOrders) != 0
                && state.OpenQueries <= _parts.Limits.InFlightMessages / 2;
        }
    }

    /// <summary>Goes on with work that did not fit its group.</summary>
    public void GoOn(GroupWriter group, long nowNs)
    {
        if ((_parts.StateView.PendingWork & PendingWork.AskOrders) != 0) AskOrders(group, nowNs);
        else if ((_parts.StateView.PendingWork & PendingWork.ResolveOrders) != 0) ResolveOrders(group, nowNs);
    }

    // An adopted order is known to the venue by its own id; one that nobody here knows counts in exposure all the same.
    private void OnOrderStatus(GroupWriter group, in EngineEvent e)
    {
        var report = e.OrderReport;
        var orderId = _parts.OrderOf(report.OrderId, report.BrokerOrderId);
        if (orderId == 0) _foreign.OnStrange(group, in e);
        else report.OrderId = orderId;
        Reconciler.OnOrderStatus(in report);
    }

    private void OnQueryCompleted(GroupWriter group, in EngineEvent e)
    {
        // Late, if it belongs to a question that was given up.
        if (Reconciler.QueryId == 0 || e.Query.QueryId != Reconciler.QueryId) return;

        Reconciler.OnQueryCompleted(in e.Query);
        if (e.Query is { Query: QueryKind.OpenOrders, IsComplete: not 0 })
            _foreign.OnOpenOrdersListed(e.Query.QueryId);
        if (e.Query.Query == QueryKind.OrderStatus)
        {
            if (--_parts.State.OpenQueries == 0) BeginResolving(group, e.TimestampNs);
        }
        else if (Reconciler.IsAnswered && Reconciler.IsPartial)
        {
            Ask(group);
        }
        else if (Reconciler.IsComplete)
        {
            _parts.State.PendingWork |= PendingWork.AskOrders;
            _parts.State.ReconcileOrderId = 0;
            AskOrders(group, e.TimestampNs);
        }
    }

    /// <summary>Asks the venue for everything, whatever was asked before.</summary>
    public void Ask(GroupWriter group)
    {
        ref var state = ref _parts.State;
        state.QueryId++;
        state.OpenQueries = 0;
        state.PendingWork &= ~(PendingWork.AskOrders | PendingWork.ResolveOrders);
        Reconciler.Begin(state.QueryId);
        ref var question = ref group.Append(EventKind.ReconciliationRequested, instrumentId: -1, strategyId: 0).Query;
        question.QueryId = state.QueryId;

        // Executions up to here came as they happened. A venue does not remember all of them for ever: asked for those,
        // it could never answer in full again.
        question.VenueEventId = state.LastVenueEventId;
    }

    // One question for each order that none of the answers named: not being among the open ones proves nothing.
    private void AskOrders(GroupWriter group, long nowNs)
    {
        foreach (ref readonly var order in _parts.Orders.Working)
        {
            if (order.OrderId <= _parts.State.ReconcileOrderId) continue;
            if (group.Remaining <= StrategyFlow.ReservedRecords) return;
            if (_parts.StateView.OpenQueries >= _parts.Limits.InFlightMessages) return; // The gateway's queue is full.

            _parts.State.ReconcileOrderId = order.OrderId;
            if (Reconciler.Resolve(ViewOf(in order)).Verdict != ReconciliationVerdict.NoEvidence) continue;

            ref var question =
                ref group.Append(EventKind.ReconciliationRequested, order.InstrumentId, order.StrategyId).Query;
            question.QueryId = Reconciler.QueryId;
            question.Query = QueryKind.OrderStatus;
            question.OrderId = order.IsAdopted ? -(long)order.BrokerOrderId : order.OrderId;
            question.SessionEpoch = order.SessionEpoch;
            _parts.State.OpenQueries++;
        }
        _parts.State.PendingWork &= ~PendingWork.AskOrders;
        if (_parts.State.OpenQueries == 0) BeginResolving(group, nowNs);
    }

    private void BeginResolving(GroupWriter group, long nowNs)
    {
        if ((_parts.StateView.PendingWork & PendingWork.AskOrders) != 0) return; // More questions are still to come.
        _parts.State.PendingWork |= PendingWork.ResolveOrders;
        _parts.State.ReconcileOrderId = 0;
        ResolveOrders(group, nowNs);
    }

    private void ResolveOrders(GroupWriter group, long nowNs)
    {
        foreach (ref readonly var order in _parts.Orders.Working)
        {
            if (order.OrderId <= _parts.State.ReconcileOrderId) continue;
            if (group.Remaining <= StrategyFlow.ReservedRecords) return;

            _parts.State.ReconcileOrderId = order.OrderId;
            var resolution = Reconciler.Resolve(ViewOf(in order));
            if (!TryMessageOf(in resolution, out var message)) continue;
            var input = OrderInput.Of(message, nowNs, resolution.Reason) with
            {
                CumulativeQuantity = resolution.CumulativeQuantity,
            };
            _orders.Decide(group, EventKind.OrderResolved, order.OrderId, in input);
        }
        _parts.State.PendingWork &= ~PendingWork.ResolveOrders;
        Conclude(group, nowNs);
    }

    private void Conclude(GroupWriter group, long nowNs)
    {
        var orders = 0;
        foreach (ref readonly var order in _parts.Orders.Working) _orderViews[orders++] = ViewOf(in order);
        var positions = 0;
        for (var id = 0; id < _parts.Market.InstrumentCount; id++)
            if (_parts.Portfolio.View.Position(id).Quantity is var quantity and not 0)
                _positionViews[positions++] = new EnginePositionView(id, quantity);

        var isComparable = Reconciler.Compare(
            _orderViews.AsSpan(0, orders), _positionViews.AsSpan(0, positions), _parts.StateView.LastVenueEventId);
        if (!isComparable)
        {
            Ask(group); // The venue has said something since: its answers are of an earlier moment.
            return;
        }
        Breakers.OnComparison();
        foreach (ref readonly var difference in Reconciler.Differences) Hold(group, in difference, nowNs);

        ref var completed = ref group.Append(EventKind.ReconciliationCompleted, instrumentId: -1, strategyId: 0).Query;
        completed.QueryId = Reconciler.QueryId;
        completed.Differences = Reconciler.DifferenceCount;
        completed.IsComplete = 1;
        _parts.Causes |= BreakerCauses.Unknown;
        _lifecycle.OnReconciled(group, nowNs);
        Flatten.OnReconciled(group, nowNs, Reconciler.DifferenceCount);
    }

    // A difference holds its instrument; where the group has no room for another one, the whole account.
    private void Hold(GroupWriter group, in ReconciliationDifference difference, long nowNs)
    {
        const int roomForEnd = 16;
        const int recordsPerDifference = 4;
        var isAccount = group.Remaining <= roomForEnd + recordsPerDifference;
        var instrumentId = InstrumentOf(in difference);
        if (!isAccount)
        {
            ref var record =
                ref group.Append(EventKind.ReconciliationDifference, instrumentId, strategyId: 0).Difference;
            record.Kind = (int)difference.Kind;
            record.Id = difference.Id;
            record.Engine = difference.Engine;
            record.Venue = difference.Venue;
        }
        var hold = new HoldPayload
        {
            Scope = isAccount || instrumentId < 0 ? HoldScope.Account : HoldScope.Instrument,
            ScopeId = isAccount || instrumentId < 0 ? 0 : instrumentId,
            HoldKind = HoldKind.Reconciliation,
            Permission = Permission.Reducing,
            ReasonCode = (int)difference.Kind,
            Who = Who,
        };
        _holds.Place(group, in hold, nowNs);
        if (difference.Kind == ReconciliationKind.Position && !isAccount)
            Breakers.OnDifference(group, instrumentId, difference.Engine, difference.Venue, nowNs);
    }

    private int InstrumentOf(in ReconciliationDifference difference)
    {
        if (difference.Kind == ReconciliationKind.Position) return (int)difference.Id;
        ref readonly var order = ref _parts.Orders.Find(difference.Id, out var isFound);
        return isFound ? order.InstrumentId : -1;
    }

    private static EngineOrderView ViewOf(in OrderState order) =>
        new(order.OrderId, order.Status, order.CumulativeQuantity, order.SessionEpoch);

    private static bool TryMessageOf(in OrderResolution resolution, out OrderMessage message)
    {
        message = (resolution.Verdict, resolution.Status) switch
        {
            (ReconciliationVerdict.Working, _) => OrderMessage.ReportedOpen,
            (ReconciliationVerdict.NotReceived, _) => OrderMessage.ReportedNotReceived,
            (ReconciliationVerdict.Terminal, OrderStatus.Filled) => OrderMessage.ReportedFilled,
            (ReconciliationVerdict.Terminal, OrderStatus.Canceled) => OrderMessage.ReportedCanceled,
            (ReconciliationVerdict.Terminal, OrderStatus.Rejected) => OrderMessage.ReportedRejected,
            (ReconciliationVerdict.Terminal, OrderStatus.Expired) => OrderMessage.ReportedExpired,
            _ => OrderMessage.Sent,
        };
        return message != OrderMessage.Sent;
    }
}
