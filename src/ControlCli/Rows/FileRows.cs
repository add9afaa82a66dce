using ControlCli.Journals;
using ControlCli.Output;
using Engine.Core.Events;
using Engine.Core.Orders;
using Engine.Core.Pipeline.Logic;
using Engine.Core.Replay;

namespace ControlCli.Rows;

/// <summary>Rows from the state that a replay of the files ended in.</summary>
internal static class FileRows
{
    /// <summary>Whose files they are.</summary>
    public static EngineHeader Header(JournalFiles journal) => new(
        journal.Manifest.Mode.ToString().ToLowerInvariant(), journal.Manifest.Account, journal.Manifest.EngineId,
        $"files of {journal.Folder}");

    public static StatusRow Status(JournalReplay replay, JournalFiles journal)
    {
        var view = replay.View;
        var state = view.State;
        return new StatusRow
        {
            Sequence = replay.Cursor.LastSequence,
            TimeNs = state.EngineTimeNs,
            Phase = state.Phase.ToString(),
            Permission = view.Holds.AccountPermission.ToString(),
            Arming = view.Arming.ToString(),
            IsReconciled = state.Phase == EnginePhase.Running,
            OpenOrders = view.Orders.OpenCount,
            UnknownOrders = view.Orders.UnknownCount,
            OldestUnknownNs = view.Orders.UnknownCount == 0 ? 0 : state.EngineTimeNs - view.Orders.OldestUnknownSinceNs,
            ForeignOrders = view.ForeignOrders.Count,
            UnattributedExecutions = view.Executions.Unattributed,
            ParkedRestatements = view.Parked.Count,
            OpenPositions = PositionIds(view, includesFlat: false).Count(),
            RunEpoch = replay.Cursor.RunEpoch,
            Build = journal.Manifest.Runs[^1].Build,
            LagRecords = 0,
            WaitingApprovals = ApprovalFigures.Of(view.Approvals, state.EngineTimeNs).Count,
            DeniedCalls = view.Edge.DeniedCalls,
            VenueLoss = view.Edge.VenueLostReason == VenueReason.None ? "" : view.Edge.VenueLostReason.ToString(),
            Counters =
            [
                ("Quotes", "quotes", state.QuoteCount), ("Trades", "trades", state.TradeCount),
                ("Orders", "orders", state.OrderCount), ("Denials", "denials", state.DeniedCount),
                ("Executions", "executions", state.ExecutionCount),
                ("Busts", "busts", view.Executions.Busts), ("Corrections", "corrections", view.Executions.Corrections),
                ("Restatements lost", "restatementsLost", view.Executions.RestatementsLost),
            ],
            Holds = Holds(view),
            Ledgers = Ledgers(view),
            Day = Day(view),
        };
    }

    /// <summary>All orders remembered, by id.</summary>
    public static IReadOnlyList<OrderRow> Orders(LogicView view) => [.. OrderStates(view)
        .OrderBy(order => order.OrderId).Select(order => Row(view, in order))];

    /// <summary>Orders of others at the venue, in the order of being seen first.</summary>
    public static IReadOnlyList<OrderRow> ForeignOrders(LogicView view) =>
        [.. ForeignFigures.OfAll(view).Select(order => Row(view, order))];

    /// <summary>Executions that belong to no order known, oldest first.</summary>
    public static IReadOnlyList<UnattributedRow> Unattributed(LogicView view) =>
    [
        .. UnattributedFigures.OfAll(view).Select(execution =>
        {
            ref readonly var instrument = ref view.Market.Instrument(execution.InstrumentId);
            return new UnattributedRow
            {
                ExecutionId = execution.ExecutionId,
                CountedNs = execution.CountedTimeNs,
                AgeNs = view.State.EngineTimeNs - execution.CountedTimeNs,
                Symbol = Symbol(view, execution.InstrumentId),
                Side = execution.Side.ToString(),
                Quantity = new Exact(execution.Quantity, instrument.SizeExponent),
                Price = new Exact(execution.Price, instrument.PriceExponent),
                Commission = Exact.OfMoney(execution.Commission),
            };
        }),
    ];

    /// <summary>Instruments with a position, or, if asked, everything that was ever traded.</summary>
    public static IReadOnlyList<PositionRow> Positions(LogicView view, bool includesFlat) =>
        [.. PositionIds(view, includesFlat).Select(id => Row(view, id))];

    public static IReadOnlyList<HoldRow> Holds(LogicView view)
    {
        var holds = new List<HoldRow>();
        for (var slot = 0; slot < view.Holds.Capacity; slot++)
        {
            if (!view.Holds.TryReadSlot(slot, out var hold)) continue;
            holds.Add(new HoldRow
            {
                HoldId = hold.HoldId,
                Kind = hold.Kind.ToString(),
                Scope = hold.Scope.ToString(),
                ScopeName = ScopeName(view, hold.Scope, hold.ScopeId),
                Permission = hold.Permission.ToString(),
                PlacedNs = hold.PlacedTimeNs,
                Sequence = hold.PlacedSequence,
                Who = hold.Who.ToString(),
                Why = hold.Why.ToString(),
            });
        }
        holds.Sort((left, right) => left.HoldId.CompareTo(right.HoldId));
        return holds;
    }

