using Engine.Core.Portfolio;

namespace Engine.Core.Replay;

/// <summary>The ledger of one currency for people. Money has exponent 8.</summary>
public sealed record CurrencyFigures(
    string Currency, long StartingCash, long Cash, long Equity, long PeakEquity, long DrawdownMax,
    long RealizedProfit, long UnrealizedProfit, long Commissions)
{
    public static CurrencyFigures Of(PortfolioView portfolio, int index)
    {
        ArgumentNullException.ThrowIfNull(portfolio);
        ref readonly var ledger = ref portfolio.Currency(index);
        return new CurrencyFigures(
            ledger.Code.ToString(), ledger.StartingCash, ledger.Cash, ledger.Equity, ledger.PeakEquity,
                ledger.DrawdownMax,
            ledger.RealizedProfit, ledger.MarketValue - ledger.CostBasis, ledger.Commissions)
        {
            NetExposure = ledger.NetExposure,
            GrossExposure = ledger.LongExposure + ledger.ShortExposure,
        };
    }

    /// <summary>What positions are worth, long less short.</summary>
    public long NetExposure { get; init; }

    /// <summary>Long and short added.</summary>
    public long GrossExposure { get; init; }

    /// <summary>Profit after commissions: what equity is above what was paid in.</summary>
    public long NetProfit => Equity - StartingCash;
}
