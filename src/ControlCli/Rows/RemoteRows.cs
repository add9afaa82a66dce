using Engine.Core.Events;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Rows;

/// <summary>Rows from what a running engine answers.</summary>
internal static class RemoteRows
{
    public static StatusRow Status(V1.EngineStatus status)
    {
        var counters = status.Counters ?? new V1.EngineCounters();
        return new StatusRow
        {
            Sequence = status.Sequence,
            TimeNs = status.EngineTimeNs,
            Phase = status.Phase.ToString(),
            Permission = status.Permission.ToString(),
            Arming = NameOf(status.Arming),
            IsReconciled = status.IsReconciled,
            OpenOrders = status.OpenOrders,
            UnknownOrders = status.UnknownOrders,
            OldestUnknownNs = status.OldestUnknownAgeNs,
            ForeignOrders = status.ForeignOrders,
            UnattributedExecutions = status.UnattributedExecutions,
            ParkedRestatements = status.ParkedRestatements,
            OpenPositions = status.OpenPositions,
            RunEpoch = status.RunEpoch,
            Build = status.Build,
            LagRecords = status.LagRecords,
            LogLevel = status.LogLevel == V1.LogLevel.Unspecified ? "" : status.LogLevel.ToString(),
            WaitingApprovals = status.WaitingApprovals,
            DeniedCalls = status.DeniedCalls,
            VenueLoss = status.VenueLoss?.Text ?? "",
            Counters =
            [
                ("Quotes", "quotes", counters.Quotes), ("Trades", "trades", counters.Trades),
                ("Orders", "orders", counters.Orders), ("Denials", "denials", counters.Denials),
                ("Executions", "executions", counters.Executions),
                ("Busts", "busts", counters.Busts), ("Corrections", "corrections", counters.Corrections),
                ("Restatements lost", "restatementsLost", counters.RestatementsLost),
            ],
            Holds = [.. status.Holds.Select(Hold)],
            Ledgers = Ledgers(status),
            Day = Day(status),
        };
    }

    public static IReadOnlyList<LedgerRow> Ledgers(V1.EngineStatus status) => [.. status.Currencies.Select(Ledger)];

    public static DaysRow Day(V1.EngineStatus status) => new(
        status.AccountDay?.Date ?? 0,
        status.AccountDay is { HasNextRollTimeNs: true } day ? day.NextRollTimeNs : 0,
        status.Maintenance is { } window
            ? DaysRow.Text(window.Stage, window.Name, window.StartTimeNs, window.EndTimeNs)
            : "",
        [.. status.Currencies.Select(Day)]);

    public static OrderRow Order(V1.Order order) => new()
    {
        OrderId = order.IsForeign ? FixedPoint.Absent : order.OrderId,
        BrokerOrderId = order.HasBrokerOrderId ? order.BrokerOrderId : FixedPoint.Absent,
        CreatedNs = order.RequestedTimeNs,
        Symbol = order.Instrument,
        Strategy = order.Strategy,
        Side = NameOf(order.Side),
        Type = NameOf(order.Type),
        TimeInForce = NameOf(order.TimeInForce),
        Quantity = Exact.Of(order.Quantity),
        Filled = Exact.Of(order.FilledQuantity),
        LimitPrice = Exact.Of(order.LimitPrice),
        AverageFill = Exact.Of(order.AveragePrice),
        Status = NameOf(order.Status),
        Reason = order.Reason,
        UnknownForNs = order.HasUnknownAgeNs ? order.UnknownAgeNs : FixedPoint.Absent,
        IsForeign = order.IsForeign,
        VenueOrderId = order.HasVenueOrderId ? order.VenueOrderId : FixedPoint.Absent,
        Reference = order.Reference,
    };

    public static UnattributedRow Unattributed(V1.UnattributedExecution execution) => new()
    {
        ExecutionId = execution.ExecutionId,
        CountedNs = execution.CountedTimeNs,
        AgeNs = execution.AgeNs,
        Symbol = execution.Instrument,
        Side = NameOf(execution.Side),
        Quantity = Exact.Of(execution.Quantity),
        Price = Exact.Of(execution.Price),
        Commission = Exact.Of(execution.Commission),
    };

