using Engine.Core.Events;
using Engine.Core.State;

namespace Engine.Core.Portfolio;

/// <summary>The account's positions and ledgers, read only.</summary>
public sealed class PortfolioView
{
    private readonly StateTable<PositionState> _positions;
    private readonly StateTable<CurrencyState> _currencies;
    private readonly StateTable<AccountState> _account;
    private readonly StateTable<AdoptionState> _adoptions;

    internal PortfolioView(
        StateTable<PositionState> positions, StateTable<CurrencyState> currencies, StateTable<AccountState> account,
        StateTable<AdoptionState> adoptions)
    {
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
