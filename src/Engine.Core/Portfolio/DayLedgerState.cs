using System.Runtime.InteropServices;

namespace Engine.Core.Portfolio;

/// <summary>
/// Where one currency stood at the roll, and what has been paid in and out since. Money with exponent 8. Entity of
/// <see cref="State.StateParts.DayLedgers"/>, layout version 1, by the index of the currency.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct DayLedgerState
{
    public const int SizeInBytes = 64;

    /// <summary>Equity at the last roll; 0 before the first day.</summary>
    [FieldOffset(0)] public long StartEquity;

    /// <summary>Deposits and dividends less withdrawals since the roll.</summary>
    [FieldOffset(8)] public long Flows;

    [FieldOffset(16)] public long StartRealizedProfit;
    [FieldOffset(24)] public long StartCommissions;

    /// <summary>All that was ever deposited, the starting cash included.</summary>
    [FieldOffset(32)] public long Deposits;

    [FieldOffset(40)] public long Withdrawals;
    [FieldOffset(48)] public long Dividends;

    /// <summary>Profit of the day before.</summary>
    [FieldOffset(56)] public long LastDayProfit;
}