    /// <summary>Every breaker, from the start on.</summary>
    public static IReadOnlyList<BreakerRow> Breakers(LogicView view) =>
    [
        .. BreakerFigures.OfAll(view).Select(breaker => Row(view, breaker)),
    ];

    public static IReadOnlyList<LedgerRow> Ledgers(LogicView view)
    {
        var ledgers = new List<LedgerRow>();
        for (var index = 0; index < view.Portfolio.CurrencyCount; index++)
        {
            ref readonly var ledger = ref view.Portfolio.Currency(index);
            ledgers.Add(new LedgerRow
            {
                Currency = ledger.Code.ToString(),
                Equity = Exact.OfMoney(ledger.Equity),
                Cash = Exact.OfMoney(ledger.Cash),
                StartingCash = Exact.OfMoney(ledger.StartingCash),
                Adopted = Exact.OfMoney(ledger.Reconciliation),
                RealizedProfit = Exact.OfMoney(ledger.RealizedProfit),
                UnrealizedProfit = Exact.OfMoney(ledger.UnrealizedProfit),
                Commissions = Exact.OfMoney(ledger.Commissions),
                NetExposure = Exact.OfMoney(ledger.NetExposure),
                GrossExposure = Exact.OfMoney(ledger.LongExposure + ledger.ShortExposure),
                PeakEquity = Exact.OfMoney(ledger.PeakEquity),
                Drawdown = Exact.OfMoney(ledger.Drawdown),
                DrawdownMax = Exact.OfMoney(ledger.DrawdownMax),
            });
        }
        return ledgers;
    }

    public static DaysRow Day(LogicView view) => new(
        view.AccountDay.Date,
        view.AccountDay.NextRollNs == long.MaxValue ? 0 : view.AccountDay.NextRollNs,
        MaintenanceFigures.Of(view.Maintenance) is { } window
            ? DaysRow.Text(window.Stage.ToString(), window.Window, window.StartNs, window.EndNs)
            : "",
        [.. Enumerable.Range(0, view.Portfolio.CurrencyCount)
            .Select(index => CurrencyFigures.Of(view.Portfolio, index)).Select(figures => new DayRow
            {
                Currency = figures.Currency,
                Profit = Exact.OfMoney(figures.DayProfit),
                StartEquity = Exact.OfMoney(figures.DayStartEquity),
                Flows = Exact.OfMoney(figures.DayFlows),
                Baseline = Exact.OfMoney(figures.DayBaseline),
                LastProfit = Exact.OfMoney(figures.LastDayProfit),
                DrawdownBps = figures.DrawdownBps,
                Deposits = Exact.OfMoney(figures.Deposits),
                Withdrawals = Exact.OfMoney(figures.Withdrawals),
                Dividends = Exact.OfMoney(figures.Dividends),
            })]);

    public static IReadOnlyList<ShareRow> Shares(LogicView view) =>
    [
        .. ShareFigures.OfAll(view).Select(share => new ShareRow
        {
            Strategy = Strategy(view, share.StrategyId),
            Symbol = Symbol(view, share.InstrumentId),
            Currency = view.Market.Instrument(share.InstrumentId).Currency.ToString(),
            Quantity = new Exact(share.Quantity, view.Market.Instrument(share.InstrumentId).SizeExponent),
            RealizedProfit = Exact.OfMoney(share.RealizedProfit),
            UnrealizedProfit = Exact.OfMoney(share.UnrealizedProfit),
            Commissions = Exact.OfMoney(share.Commissions),
        }),
    ];

    private static BreakerRow Row(LogicView view, BreakerFigures breaker)
    {
        var definition = breaker.Settings.Definition;
        Exact Figure(long figure) => definition.HasMeasure ? new Exact(figure, definition.Exponent) : Exact.None;
        return new BreakerRow
        {
            Name = definition.Name,
            Scope = (breaker.ScopeId < 0 ? HoldScope.Account : breaker.Scope).ToString(),
            ScopeName = breaker.ScopeId < 0 ? "" : ScopeName(view, breaker.Scope, breaker.ScopeId),
            Standing = breaker.Standing.ToString(),
            Measure = Figure(breaker.Measure),
            Limit = Figure(breaker.Settings.Limit),
            Margin = Figure(breaker.Margin),
            Unit = definition.HasMeasure ? definition.UnitName : "",
            Trips = breaker.Trips,
            Action = breaker.Settings.Action.ToString(),
            TrippedNs = breaker.TrippedNs,
            ResettableNs = breaker.ResettableNs,
            HoldId = breaker.HoldId,
        };
    }

    private static string ScopeName(LogicView view, HoldScope scope, int scopeId) => scope switch
    {
        HoldScope.Strategy => Strategy(view, scopeId),
        HoldScope.Instrument => Symbol(view, scopeId),
        _ => "",
    };

