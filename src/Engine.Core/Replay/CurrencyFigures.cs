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
        ref readonly var day = ref portfolio.DayLedger(index);
        var figures = portfolio.Figures(index);
        return new CurrencyFigures(
            ledger.Code.ToString(), ledger.StartingCash, ledger.Cash, ledger.Equity, ledger.PeakEquity,
                ledger.DrawdownMax,
            ledger.RealizedProfit, ledger.MarketValue - ledger.CostBasis, ledger.Commissions)
        {
            NetExposure = ledger.NetExposure,
            Adopted = ledger.Reconciliation,
            NetProfit = ledger.NetProfit,
            GrossExposure = ledger.LongExposure + ledger.ShortExposure,
            DrawdownBps = figures.DrawdownBps,
            DayStartEquity = figures.DayStartEquity,
            DayFlows = figures.DayFlows,
            DayBaseline = figures.DayBaseline,
            DayProfit = figures.DayProfit,
            LastDayProfit = day.LastDayProfit,
            Deposits = day.Deposits,
            Withdrawals = day.Withdrawals,
            Dividends = day.Dividends,
        };
    }

    /// <summary>What positions are worth, long less short.</summary>
    public long NetExposure { get; init; }

    /// <summary>Long and short added.</summary>
    public long GrossExposure { get; init; }

    /// <summary>Fall below the peak in proportion, in whole basis points; flows do not change it.</summary>
    public long DrawdownBps { get; init; }

    /// <summary>Equity at the last roll.</summary>
    public long DayStartEquity { get; init; }

    /// <summary>Deposits and dividends less withdrawals since the roll.</summary>
    public long DayFlows { get; init; }

    /// <summary>Equity at the roll moved by the flows: what the day is measured against.</summary>
    public long DayBaseline { get; init; }

    /// <summary>Equity less baseline; negative is a loss.</summary>
    public long DayProfit { get; init; }

    public long LastDayProfit { get; init; }

    public long Deposits { get; init; }

    public long Withdrawals { get; init; }

    public long Dividends { get; init; }

    /// <summary>What adoptions have booked without an execution: nobody's profit.</summary>
    public long Adopted { get; init; }

    /// <summary>Profit after commissions: what equity is above what was paid in and adopted.</summary>
    public long NetProfit { get; init; }
}
