namespace Engine.Core.Events;

/// <summary>
/// Journaled, also as the reason of the hold that a breaker places. What each measures is in BreakerTable.
/// </summary>
public enum BreakerKind : byte
{
    None = 0,
    Drawdown = 1,
    DailyLoss = 2,
    OrderRate = 3,
    RejectRatio = 4,
    ErrorRate = 5,
    ConsecutiveLosses = 6,
    Latency = 7,
    MarketDataGap = 8,
    Volatility = 9,
    ReconciliationDifference = 10,
    UnknownOrders = 11,
    JournalLag = 12,
    Manual = 13,
}
