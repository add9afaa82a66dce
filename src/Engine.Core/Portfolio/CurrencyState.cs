using System.Runtime.InteropServices;
using Engine.Core.Events;

namespace Engine.Core.Portfolio;

/// <summary>
/// The ledger of one currency: money with exponent 8. There is no conversion: each currency has its own equity and
/// drawdown. Entity of <see cref="State.StateParts.Currencies"/>, layout version 1.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct CurrencyState
{
    public const int SizeInBytes = 112;

    [FieldOffset(0)] public AsciiText8 Code;

    /// <summary>All that was paid in less what was paid out, dividends included.</summary>
    [FieldOffset(8)] public long StartingCash;

    [FieldOffset(16)] public long Cash;

    /// <summary>Before commissions.</summary>
    [FieldOffset(24)] public long RealizedProfit;

    [FieldOffset(32)] public long Commissions;

    /// <summary>Sum over the positions.</summary>
    [FieldOffset(40)] public long CostBasis;

    /// <summary>Sum over the positions: the net exposure.</summary>
    [FieldOffset(48)] public long MarketValue;

    /// <summary>Sum of |market value| of the long positions.</summary>
    [FieldOffset(56)] public long LongExposure;

    /// <summary>Sum of |market value| of the short positions.</summary>
    [FieldOffset(64)] public long ShortExposure;

    /// <summary>Cash plus market value.</summary>
    [FieldOffset(72)] public long Equity;

    /// <summary>Highest equity; a flow moves it by its amount.</summary>
    [FieldOffset(80)] public long PeakEquity;

    /// <summary>The largest drop below a peak so far.</summary>
    [FieldOffset(88)] public long DrawdownMax;

    /// <summary>
    /// Highest equity in proportion: a flow scales it like the equity, so that none changes the drawdown in percent.
    /// </summary>
    [FieldOffset(96)] public long ScaledPeak;

    /// <summary>
    /// What adoptions have booked without any execution: the reconciliation account. Cash + cost basis - realised
    /// profit + commissions - this is what was paid in.
    /// </summary>
    [FieldOffset(104)] public long Reconciliation;

    public readonly long UnrealizedProfit => MarketValue - CostBasis;

    /// <summary>What all trading has brought, after commissions: what was paid in and adopted is none.</summary>
    public readonly long NetProfit => Equity - StartingCash - Reconciliation;

    public readonly long Drawdown => PeakEquity - Equity;

    public readonly long NetExposure => MarketValue;
}
