using Engine.Core.Events;
using Engine.Core.State;

namespace Engine.Core.Portfolio;

/// <summary>The account's positions and ledgers, read only.</summary>
public sealed class PortfolioView
{
    private readonly StateTable<PositionState> _positions;
    private readonly StateTable<CurrencyState> _currencies;
    private readonly StateTable<DayLedgerState> _dayLedgers;
    private readonly StateTable<AccountState> _account;
    private readonly StateTable<AdoptionState> _adoptions;

    internal PortfolioView(
        StateTable<PositionState> positions, StateTable<CurrencyState> currencies,
        StateTable<DayLedgerState> dayLedgers, StateTable<AccountState> account, StateTable<AdoptionState> adoptions)
    {
        _dayLedgers = dayLedgers;
        _adoptions = adoptions;
        _positions = positions;
        _currencies = currencies;
        _account = account;
    }

    /// <summary>Counts of the account.</summary>
    public ref readonly AccountState Account => ref _account[0];

    public int CurrencyCount => _account[0].Currencies;

    /// <summary>All zero if nothing was ever defined or traded there.</summary>
    public ref readonly PositionState Position(int instrumentId) => ref _positions[instrumentId];

    /// <summary>What was booked in an instrument without any execution.</summary>
    public ref readonly AdoptionState Adoption(int instrumentId) => ref _adoptions[instrumentId];

    /// <summary>
    /// Money that executions in an instrument have brought in, commissions taken off, and what was adopted as such.
    /// </summary>
    public Int128 CashFlow(int instrumentId)
    {
        ref readonly var position = ref _positions[instrumentId];
        ref readonly var adoption = ref _adoptions[instrumentId];
        return (Int128)position.RealizedProfit - position.CostBasis + adoption.Cost - position.Commissions
            + adoption.Cash;
    }

    /// <param name="index">0 is the first currency that was paid in or defined.</param>
    public ref readonly CurrencyState Currency(int index) => ref _currencies[index];

    /// <summary>Where the currency stood at the last roll, and its flows.</summary>
    /// <param name="index">As for <see cref="Currency"/>.</param>
    public ref readonly DayLedgerState DayLedger(int index) => ref _dayLedgers[index];

    /// <summary>
    /// Equity, day and drawdown of a currency. Index 0 is the currency of the account, which limits on loss look at;
    /// money of other currencies is never converted into it.
    /// </summary>
    public AccountFigures Figures(int index = 0)
    {
        ref readonly var ledger = ref _currencies[index];
        ref readonly var day = ref _dayLedgers[index];
        return new AccountFigures
        {
            Equity = ledger.Equity,
            DayStartEquity = day.StartEquity,
            DayFlows = day.Flows,
            PeakEquity = ledger.PeakEquity,
            ScaledPeak = ledger.ScaledPeak,
        };
    }

    /// <summary>Index of a currency, or -1.</summary>
    public int IndexOfCurrency(in AsciiText8 code)
    {
        ReadOnlySpan<byte> wanted = code;
        for (var i = 0; i < CurrencyCount; i++)
        {
            ReadOnlySpan<byte> known = _currencies[i].Code;
            if (known.SequenceEqual(wanted)) return i;
        }
        return -1;
    }
}
