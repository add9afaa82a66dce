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

    // At which equity drawdown or daily loss warn, and for what that was found: derived, never state.
    private BreakerOptions? _alertOptions;
    private long _alertPeak;
    private long _alertDayBaseline;
    private long _alertEquity;

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

    /// <summary>True if drawdown or daily loss have come to a warning; mostly costs one comparison.</summary>
    public bool IsEquityNearLimit()
    {
        var peak = Peak;
        var dayBaseline = DayBaseline;
        var isKnown = peak == _alertPeak && dayBaseline == _alertDayBaseline
            && ReferenceEquals(parts.Breakers.Options, _alertOptions);
        if (!isKnown) FindAlert(peak, dayBaseline);
        return Ledger.Equity <= _alertEquity;
    }

    /// <summary>What the account has gained on all that was paid in; what baselines are counted in.</summary>
    public long Profit => Ledger.NetProfit;

    private ref readonly CurrencyState Ledger => ref parts.Portfolio.View.Currency(0);

    private long Peak => BaselineOf(BreakerKind.Drawdown, Ledger.ScaledPeak);

    private long DayBaseline => BaselineOf(BreakerKind.DailyLoss, parts.Portfolio.View.Figures().DayBaseline);

    // The equity that a breaker measures from: with a baseline of its own, that.
    private long BaselineOf(BreakerKind kind, long usual)
    {
        ref readonly var own = ref parts.Breakers.StateOf(kind, HoldScope.Account, 0);
        return own.HasBaseline != 0 ? own.Baseline + Ledger.StartingCash + Ledger.Reconciliation : usual;
    }

    private long Drawdown(out long peak)
    {
        peak = Peak;
        return Math.Max(0, peak - Ledger.Equity);
    }

    private long DailyLoss() => Math.Max(0, -Money.ClampedDifference(Ledger.Equity, DayBaseline));

    // The highest equity at which one of the two warns: that many fifths of its limit away, a unit at least.
    private void FindAlert(long peak, long dayBaseline)
    {
        const int fifths = BreakerSettings.Fifths;
        const int fifthsOfWarning = BreakerSettings.FifthsOfWarning;
        var alert = Int128.MinValue;
        var drawdown = parts.Breakers.SettingsOf(BreakerKind.Drawdown);
        if (drawdown.IsEnabled)
        {
            var fall = (((Int128)Math.Max(0, peak) * drawdown.Limit * fifthsOfWarning) + (PercentScale * fifths) - 1)
                / (PercentScale * fifths);
            alert = peak - Int128.Max(1, fall);
        }
        var loss = parts.Breakers.SettingsOf(BreakerKind.DailyLoss);
        if (loss.IsEnabled)
        {
            var least = (((Int128)loss.Limit * fifthsOfWarning) + fifths - 1) / fifths;
            alert = Int128.Max(alert, dayBaseline - Int128.Max(1, least));
        }
        _alertEquity = (long)Int128.Clamp(alert, long.MinValue, long.MaxValue);
        _alertPeak = peak;
        _alertDayBaseline = dayBaseline;
        _alertOptions = parts.Breakers.Options;
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
