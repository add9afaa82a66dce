using Engine.Core.Events;
using Engine.Core.Gateway;
using Engine.Core.Orders;
using Engine.Core.Risk;

namespace Engine.Core.Pipeline.Logic;

/// <summary>
/// After every start and reconnect, at intervals, and on command: asks the venue for open orders, executions and
/// positions, then for each order that no answer named. After a start or reconnect only that lets the engine trade.
/// <list type="number">
/// <item>Executions that come as answers are applied by their ids, like any other.</item>
/// <item>Orders take the state that the venue's evidence proves; without evidence they stay as they are.</item>
/// <item>What still differs at the next comparison, by as much, holds new exposure in its instrument until an operator
/// releases it.</item>
/// <item>An answer that is partial, late or from an older question proves nothing: the question is asked again. While
/// the engine trades, an instrument that the venue has spoken of meanwhile is left out.</item>
/// </list>
/// </summary>
internal sealed class ReconciliationFlow
{
    private const int RoomForEnd = 16; // Records that the end of a comparison needs.

    private static readonly AsciiText32 Who = AsciiText32.From("reconciliation");

    private readonly LogicParts _parts;
    private readonly OrderFlow _orders;
    private readonly LifecycleFlow _lifecycle;
    private readonly HoldFlow _holds;
    private readonly ForeignOrderFlow _foreign;
    private readonly EngineOrderView[] _orderViews;
    private readonly EnginePositionView[] _positionViews;
    private readonly EngineBalanceView[] _balanceViews = new EngineBalanceView[Portfolio.PortfolioBook.CurrenciesMax];
    private readonly long[] _venueEventIds;
    private readonly int[] _instruments; // Of the differences found.

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
        _venueEventIds = new long[parts.Limits.InstrumentsMax];
        _instruments = new int[parts.Reconciler.DifferencesMax];
    }

    /// <summary>Set while the chain is wired: a flatten asks the venue, and waits for the comparison.</summary>
    public FlattenFlow Flatten { get; set; } = null!;

    /// <summary>Set while the chain is wired: differences are measured.</summary>
    public BreakerFlow Breakers { get; set; } = null!;

    private Reconciler Reconciler => _parts.Reconciler;

    private ReconciliationSchedule Schedule => _parts.ReconciliationSchedule;

    // Compared since the venue connected: orders are under way while the venue answers.
    private bool IsTrading => _parts.StateView.IsReconciled != 0;

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
            case EventKind.CashReported:
                Reconciler.OnBalance(in e.CashReport);
                return true;
            case EventKind.QueryCompleted:
                OnQueryCompleted(group, in e);
                return true;
            default:
                return false;
        }
    }

    /// <summary>The schedule's time has come.</summary>
    public void OnWake(GroupWriter group, long nowNs)
    {
        if (group.Remaining <= StrategyFlow.ReservedRecords) return; // The next input finds it due as well.

        var isTrading = IsTrading && _parts.StateView.Phase == EnginePhase.Running && !_parts.IsFlattening;
        if (Schedule.TryTakeDue(nowNs, _parts.ReconcileOptions, isTrading, out var scope) && _parts.IsVenueThere)
            Ask(group, scope);
    }

    /// <summary>True if a Continuation would do something: questions wait for room in the gateway.</summary>
    public bool CanGoOn
    {
        get
        {
            ref readonly var state = ref _parts.StateView;
            if ((state.PendingWork & PendingWork.ResolveOrders) != 0) return true;
            var cost = QuestionCost;
            return cost > 0 && _parts.Messages.Has(MessageClass.Query, state.EngineTimeNs, cost);
        }
    }

    /// <summary>Engine time at which a question can leave; the end of time if none waits for a message.</summary>
    public long WakeNs => QuestionCost is var cost and > 0 && !_parts.Messages.AreCancelsWaiting
        ? _parts.Messages.ReadyNs(MessageClass.Query, cost)
        : long.MaxValue;

    // Messages that the next question takes; 0 if none can be asked, however many there are.
    private int QuestionCost
    {
        get
        {
            ref readonly var state = ref _parts.StateView;
            if ((state.PendingWork & PendingWork.AskAll) != 0) return QuestionMessages;
            return (state.PendingWork & PendingWork.AskOrders) != 0
                && state.OpenQueries <= _parts.Limits.InFlightMessages / 2 ? 1 : 0;
        }
    }

    /// <summary>Goes on with work that did not fit its group.</summary>
    public void GoOn(GroupWriter group, long nowNs)
    {
        if ((_parts.StateView.PendingWork & PendingWork.AskAll) != 0) SendQuestion(group, nowNs);
        else if ((_parts.StateView.PendingWork & PendingWork.AskOrders) != 0) AskOrders(group, nowNs);
        else if ((_parts.StateView.PendingWork & PendingWork.ResolveOrders) != 0) ResolveOrders(group, nowNs);
    }

    // An adopted order is known to the venue by its own id; one that nobody here knows counts in exposure all the same.
    private void OnOrderStatus(GroupWriter group, in EngineEvent e)
    {
        var report = e.OrderReport;
        var orderId = _parts.OrderOf(report.OrderId, report.BrokerOrderId);
        if (orderId == 0) _foreign.OnStrange(group, in e);
        else report.OrderId = orderId;
        Reconciler.OnOrderStatus(in report, e.InstrumentId);
    }

    private void OnQueryCompleted(GroupWriter group, in EngineEvent e)
    {
        Reconciler.OnQueryCompleted(in e.Query);
        // Late, if it belongs to a question that was given up.
        if (Reconciler.QueryId == 0 || e.Query.QueryId != Reconciler.QueryId) return;

        if (e.Query is { Query: QueryKind.OpenOrders, IsComplete: not 0 })
            _foreign.OnOpenOrdersListed(e.Query.QueryId);
        if (e.Query.Query == QueryKind.OrderStatus)
        {
            if (--_parts.State.OpenQueries == 0) BeginResolving(group, e.TimestampNs);
        }
        else if (Reconciler.IsAnswered && Reconciler.IsPartial)
        {
            AskAgain(group, e.TimestampNs);
        }
        else if (Reconciler.IsComplete)
        {
            _parts.State.PendingWork |= PendingWork.AskOrders;
            _parts.State.ReconcileOrderId = 0;
            AskOrders(group, e.TimestampNs);
        }
    }

    /// <summary>
    /// Asks the venue, whatever was asked before; as soon as the connection has the messages for it.
    /// </summary>
    /// <param name="scope">None for everything, or OpenOrders.</param>
    public void Ask(GroupWriter group, QueryKind scope = QueryKind.None)
    {
        ref var state = ref _parts.State;
        state.QueryId++;
        state.OpenQueries = 0;
        state.PendingWork &= ~(PendingWork.AskOrders | PendingWork.ResolveOrders);
        state.PendingWork |= PendingWork.AskAll;
        Reconciler.Begin(state.QueryId, scope);
        Schedule.OnAsked(group[0].TimestampNs);
        SendQuestion(group, state.EngineTimeNs);
    }

    // Messages that the question takes.
    private int QuestionMessages => Reconciler.Scope == QueryKind.None ? _parts.Messages.WholeViewCost : 1;

    private void SendQuestion(GroupWriter group, long nowNs)
    {
        var cost = QuestionMessages;
        if (!_parts.Messages.Has(MessageClass.Query, nowNs, cost)) return;

        _parts.Messages.Take(nowNs, cost);
        ref var state = ref _parts.State;
        state.PendingWork &= ~PendingWork.AskAll;
        ref var question = ref group.Append(EventKind.ReconciliationRequested, instrumentId: -1, strategyId: 0).Query;
        question.QueryId = state.QueryId;
        question.Query = Reconciler.Scope;

        // Executions up to here came as they happened. A venue does not remember all of them for ever: asked for those,
        // it could never answer in full again.
        question.VenueEventId = state.LastVenueEventId;
    }

    // At once while nothing else can be done; else after a while, because the venue is busy with orders.
    private void AskAgain(GroupWriter group, long nowNs)
    {
        if (IsTrading) Schedule.AskAgain(Reconciler.Scope, nowNs, _parts.ReconcileOptions);
        else Ask(group, Reconciler.Scope);
    }

    // One question for each order that none of the answers named: not being among the open ones proves nothing.
    private void AskOrders(GroupWriter group, long nowNs)
    {
        foreach (ref readonly var order in _parts.Orders.Working)
        {
            if (order.OrderId <= _parts.State.ReconcileOrderId) continue;
            if (group.Remaining <= StrategyFlow.ReservedRecords) return;
            if (_parts.StateView.OpenQueries >= _parts.Limits.InFlightMessages) return; // The gateway's queue is full.
            if (!_parts.Messages.Has(MessageClass.Query, nowNs)) return;

            _parts.State.ReconcileOrderId = order.OrderId;
            if (IsUnderWay(in order, nowNs)) continue;
            if (Reconciler.Resolve(ViewOf(in order)).Verdict != ReconciliationVerdict.NoEvidence) continue;

            ref var question =
                ref group.Append(EventKind.ReconciliationRequested, order.InstrumentId, order.StrategyId).Query;
            question.QueryId = Reconciler.QueryId;
            question.Query = QueryKind.OrderStatus;
            question.OrderId = order.IsAdopted ? -(long)order.BrokerOrderId : order.OrderId;
            question.SessionEpoch = order.SessionEpoch;
            _parts.State.OpenQueries++;
            _parts.Messages.Take(nowNs);
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
        var view = ViewOfAccount(nowNs);
        if (!Reconciler.Compare(in view))
        {
            AskAgain(group, nowNs); // The venue has said something since: its answers are of an earlier moment.
            return;
        }
        var found = Reconciler.Differences;
        for (var i = 0; i < found.Length; i++) _instruments[i] = InstrumentOf(in found[i]);
        _parts.Findings.Note(Reconciler, in view, _instruments.AsSpan(0, found.Length), nowNs);
        Schedule.OnCompared(Reconciler, _parts.Findings, nowNs);

        var isLastRound = Schedule.Report.Rounds >= ReconciliationSchedule.RoundsMax;
        var confirmed = 0;
        var isOpen = false;
        for (var i = 0; i < Math.Min(found.Length, _parts.Findings.Count); i++)
        {
            ref readonly var finding = ref _parts.Findings[i];
            var counts = finding.IsConfirmed || isLastRound;
            isOpen |= !counts;
            if (counts) confirmed++;
            OnFinding(group, in finding, counts, nowNs);
        }
        TellBreakers(group, nowNs);
        if (_parts.Findings.IsOverfull) Hold(group, HoldScope.Account, 0, ReconciliationKind.None, nowNs);
        if (isOpen) Schedule.Confirm(Reconciler.Scope, nowNs, _parts.ReconcileOptions);
        else Complete(group, confirmed, nowNs);
    }

    // Those that were not compared this time are as they were.
    private void TellBreakers(GroupWriter group, long nowNs)
    {
        if (Reconciler.Scope != QueryKind.None) return;
        Breakers.OnComparison();
        for (var i = 0; i < _parts.Findings.Count; i++)
        {
            var finding = _parts.Findings[i];
            if (!finding.IsConfirmed || finding.Kind != ReconciliationKind.Position) continue;
            if (group.Remaining <= RoomForEnd) return; // The account is held by now.
            Breakers.OnDifference(group, finding.InstrumentId, finding.Difference, nowNs);
        }
    }

    // What stays as it is goes on record twice, when it is seen and when it counts. It is held when it counts, and
    // after every start.
    private void OnFinding(GroupWriter group, in FindingState finding, bool counts, long nowNs)
    {
        const int recordsPerFinding = 4; // It, a hold, and a breaker with its own.
        var isNew = finding.Confirmations <= ReconciliationFindings.ConfirmationsNeeded;
        var hasRoom = group.Remaining > RoomForEnd + recordsPerFinding;
        if (isNew && hasRoom)
        {
            group.Append(EventKind.ReconciliationDifference, finding.InstrumentId, strategyId: 0).Difference =
                finding.ToPayload();
        }
        if (!counts || (IsTrading && !isNew)) return;
        var isAccount = finding.InstrumentId < 0 || !hasRoom;
        Hold(group, isAccount ? HoldScope.Account : HoldScope.Instrument,
            isAccount ? 0 : finding.InstrumentId, finding.Kind, nowNs);
    }

    private void Complete(GroupWriter group, int differences, long nowNs)
    {
        var scope = Reconciler.Scope;
        Schedule.OnCompleted(scope, nowNs, _parts.ReconcileOptions);
        ref var completed = ref group.Append(EventKind.ReconciliationCompleted, instrumentId: -1, strategyId: 0).Query;
        completed.QueryId = Reconciler.QueryId;
        completed.Query = scope;
        completed.Differences = differences;
        completed.IsComplete = 1;
        if (scope != QueryKind.None) return;
        _parts.Causes |= BreakerCauses.Unknown;
        _lifecycle.OnReconciled(group, nowNs);
        Flatten.OnReconciled(group, nowNs, differences);
    }

    private void Hold(GroupWriter group, HoldScope scope, int scopeId, ReconciliationKind kind, long nowNs)
    {
        var hold = new HoldPayload
        {
            Scope = scope,
            ScopeId = scopeId,
            HoldKind = HoldKind.Reconciliation,
            Permission = Permission.Reducing,
            ReasonCode = (int)kind,
            Who = Who,
        };
        _holds.Place(group, in hold, nowNs);
    }

    private EngineAccountView ViewOfAccount(long nowNs)
    {
        var orders = 0;
        foreach (ref readonly var order in _parts.Orders.Working)
            _orderViews[orders++] = ViewOf(in order) with { IsUnderWay = IsUnderWay(in order, nowNs) };
        var portfolio = _parts.Portfolio.View;
        var instruments = _parts.Market.InstrumentCount;
        for (var id = 0; id < instruments; id++)
        {
            var flow = portfolio.CashFlow(id);
            var isMoney = flow > long.MinValue && flow <= long.MaxValue;
            _positionViews[id] = new EnginePositionView(
                id, portfolio.Position(id).Quantity, isMoney ? (long)flow : FixedPoint.Absent);
            _venueEventIds[id] = _parts.VenueEvents[id].LastVenueEventId;
        }
        for (var i = 0; i < portfolio.CurrencyCount; i++)
        {
            ref readonly var ledger = ref portfolio.Currency(i);
            _balanceViews[i] = new EngineBalanceView(i + 1, ledger.Code, ledger.Cash);
        }
        return new EngineAccountView
        {
            Orders = _orderViews.AsSpan(0, orders),
            Positions = _positionViews.AsSpan(0, instruments),
            Balances = _balanceViews.AsSpan(0, portfolio.CurrencyCount),
            LastVenueEventId = _parts.StateView.LastVenueEventId,
            LastVenueEventIds = IsTrading ? _venueEventIds.AsSpan(0, instruments) : [],
        };
    }

    // While the engine trades, an order without acknowledgement is on its way to the venue: what the venue does not
    // know of it yet is no difference, until it is old.
    private bool IsUnderWay(in OrderState order, long nowNs) =>
        IsTrading && order.Status == OrderStatus.PendingNew
        && nowNs - order.CreatedTimeNs < _parts.ReconcileOptions.OrdersEveryNs;

    private int InstrumentOf(in ReconciliationDifference difference)
    {
        switch (difference.Kind)
        {
            case ReconciliationKind.Position or ReconciliationKind.CashFlow:
                return (int)difference.Id;
            case ReconciliationKind.Balance or ReconciliationKind.EmptyView:
                return -1;
        }
        ref readonly var order = ref _parts.Orders.Find(difference.Id, out var isFound);
        return isFound ? order.InstrumentId : -1;
    }

    private static EngineOrderView ViewOf(in OrderState order) =>
        new(order.OrderId, order.Status, order.CumulativeQuantity, order.SessionEpoch, order.InstrumentId);

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
