namespace Engine.Core.Portfolio;

/// <summary>
/// What limits on loss are measured with, in one currency. Money with exponent 8. A value: reading it costs nothing.
/// </summary>
public readonly ref struct AccountFigures
{
    private const int BpsPerOne = 10_000;

    public long Equity { get; init; }

    /// <summary>Equity at the last roll.</summary>
    public long DayStartEquity { get; init; }

    /// <summary>Deposits and dividends less withdrawals since the roll.</summary>
    public long DayFlows { get; init; }

    /// <summary>Highest equity, moved by every flow by its amount.</summary>
    public long PeakEquity { get; init; }

    /// <summary>Highest equity, scaled by every flow like the equity itself.</summary>
    public long ScaledPeak { get; init; }

    /// <summary>What the equity is compared with: that of the roll, moved by what was paid in and out since.</summary>
    public long DayBaseline => DayStartEquity + DayFlows;

    /// <summary>Equity - equity at the roll - flows; negative is a loss.</summary>
    public long DayProfit => Money.ClampedDifference(Equity, DayBaseline);

    /// <summary>Fall below the peak in money; at least 0.</summary>
    public long Drawdown => PeakEquity - Equity;

    /// <summary>
    /// Fall below the scaled peak in whole basis points of it, rounded down: it reaches a limit exactly when the
    /// drawdown does. 10,000 at most unless equity is negative; 0 without a peak above 0.
    /// </summary>
    public long DrawdownBps =>
        ScaledPeak <= 0 ? 0 : Money.Clamp(((Int128)ScaledPeak - Equity) * BpsPerOne / ScaledPeak);
}
