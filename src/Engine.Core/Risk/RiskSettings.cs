using Engine.Core.Config;
using Engine.Core.Events;

namespace Engine.Core.Risk;

/// <summary>
/// Names, defaults and bounds of the limits in one place: what must be configured, what may be changed while the engine
/// runs, and which way is stricter.
/// </summary>
public static class RiskSettings
{
    public const string MaxOrderQuantity = "maxOrderQuantity";
    public const string MaxOrderNotional = "maxOrderNotional";
    public const string MaxPosition = "maxPosition";
    public const string MaxPositionNotional = "maxPositionNotional";
    public const string MaxCapital = "maxCapital";
    public const string PriceCollarBps = "priceCollarBps";
    public const string StaleQuoteMs = "staleQuoteMs";
    public const string OrderRatePerSecond = "orderRatePerSecond";
    public const string OrderBurst = "orderBurst";
    public const string MaxInFlight = "maxInFlight";
    public const string MaxOpenOrders = "maxOpenOrders";
    public const string ShortSelling = "shortSelling";
    public const string MaxGrossExposure = "maxGrossExposure";
    public const string MaxNetExposure = "maxNetExposure";
    public const string MaxConcentrationBps = "maxConcentrationBps";
    public const string MaxOpenPositions = "maxOpenPositions";
    public const string MarginRateBps = "marginRateBps";
    public const string MaxOrdersPerMinute = "maxOrdersPerMinute";
    public const string MaxOrdersPerDay = "maxOrdersPerDay";
    public const string MaxNotionalPerMinute = "maxNotionalPerMinute";
    public const string MaxNotionalPerDay = "maxNotionalPerDay";
    public const string RepeatWindowMs = "repeatWindowMs";
    public const string MaxIdenticalRejects = "maxIdenticalRejects";
    public const string RejectWindowMs = "rejectWindowMs";
    public const string RejectProbeMs = "rejectProbeMs";
    public const string MessagesPerSecond = "messagesPerSecond";
    public const string MessageBurst = "messageBurst";
    public const string Rounding = "rounding";
    public const string SelfCross = "selfCross";
    public const string Restricted = "restricted";

    public const int BpsMax = 1_000_000;
    public const int ConcentrationBpsMax = 10_000_000;
    public const int RateMax = 1_000_000;
    public const int PositionsMax = 65_536;
    public const int OrdersMax = 1_000_000_000;
    public const long TimeMsMax = 604_800_000;
    public const long MoneyMax = long.MaxValue - 1;

    // Generous, so that a demonstration trades; finite, so that a runaway strategy is still stopped.
    private static readonly (string Name, string Value)[] Required =
    [
        (MaxOrderQuantity, "10000"), (MaxOrderNotional, "5000000"), (MaxPosition, "50000"), (PriceCollarBps, "1000"),
        (StaleQuoteMs, "60000"), (OrderRatePerSecond, "1000"), (OrderBurst, "2000"), (MaxInFlight, "1000"),
        (MaxOpenOrders, "1000"), (ShortSelling, "true"), (MaxGrossExposure, "50000000"), (MaxNetExposure, "50000000"),
        (MaxConcentrationBps, "1000000"), (MaxOpenPositions, "10"), (MarginRateBps, "100"),
        (MaxOrdersPerMinute, "60000"), (MaxOrdersPerDay, "1000000"), (MaxNotionalPerMinute, "1000000000"),
        (MaxNotionalPerDay, "10000000000"), (RepeatWindowMs, "0"), (MaxIdenticalRejects, "3"),
        (RejectWindowMs, "60000"), (RejectProbeMs, "60000"), (MessagesPerSecond, "40"), (MessageBurst, "40"),
        (Rounding, "deny"), (SelfCross, "false"),
    ];

    // Numbers that may be changed while the engine runs, for the account.
    private static readonly string[] ChangeableForAccount =
    [
        MaxOrderQuantity, MaxOrderNotional, MaxPosition, MaxPositionNotional, PriceCollarBps, StaleQuoteMs,
        OrderRatePerSecond, OrderBurst, MaxOpenOrders, MaxInFlight, MaxGrossExposure, MaxNetExposure,
        MaxConcentrationBps, MaxOpenPositions, MarginRateBps, MaxOrdersPerMinute, MaxOrdersPerDay,
        MaxNotionalPerMinute, MaxNotionalPerDay, RepeatWindowMs, MaxIdenticalRejects, RejectWindowMs, RejectProbeMs,
        MessagesPerSecond, MessageBurst,
    ];

    private static readonly string[] ChangeableForInstrument =
    [
        MaxOrderQuantity, MaxOrderNotional, MaxPosition, MaxPositionNotional, PriceCollarBps, StaleQuoteMs,
        MaxOpenOrders,
    ];

    private static readonly string[] ChangeableForStrategy =
        [MaxOrderQuantity, MaxOrderNotional, MaxPosition, MaxCapital, MaxOpenOrders];

    /// <summary>Names without prefix of the limits that paper must configure, with the values of the demo.</summary>
    public static IReadOnlyList<(string Name, string Value)> Defaults => Required;

    /// <summary>Default of a required limit.</summary>
    public static string DefaultOf(string name) => Array.Find(Required, limit => limit.Name == name).Value;

    /// <summary>True if a change at run time may name this key.</summary>
    public static bool IsChangeable(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var parts = key.Split('.');
        if (parts[0] != "risk") return false;
        if (parts.Length == 2) return Array.IndexOf(ChangeableForAccount, parts[1]) >= 0;
        if (parts.Length != 4) return false;
        return parts[1] switch
        {
            "instruments" => Array.IndexOf(ChangeableForInstrument, parts[3]) >= 0,
            "strategies" => Array.IndexOf(ChangeableForStrategy, parts[3]) >= 0,
            _ => false,
        };
    }

    /// <summary>True for limits of which more allows less; a ceiling of such a one is the least that may be set.
    /// </summary>
    public static bool IsStricterWhenHigher(string name) =>
        name is MarginRateBps or RepeatWindowMs or RejectWindowMs or RejectProbeMs;

    /// <summary>
    /// Reads the section <c>risk.ceiling</c>, so that a misspelt or impossible one is found at the start; the plan of a
    /// change holds to them.
    /// </summary>
    public static void ReadCeilings(ConfigSection ceilings)
    {
        foreach (var name in ceilings.Children)
        {
            if (Array.IndexOf(ChangeableForAccount, name) < 0) continue;
            var isDecimal = name is MaxOrderQuantity or MaxOrderNotional or MaxPosition or MaxPositionNotional
                or MaxGrossExposure or MaxNetExposure or MaxNotionalPerMinute or MaxNotionalPerDay;
            if (isDecimal) ceilings.GetFixed(name, FixedPoint.MoneyExponent, 0, MoneyMax);
            else ceilings.GetLong(name, 0, long.MaxValue);
        }
    }
}
