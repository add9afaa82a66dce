using System.Runtime.InteropServices;

namespace Engine.Core.Events;

/// <summary>
/// A day of the account is over: its figures in one currency. Money with exponent 8. One record per currency, that of
/// the account first.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct AccountDayRolledPayload
{
    public const int SizeInBytes = EngineEvent.PayloadBytes;

    /// <summary>The day that ended, yyyymmdd; 0 if nobody had said which it was.</summary>
    [FieldOffset(0)] public int Date;

    /// <summary>The day that begins; 0 if nobody has said yet.</summary>
    [FieldOffset(4)] public int NextDate;

    /// <summary>When the day was to end; the record is later if the engine was away.</summary>
    [FieldOffset(8)] public long RollTimeNs;

    [FieldOffset(16)] public AsciiText8 Currency;

    /// <summary>At the roll: where the next day starts from.</summary>
    [FieldOffset(24)] public long Equity;

    /// <summary>Where the day that ended had started from.</summary>
    [FieldOffset(32)] public long StartEquity;

    /// <summary>Paid in less paid out during the day, dividends included.</summary>
    [FieldOffset(40)] public long DayFlows;

    /// <summary>Equity - start - flows.</summary>
    [FieldOffset(48)] public long DayProfit;

    /// <summary>The realised part of it, before commissions.</summary>
    [FieldOffset(56)] public long DayRealizedProfit;

    [FieldOffset(64)] public long DayCommissions;
    [FieldOffset(72)] public long PeakEquity;
}
