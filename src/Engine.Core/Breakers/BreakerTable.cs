using System.Globalization;
using System.Text;
using Engine.Core.Events;

namespace Engine.Core.Breakers;

/// <summary>
/// Every circuit breaker there is: data, so that configuration, logic, documents and explanations read the same table.
/// </summary>
public static class BreakerTable
{
    private const long PercentMax = 1_000_000;
    private const long CountMax = 1_000_000_000;
    private const long BasisPointsMax = 10_000_000;
    private const long DayNs = 86_400_000_000_000;
    private const string LossCooldown = "5m";
    private const string Cooldown = "1m";

    // By the number of their kind.
    private static readonly BreakerDefinition[] Rows =
    [
        new()
        {
            Kind = BreakerKind.Drawdown, Name = "drawdown", Unit = BreakerUnit.Percent,
            Measure = "fall of the account's equity below its peak, as a share of the peak",
            DefaultLimit = "10", LimitMax = PercentMax, DefaultCooldown = LossCooldown,
            BaselineClears = "the peak becomes the equity of now",
            Remedy = "find out what lost the money; reset with a new baseline, or when the equity has come back",
        },
        new()
        {
            Kind = BreakerKind.DailyLoss, Name = "dailyLoss", Unit = BreakerUnit.Money,
            Measure = "equity at the last roll of the account day, less the equity now, payments taken out",
            DefaultLimit = "5000", LimitMax = long.MaxValue / 2, DefaultCooldown = LossCooldown,
            BaselineClears = "the loss counts from the equity of now until the next roll",
            Remedy = "find out what lost the money; reset after the roll, or with a new baseline",
        },
        new()
        {
            Kind = BreakerKind.OrderRate, Name = "orderRate", Unit = BreakerUnit.Count, TripsAboveOnly = true,
            Measure = "orders and replacements that risk has let through, emergency exits left out",
            DefaultLimit = "2400", LimitMax = CountMax, DefaultWindow = "1m", DefaultCooldown = Cooldown,
            BaselineClears = "the window",
            Remedy = "find out which strategy runs away, then reset when the window has emptied",
        },
        new()
        {
            Kind = BreakerKind.RejectRatio, Name = "rejectRatio", Unit = BreakerUnit.Percent, TripsAboveOnly = true,
            Measure = "orders that the venue has rejected, as a share of those that it rejected or accepted",
            DefaultLimit = "10", LimitMax = PercentMax, DefaultWindow = "5m", DefaultMinimumSample = 20,
            DefaultCooldown = Cooldown, BaselineClears = "the window",
            Remedy = "look at the reasons of the rejected orders, mend what causes them, then reset",
        },
        new()
        {
            Kind = BreakerKind.ErrorRate, Name = "errorRate", Unit = BreakerUnit.Count, TripsAboveOnly = true,
            Measure = "refused inputs, contradictions in the life of orders, strategies that threw",
            DefaultLimit = "20", LimitMax = CountMax, DefaultWindow = "1m", DefaultCooldown = Cooldown,
            IsBlind = true, BaselineClears = "the window",
            Remedy = "look at the records InputRefused and StrategyDisabled, mend what causes them, then reset",
        },
        new()
        {
            Kind = BreakerKind.ConsecutiveLosses, Name = "consecutiveLosses", Unit = BreakerUnit.Count,
            Measure = "orders of the strategy in a row that closed with a loss, commission included",
            Scope = HoldScope.Strategy, DefaultLimit = "20", LimitMax = CountMax, DefaultCooldown = LossCooldown,
            BaselineClears = "the count",
            Remedy = "find out whether the strategy still fits the market, then reset with a new baseline",
        },
        new()
        {
            Kind = BreakerKind.Latency, Name = "latency", Unit = BreakerUnit.Time, TripsAboveOnly = true,
            Measure = "longest time from an input entering the process to its group being durable",
            DefaultLimit = "5s", LimitMax = DayNs, DefaultCooldown = Cooldown, IsBlind = true, IsOfRealTime = true,
            Remedy = "look at processor, disk and `enginectl top`; reset when the engine keeps up again",
        },
        new()
        {
            Kind = BreakerKind.MarketDataGap, Name = "marketDataGap", Unit = BreakerUnit.Time, TripsAboveOnly = true,
            Measure = "engine time since the last quote, trade or bar of an instrument within its session",
            Scope = HoldScope.Instrument, DefaultLimit = "60s", LimitMax = 7 * DayNs, DefaultCooldown = Cooldown,
            IsBlind = true, IsOfRealTime = true,
            Remedy = "look at the source of the data; reset when data comes again",
        },
        new()
        {
            Kind = BreakerKind.Volatility, Name = "volatility", Unit = BreakerUnit.BasisPoints,
            Measure = "highest mark of an instrument less the lowest, as a share of the lowest",
            Scope = HoldScope.Instrument, DefaultLimit = "1000", LimitMax = BasisPointsMax, DefaultWindow = "5m",
            DefaultCooldown = LossCooldown, BaselineClears = "the window",
            Remedy = "find out what moves the market; reset when the window has calmed down",
        },
        new()
        {
            Kind = BreakerKind.ReconciliationDifference, Name = "reconciliationDifference",
            Unit = BreakerUnit.Percent, TripsAboveOnly = true,
            Measure = "difference of engine and venue in a position, as a share of the larger of the two",
            Scope = HoldScope.Instrument, DefaultLimit = "5", LimitMax = PercentMax, DefaultCooldown = Cooldown,
            IsBlind = true, IsOfRealTime = true,
            Remedy = "settle the difference, reconcile again, then reset",
        },
        new()
        {
            Kind = BreakerKind.UnknownOrders, Name = "unknownOrders", Unit = BreakerUnit.Count, TripsAboveOnly = true,
            Measure = "working orders whose state is still Unknown after the venue was asked",
            DefaultLimit = "5", LimitMax = CountMax, DefaultCooldown = Cooldown, IsBlind = true, IsOfRealTime = true,
            Remedy = "find out with the venue what became of the orders, then reset",
        },
        new()
        {
            Kind = BreakerKind.JournalLag, Name = "journalLag", Unit = BreakerUnit.Time, TripsAboveOnly = true,
            Measure = "longest time that records waited for the journal",
            DefaultLimit = "5s", LimitMax = DayNs, DefaultCooldown = Cooldown, IsBlind = true, IsOfRealTime = true,
            Remedy = "look at the disk of the journal; reset when it keeps up again",
        },
        new()
        {
            Kind = BreakerKind.Manual, Name = "manual", Unit = BreakerUnit.Count,
            Measure = "none: only operators trip it, in any scope",
            DefaultLimit = "", LimitMax = 0, DefaultCooldown = "0",
            Remedy = "ask the operator who tripped it, then reset",
        },
    ];