    public static PositionRow Position(V1.Position position) => new()
    {
        Symbol = position.Instrument,
        Currency = position.Currency,
        Quantity = Exact.Of(position.Quantity),
        AveragePrice = Exact.Of(position.AveragePrice),
        MarkPrice = Exact.Of(position.MarkPrice),
        MarketValue = Exact.Of(position.MarketValue),
        CostBasis = Exact.Of(position.CostBasis),
        UnrealizedProfit = Exact.Of(position.UnrealizedProfit),
        RealizedProfit = Exact.Of(position.RealizedProfit),
        Commissions = Exact.Of(position.Commissions),
    };

    public static ShareRow Share(V1.StrategyShare share) => new()
    {
        Strategy = share.Strategy,
        Symbol = share.Instrument,
        Currency = share.Currency,
        Quantity = Exact.Of(share.Quantity),
        RealizedProfit = Exact.Of(share.RealizedProfit),
        UnrealizedProfit = Exact.Of(share.UnrealizedProfit),
        Commissions = Exact.Of(share.Commissions),
    };

    public static BreakerRow Breaker(V1.Breaker breaker) => new()
    {
        Name = breaker.Name,
        Scope = ScopeOf(breaker.Scope),
        ScopeName = ScopeNameOf(breaker.Scope),
        Standing = NameOf(breaker.Standing),
        Measure = Exact.Of(breaker.Measure),
        Limit = Exact.Of(breaker.Limit),
        Margin = Exact.Of(breaker.Margin),
        Unit = breaker.Unit,
        Trips = breaker.Trips,
        Action = breaker.Action,
        TrippedNs = breaker.HasTrippedTimeNs ? breaker.TrippedTimeNs : 0,
        ResettableNs = breaker.HasResettableTimeNs ? breaker.ResettableTimeNs : 0,
        HoldId = breaker.HasHoldId ? breaker.HoldId : 0,
    };

    public static HoldRow Hold(V1.Hold hold) => new()
    {
        HoldId = hold.Id,
        Kind = hold.Kind,
        Scope = ScopeOf(hold.Scope),
        ScopeName = ScopeNameOf(hold.Scope),
        Permission = NameOf(hold.Permission),
        PlacedNs = hold.PlacedTimeNs,
        Sequence = hold.Sequence,
        Who = hold.Who,
        Why = hold.Why,
    };

    /// <summary>Of a value that the engine left out: nothing.</summary>
    public static string NameOf<T>(T value)
        where T : struct, Enum =>
        EqualityComparer<T>.Default.Equals(value, default) ? "" : value.ToString();

    private static DayRow Day(V1.CurrencyFigures figures) => new()
    {
        Currency = figures.Currency,
        Profit = Exact.Of(figures.Day?.Profit),
        StartEquity = Exact.Of(figures.Day?.StartEquity),
        Flows = Exact.Of(figures.Day?.Flows),
        Baseline = Exact.Of(figures.Day?.Baseline),
        LastProfit = Exact.Of(figures.Day?.LastProfit),
        DrawdownBps = figures.DrawdownBps,
        Deposits = Exact.Of(figures.Deposits),
        Withdrawals = Exact.Of(figures.Withdrawals),
        Dividends = Exact.Of(figures.Dividends),
    };

    private static string ScopeOf(V1.Scope? scope) => scope?.ScopeCase switch
    {
        V1.Scope.ScopeOneofCase.Strategy => "Strategy",
        V1.Scope.ScopeOneofCase.Instrument => "Instrument",
        _ => "Account",
    };

    private static string ScopeNameOf(V1.Scope? scope) => scope?.ScopeCase switch
    {
        V1.Scope.ScopeOneofCase.Strategy => scope.Strategy,
        V1.Scope.ScopeOneofCase.Instrument => scope.Instrument,
        _ => "",
    };

    private static LedgerRow Ledger(V1.CurrencyFigures figures) => new()
    {
        Currency = figures.Currency,
        Equity = Exact.Of(figures.Equity),
        Cash = Exact.Of(figures.Cash),
        StartingCash = Exact.Of(figures.StartingCash),
        Adopted = Exact.Of(figures.Adopted),
        RealizedProfit = Exact.Of(figures.RealizedProfit),
        UnrealizedProfit = Exact.Of(figures.UnrealizedProfit),
        Commissions = Exact.Of(figures.Commissions),
        NetExposure = Exact.Of(figures.NetExposure),
        GrossExposure = Exact.Of(figures.GrossExposure),
        PeakEquity = Exact.Of(figures.PeakEquity),
        Drawdown = Exact.Of(figures.Drawdown),
        DrawdownMax = Exact.Of(figures.DrawdownMax),
    };
}
