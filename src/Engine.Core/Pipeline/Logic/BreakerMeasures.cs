using Engine.Core.Breakers;
using Engine.Core.Events;
using Engine.Core.Portfolio;

namespace Engine.Core.Pipeline.Logic;

/// <summary>What each breaker measures, read from the books as they are. Changes nothing.</summary>
internal sealed class BreakerMeasures(LogicParts parts)
{
    /// <summary>Parts of a percent that percentages are counted in, times a hundred.</summary>
    public const long PercentScale = 1_000_000;

    private const long BasisPointScale = 10_000;

    /// <summary>The figure now, in the unit of the breaker.</summary>
    /// <param name="sample">What a minimum sample is compared with.</param>
    public long Of(BreakerKind kind, HoldScope scope, int scopeId, long nowNs, out long sample)
    {
        sample = long.MaxValue;
        var isOwnScope = BreakerTable.Of(kind).Scope == scope;
        switch (kind)
        {
            case BreakerKind.Drawdown:
                return Ratio.Floor(Drawdown(out var peak), peak, PercentScale);
            case BreakerKind.DailyLoss:
                return DailyLoss();
            case BreakerKind.OrderRate or BreakerKind.ErrorRate:
                parts.Breakers.Sum(kind, nowNs, out var count, out _);
                return count;
            case BreakerKind.RejectRatio:
                parts.Breakers.Sum(kind, nowNs, out var rejected, out sample);
                return Ratio.Ceiling(rejected, sample, PercentScale);
            case BreakerKind.ConsecutiveLosses:
                return isOwnScope ? parts.Breakers.LossesOf(scopeId) : 0;
            case BreakerKind.MarketDataGap:
                return isOwnScope ? Gap(scopeId, nowNs) : 0;
            case BreakerKind.Volatility:
                return isOwnScope ? Volatility(scopeId, nowNs) : 0;
            case BreakerKind.UnknownOrders:
                return parts.Orders.UnknownCount;
            case BreakerKind.Latency or BreakerKind.JournalLag or BreakerKind.ReconciliationDifference:
                return parts.Breakers.StateOf(kind, scope, scopeId).Measured;
            default:
                return 0;
        }
    }

    /// <summary>True if drawdown or daily loss have come to a warning; costs two products.</summary>
    public bool IsEquityNearLimit()
    {
        var drawdown = parts.Breakers.SettingsOf(BreakerKind.Drawdown);
        var loss = parts.Breakers.SettingsOf(BreakerKind.DailyLoss);
        var fall = Drawdown(out var peak);
        const int fifths = 5;
        const int fifthsOfWarning = 4;
        return (drawdown.IsEnabled && fall > 0
                && (peak <= 0 || Ratio.IsAtLeast(
                    fall, PercentScale * fifths, peak, drawdown.Limit * fifthsOfWarning)))
            || loss.Warns(DailyLoss(), long.MaxValue);
    }

    /// <summary>What the account has gained on all that was paid in; what baselines are counted in.</summary>
    public long Profit => Ledger.NetProfit;

    private ref readonly CurrencyState Ledger => ref parts.Portfolio.View.Currency(0);

    private long Drawdown(out long peak)
    {
        ref readonly var own = ref parts.Breakers.StateOf(BreakerKind.Drawdown, HoldScope.Account, 0);
        peak = own.HasBaseline != 0
            ? own.Baseline + Ledger.StartingCash + Ledger.Reconciliation
            : Ledger.ScaledPeak;
        return Math.Max(0, peak - Ledger.Equity);
    }

    private long DailyLoss()
    {
        ref readonly var own = ref parts.Breakers.StateOf(BreakerKind.DailyLoss, HoldScope.Account, 0);
        var profit = own.HasBaseline != 0 ? Profit - own.Baseline : parts.Portfolio.View.Figures().DayProfit;
        return Math.Max(0, -profit);
    }

    private long Volatility(int instrumentId, long nowNs)
    {
        parts.Breakers.Range(instrumentId, nowNs, out var lowest, out var highest);
        return Ratio.Floor(highest - lowest, lowest, BasisPointScale);
    }

    // Since the instrument was last heard of; the time outside its session, and before its source was started, does
    // not count. A bar is heard of when it closes: the next one cannot come before it is over.
    private long Gap(int instrumentId, long nowNs)
    {
        ref readonly var account = ref parts.Breakers.Account;
        var calendarId = parts.Market.View.Instrument(instrumentId).CalendarId;
        if (parts.StateView.IsMarketDataStarted == 0 || !parts.Calendar.View.IsOpen(calendarId, nowNs)) return 0;

        ref readonly var market = ref parts.Market.View.Market(instrumentId);
        var heardNs = Math.Max(market.QuoteEngineTimeNs, market.LastTradeEngineTimeNs);
        if (market.BarCount > 0) heardNs = Math.Max(heardNs, market.BarEngineTimeNs + market.BarIntervalNs);
        var sinceNs = Math.Max(
            Math.Max(heardNs, account.MarketDataStartedNs), parts.Calendar.View.SessionOpenNs(calendarId, nowNs));
        return Math.Max(0, nowNs - sinceNs);
    }
}