    public static IReadOnlyList<BreakerDefinition> All => Rows;

    /// <summary>The row of a kind other than None.</summary>
    public static BreakerDefinition Of(BreakerKind kind) => Rows[(int)kind - 1];

    /// <summary>True for a kind that there is.</summary>
    public static bool IsDefined(BreakerKind kind) => kind != BreakerKind.None && (int)kind <= Rows.Length;

    /// <summary>By the name of its settings, whatever its case.</summary>
    public static bool TryFind(string name, out BreakerDefinition definition)
    {
        definition = Array.Find(Rows, row => string.Equals(row.Name, name, StringComparison.OrdinalIgnoreCase))!;
        return definition is not null;
    }

    /// <summary>
    /// True if it can trip there: for its own scope, for the account if an operator or a mass of them wants it.
    /// </summary>
    public static bool IsOfScope(BreakerKind kind, HoldScope scope) =>
        IsDefined(kind) && (scope == HoldScope.Account || kind == BreakerKind.Manual || Of(kind).Scope == scope);

    /// <summary>The table as docs/ARCHITECTURE.md shows it.</summary>
    public static string ToMarkdown()
    {
        var text = new StringBuilder();
        text.Append("| Breaker | Measure | Unit | Window | Sample | Trips | Limit | Scope | Action | Cool-down | ")
            .Append("Flatten | New baseline |\n|---|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var row in Rows)
        {
            text.Append("\n| ").Append(row.Name).Append(" | ").Append(row.Measure).Append(" | ")
                .Append(row.HasMeasure ? row.UnitName : "-").Append(" | ")
                .Append(row.HasWindow ? row.DefaultWindow : "-").Append(" | ").Append(Sample(row))
                .Append(" | ").Append(!row.HasMeasure ? "-" : row.TripsAboveOnly ? "above" : "at").Append(" | ")
                .Append(row.HasMeasure ? row.DefaultLimit : "-").Append(" | ").Append(row.Scope).Append(" | ")
                .Append(row.DefaultAction).Append(" | ").Append(row.DefaultCooldown).Append(" | ")
                .Append(row.MayFlatten ? "allowed" : "refused").Append(" | ")
                .Append(row.HasBaseline ? row.BaselineClears : "refused").Append(" |");
        }
        return text.Append('\n').ToString();
    }

    private static string Sample(BreakerDefinition row) => row.DefaultMinimumSample == 0
        ? "-" : row.DefaultMinimumSample.ToString(CultureInfo.InvariantCulture);
}