    private static OrderRow Row(LogicView view, in OrderState order)
    {
        ref readonly var instrument = ref view.Market.Instrument(order.InstrumentId);
        return new OrderRow
        {
            OrderId = order.OrderId,
            BrokerOrderId = order.BrokerOrderId > 0 ? order.BrokerOrderId : FixedPoint.Absent,
            VenueOrderId = order.IsAdopted ? -(long)order.BrokerOrderId : FixedPoint.Absent,
            UnknownForNs = order.Status == OrderStatus.Unknown
                ? view.State.EngineTimeNs - order.UnknownSinceNs
                : FixedPoint.Absent,
            Reference = order.IsAdopted
                ? ""
                : OrderReference.TextOf(view.EngineId, order.SessionEpoch, order.OrderId),
            CreatedNs = order.CreatedTimeNs,
            Symbol = Symbol(view, order.InstrumentId),
            Strategy = Strategy(view, order.StrategyId),
            Side = order.Side.ToString(),
            Type = order.Type.ToString(),
            TimeInForce = order.TimeInForce.ToString(),
            Quantity = new Exact(order.Quantity, instrument.SizeExponent),
            Filled = new Exact(order.CumulativeQuantity, instrument.SizeExponent),
            LimitPrice = new Exact(order.LimitPrice, instrument.PriceExponent),
            AverageFill = order.CumulativeQuantity == 0
                ? Exact.None : Average(view, order.InstrumentId, order.FilledNotional, order.CumulativeQuantity),
            Status = order.Status.ToString(),
            Reason = order.Reason == default ? "" : order.Reason.ToString(),
        };
    }

    private static OrderRow Row(LogicView view, ForeignFigures order)
    {
        var instrument = order.InstrumentId >= 0 ? view.Market.Instrument(order.InstrumentId) : default;
        return new OrderRow
        {
            OrderId = FixedPoint.Absent,
            BrokerOrderId = FixedPoint.Absent,
            VenueOrderId = order.VenueOrderId,
            IsForeign = true,
            Reference = order.Reference,
            CreatedNs = order.FirstSeenNs,
            Symbol = order.InstrumentId >= 0 ? Symbol(view, order.InstrumentId) : "",
            Strategy = "",
            Side = order.Side.ToString(),
            Type = order.Type.ToString(),
            TimeInForce = order.TimeInForce.ToString(),
            Quantity = new Exact(order.Quantity, instrument.SizeExponent),
            Filled = new Exact(order.FilledQuantity, instrument.SizeExponent),
            LimitPrice = new Exact(order.LimitPrice, instrument.PriceExponent),
            AverageFill = Exact.None,
            Status = order.Status.ToString(),
            Reason = "",
        };
    }

    private static PositionRow Row(LogicView view, int id)
    {
        ref readonly var position = ref view.Portfolio.Position(id);
        ref readonly var instrument = ref view.Market.Instrument(id);
        return new PositionRow
        {
            Symbol = Symbol(view, id),
            Currency = instrument.Currency.ToString(),
            Quantity = new Exact(position.Quantity, instrument.SizeExponent),
            AveragePrice = position.IsOpen ? Average(view, id, position.CostBasis, position.Quantity) : Exact.None,
            MarkPrice = new Exact(position.MarkPrice, instrument.PriceExponent),
            MarketValue = Exact.OfMoney(position.MarketValue),
            CostBasis = Exact.OfMoney(position.CostBasis),
            UnrealizedProfit = Exact.OfMoney(position.UnrealizedProfit),
            RealizedProfit = Exact.OfMoney(position.RealizedProfit),
            Commissions = Exact.OfMoney(position.Commissions),
        };
    }

    private static IEnumerable<OrderState> OrderStates(LogicView view) => Enumerable.Range(0, view.Orders.SlotCount)
        .Select(slot => view.Orders.AtSlot(slot)).Where(order => order.OrderId != 0);

    private static IEnumerable<int> PositionIds(LogicView view, bool includesFlat) =>
        Enumerable.Range(0, view.Market.InstrumentCount).Where(id =>
        {
            ref readonly var position = ref view.Portfolio.Position(id);
            return position.IsOpen || (includesFlat && (position.RealizedProfit != 0 || position.Commissions != 0));
        });

    private static string Symbol(LogicView view, int instrumentId) =>
        view.Market.IsDefined(instrumentId) ? view.Market.Instrument(instrumentId).Symbol.ToString() : "";

    private static string Strategy(LogicView view, int strategyId) =>
        strategyId >= 1 && strategyId <= view.Strategies.Count ? view.Strategies[strategyId - 1].Name : "";

    // Derived for people: money over quantity and multiplier, rounded to eight decimals. The books keep the cost
    // instead.
    private static Exact Average(LogicView view, int instrumentId, long money, long quantity)
    {
        ref readonly var instrument = ref view.Market.Instrument(instrumentId);
        var scale = (Int128)FixedPoint.PowerOfTen(instrument.SizeExponent) * FixedPoint.MoneyOne;
        var units = Int128.Abs((Int128)quantity * instrument.Multiplier);
        var (quotient, remainder) = Int128.DivRem(Int128.Abs((Int128)money) * scale, units);
        if (remainder * 2 >= units) quotient++;
        return Exact.OfMoney((long)Int128.Min(quotient, long.MaxValue));
    }
}
