using System.Runtime.CompilerServices;
using Engine.Core.Events;
using Engine.Core.State;

namespace Engine.Core.Portfolio;

/// <summary>
/// Positions, cash and profit. Changed by executions and flows of cash, valued by marks; nothing else moves it but an
/// adoption, which is booked against the reconciliation account. For every currency and at any time: cash + cost basis
/// - realised profit + commissions - reconciliation = what was paid in, to the last unit.
/// </summary>
public sealed partial class PortfolioBook
{
    /// <summary>Currencies of one account.</summary>
    public const int CurrenciesMax = 32;

    private readonly StateTable<PositionState> _positions;            // By instrument id.
    private readonly StateTable<StrategyPositionState> _shares;       // Strategy id x instruments + instrument id.
    private readonly StateTable<CurrencyState> _currencies;           // By currency number - 1.
    private readonly StateTable<DayLedgerState> _dayLedgers;          // By currency number - 1.
    private readonly StateTable<AccountState> _account;
    private readonly StateTable<AdoptionState> _adoptions;            // By instrument id.
    private readonly int _instrumentsMax;
    private readonly int _strategiesMax;

    public PortfolioBook(StateRegistry registry, EngineLimits limits)
    {
        _instrumentsMax = limits.InstrumentsMax;
        _strategiesMax = limits.StrategiesMax;
        _positions = registry.Add<PositionState>(StateParts.AccountPositions, version: 1, _instrumentsMax);
        _shares = registry.Add<StrategyPositionState>(
            StateParts.StrategyPositions, version: 1, (_strategiesMax + 1) * _instrumentsMax);
        _account = registry.Add<AccountState>(StateParts.Account, version: 1, capacity: 1);
        _currencies = registry.Add<CurrencyState>(StateParts.Currencies, version: 1, CurrenciesMax);
        _dayLedgers = registry.Add<DayLedgerState>(StateParts.DayLedgers, version: 1, CurrenciesMax);
        Executions = new ExecutionLedger(registry, limits);
        _adoptions = registry.Add<AdoptionState>(StateParts.Adoptions, version: 1, _instrumentsMax);
        View = new PortfolioView(_positions, _currencies, _dayLedgers, _account, _adoptions);
        StrategyView = new StrategyPositionsView(_shares, _positions, _instrumentsMax);
    }

    public PortfolioView View { get; }

    public StrategyPositionsView StrategyView { get; }

    /// <summary>The newest executions, which can be taken back.</summary>
    public ExecutionLedger Executions { get; }

    /// <summary>Pays money in, or out if the amount is negative; see <see cref="ApplyFlow"/>.</summary>
    public PortfolioCode Deposit(in AsciiText8 currency, long amount) =>
        ApplyFlow(amount < 0 ? CashFlowKind.Withdrawal : CashFlowKind.Deposit, in currency, amount);

    /// <summary>
    /// Money comes or goes without a trade. Cash, equity, what was paid in and the peak move by the amount, the flows
    /// of the day count it, and the scaled peak moves in proportion: it is neither profit nor loss nor drawdown.
    /// </summary>
    /// <param name="amount">Money; negative leaves the account.</param>
    public PortfolioCode ApplyFlow(CashFlowKind kind, in AsciiText8 currency, long amount)
    {
        if (amount == FixedPoint.Absent) return PortfolioCode.Overflow;
        var code = TryNumberOf(in currency, out var number);
        if (code != PortfolioCode.Applied) return code;

        // All on copies; nothing is stored before everything fits.
        var ledger = _currencies[number - 1];
        var day = _dayLedgers[number - 1];
        var scaledPeak = ScaledPeakAfter(in ledger, amount);
        if (!Money.TryAdd(ledger.StartingCash, amount, out ledger.StartingCash)
            || !Money.TryAdd(ledger.Cash, amount, out ledger.Cash)
            || !Money.TryAdd(ledger.Equity, amount, out ledger.Equity)
            || !Money.TryAdd(ledger.PeakEquity, amount, out ledger.PeakEquity)
            || !TryMoveBaseline(ref day, amount)
            || !TryCount(ref day, kind, amount))
            return PortfolioCode.Overflow;

        ledger.ScaledPeak = Math.Max(scaledPeak, ledger.Equity);
        _currencies.Edit(number - 1) = ledger;
        _dayLedgers.Edit(number - 1) = day;
        return PortfolioCode.Applied;
    }

    /// <summary>The day starts again from the equity of now, in every currency.</summary>
    public void BeginDay()
    {
        for (var index = 0; index < _account[0].Currencies; index++)
        {
            ref readonly var ledger = ref _currencies[index];
            ref var day = ref _dayLedgers.Edit(index);
            day.LastDayProfit = View.Figures(index).DayProfit;
            day.StartEquity = ledger.Equity;
            day.Flows = 0;
            day.StartRealizedProfit = ledger.RealizedProfit;
            day.StartCommissions = ledger.Commissions;
        }
    }

    /// <summary>Must precede the first execution in the instrument. A second definition must be equal.</summary>
    /// <param name="scaleExponent">Price exponent plus size exponent, 0-18.</param>
    public PortfolioCode DefineInstrument(int instrumentId, in AsciiText8 currency, long multiplier, int scaleExponent)
    {
        if ((uint)instrumentId >= (uint)_instrumentsMax) return PortfolioCode.UnknownInstrument;
        if (multiplier <= 0 || (uint)scaleExponent > 2 * FixedPoint.ExponentMax) return PortfolioCode.DefinitionDiffers;

        var code = TryNumberOf(in currency, out var number);
        if (code != PortfolioCode.Applied) return code;

        ref readonly var old = ref _positions[instrumentId];
        if (old.IsDefined)
        {
            var isEqual =
                old.CurrencyNumber == number && old.Multiplier == multiplier && old.ScaleExponent == scaleExponent;
            return isEqual ? PortfolioCode.Applied : PortfolioCode.DefinitionDiffers;
        }

        ref var position = ref _positions.Edit(instrumentId);
        position.CurrencyNumber = number;
        position.Multiplier = multiplier;
        position.ScaleExponent = scaleExponent;
        position.MarkPrice = FixedPoint.Absent;
        return PortfolioCode.Applied;
    }

    /// <summary>
    /// Counts one execution for the account and for a strategy. A position without a mark is valued at the price of the
    /// execution until the market says otherwise.
    /// </summary>
    /// <param name="strategyId">0 for an execution that no strategy of this engine caused.</param>
    /// <param name="quantity">Positive; the side says the direction.</param>
    /// <param name="commission">Money; positive is paid.</param>
    public PortfolioCode ApplyExecution(
        int instrumentId, int strategyId, Side side, long quantity, long price, long commission)
    {
        if ((uint)instrumentId >= (uint)_instrumentsMax || !_positions[instrumentId].IsDefined)
            return PortfolioCode.UnknownInstrument;
        if ((uint)strategyId > (uint)_strategiesMax) return PortfolioCode.UnknownStrategy;
        if (quantity <= 0) return PortfolioCode.InvalidQuantity;
        if (side is not (Side.Buy or Side.Sell)) return PortfolioCode.InvalidSide;
        if (price == FixedPoint.Absent) return PortfolioCode.InvalidPrice;
        if (commission == FixedPoint.Absent) return PortfolioCode.Overflow;

        var shareIndex = (strategyId * _instrumentsMax) + instrumentId;
        var signed = side == Side.Buy ? quantity : -quantity;
        var position = _positions[instrumentId];
        var share = _shares[shareIndex];
        var ledger = _currencies[position.CurrencyNumber - 1];
        var wasOpen = position.IsOpen;

        // All on copies; nothing is stored before everything fits.
        if (!TryFillPosition(ref position, ref ledger, signed, price, commission)) return PortfolioCode.Overflow;
        if (!TryFillShare(ref share, in position, signed, price, commission)) return PortfolioCode.Overflow;

        _positions.Edit(instrumentId) = position;
        _shares.Edit(shareIndex) = share;
        _currencies.Edit(position.CurrencyNumber - 1) = ledger;
        ref var account = ref _account.Edit(0);
        account.Executions++;
        account.OpenPositions += (position.IsOpen ? 1 : 0) - (wasOpen ? 1 : 0);
        return PortfolioCode.Applied;
    }

    /// <summary>
    /// Books a position that no execution explains, for the account and no strategy. Equity, its peaks and the baseline
    /// of the day move alike: it is neither profit nor loss nor drawdown.
    /// </summary>
    /// <param name="signedQuantity">How far the position moves; not zero.</param>
    /// <param name="price">Cost of a unit of what is opened; absent where the position only shrinks.</param>
    /// <param name="money">What was booked against the reconciliation account.</param>
    public PortfolioCode Adopt(int instrumentId, long signedQuantity, long price, out long money)
    {
        money = 0;
        if ((uint)instrumentId >= (uint)_instrumentsMax || !_positions[instrumentId].IsDefined)
            return PortfolioCode.UnknownInstrument;
        if (signedQuantity == 0) return PortfolioCode.InvalidQuantity;

        var position = _positions[instrumentId];
        var ledger = _currencies[position.CurrencyNumber - 1];
        var adoption = _adoptions[instrumentId];
        var wasOpen = position.IsOpen;
        var before = ledger;
        var fits = AverageCost.TryAdopt(
            position.Quantity, position.CostBasis, signedQuantity, price, in position, out var adopted);
        if (!fits) return price == FixedPoint.Absent ? PortfolioCode.InvalidPrice : PortfolioCode.Overflow;
        if (!Money.TrySubtract(adopted.CostBasis, position.CostBasis, out money)
            || !Money.TryAdd(adoption.Cost, money, out adoption.Cost)
            || !Money.TryAdd(adoption.Quantity, signedQuantity, out adoption.Quantity)
            || !Money.TryAdd(ledger.CostBasis, money, out ledger.CostBasis)
            || !Money.TryAdd(ledger.Reconciliation, money, out ledger.Reconciliation))
            return PortfolioCode.Overflow;

        position.CostBasis = adopted.CostBasis;
        var mark = position.MarkPrice == FixedPoint.Absent ? price : position.MarkPrice;
        if (!TryValue(ref position, ref ledger, adopted.Quantity, mark)) return PortfolioCode.Overflow;
        var day = _dayLedgers[position.CurrencyNumber - 1];
        if (!Money.TryMove(before.PeakEquity, ledger.Equity, before.Equity, out ledger.PeakEquity)
            || !Money.TrySubtract(ledger.Equity, before.Equity, out var moved)
            || !TryMoveBaseline(ref day, moved))
            return PortfolioCode.Overflow;

        ledger.DrawdownMax = before.DrawdownMax;
        ledger.ScaledPeak = Math.Max(ScaledPeakAfter(in before, moved), ledger.Equity);
        _dayLedgers.Edit(position.CurrencyNumber - 1) = day;
        adoption.Count++;
        _positions.Edit(instrumentId) = position;
        _currencies.Edit(position.CurrencyNumber - 1) = ledger;
        _adoptions.Edit(instrumentId) = adoption;
        _account.Edit(0).OpenPositions += (position.IsOpen ? 1 : 0) - (wasOpen ? 1 : 0);
        return PortfolioCode.Applied;
    }

    /// <summary>
    /// Books cash that no execution explains, found in one instrument. Equity, its peaks and the baseline of the day
    /// move alike.
    /// </summary>
    public PortfolioCode AdoptCash(int instrumentId, long amount)
    {
        if ((uint)instrumentId >= (uint)_instrumentsMax || !_positions[instrumentId].IsDefined)
            return PortfolioCode.UnknownInstrument;

        var number = _positions[instrumentId].CurrencyNumber;
        var ledger = _currencies[number - 1];
        var adoption = _adoptions[instrumentId];
        var day = _dayLedgers[number - 1];
        var scaledPeak = ScaledPeakAfter(in ledger, amount);
        if (!Money.TryAdd(ledger.Cash, amount, out ledger.Cash)
            || !Money.TryAdd(ledger.Equity, amount, out ledger.Equity)
            || !Money.TryAdd(ledger.PeakEquity, amount, out ledger.PeakEquity)
            || !Money.TryAdd(ledger.Reconciliation, amount, out ledger.Reconciliation)
            || !Money.TryAdd(adoption.Cash, amount, out adoption.Cash)
            || !TryMoveBaseline(ref day, amount))
            return PortfolioCode.Overflow;

        ledger.ScaledPeak = Math.Max(scaledPeak, ledger.Equity);
        _dayLedgers.Edit(number - 1) = day;
        adoption.Count++;
        _currencies.Edit(number - 1) = ledger;
        _adoptions.Edit(instrumentId) = adoption;
        return PortfolioCode.Applied;
    }

    /// <summary>Values a position at a new price. Costs one comparison while there is no position.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PortfolioCode Mark(int instrumentId, long markPrice)
    {
        ref readonly var position = ref _positions[instrumentId];
        return position.Quantity == 0 || position.MarkPrice == markPrice
            ? PortfolioCode.Applied
            : MarkOpen(instrumentId, markPrice);
    }

    private PortfolioCode MarkOpen(int instrumentId, long markPrice)
    {
        if (markPrice == FixedPoint.Absent) return PortfolioCode.InvalidPrice;

        var position = _positions[instrumentId];
        var ledger = _currencies[position.CurrencyNumber - 1];
        if (!TryValue(ref position, ref ledger, position.Quantity, markPrice)) return PortfolioCode.Overflow;

        _positions.Edit(instrumentId) = position;
        _currencies.Edit(position.CurrencyNumber - 1) = ledger;
        return PortfolioCode.Applied;
    }

    private static bool TryFillPosition(
        ref PositionState position, ref CurrencyState ledger, long signed, long price, long commission)
    {
        if (!AverageCost.TryFill(position.Quantity, position.CostBasis, signed, price, in position, out var fill))
            return false;
        if (!Money.TryMove(ledger.CostBasis, fill.CostBasis, position.CostBasis, out ledger.CostBasis)) return false;
        if (!Money.TryAdd(ledger.RealizedProfit, fill.Realized, out ledger.RealizedProfit)) return false;
        if (!Money.TryAdd(position.RealizedProfit, fill.Realized, out position.RealizedProfit)) return false;
        if (!Money.TryAdd(position.Commissions, commission, out position.Commissions)) return false;
        if (!Money.TryAdd(ledger.Commissions, commission, out ledger.Commissions)) return false;
        if (!Money.TrySubtract(ledger.Cash, fill.Value, out var paid)) return false;
        if (!Money.TrySubtract(paid, commission, out ledger.Cash)) return false;

        position.CostBasis = fill.CostBasis;
        var mark = position.MarkPrice == FixedPoint.Absent ? price : position.MarkPrice;
        return TryValue(ref position, ref ledger, fill.Quantity, mark);
    }

    private static bool TryFillShare(
        ref StrategyPositionState share, in PositionState definition, long signed, long price, long commission)
    {
        if (!AverageCost.TryFill(share.Quantity, share.CostBasis, signed, price, in definition, out var fill))
            return false;
        if (!Money.TryAdd(share.RealizedProfit, fill.Realized, out share.RealizedProfit)) return false;
        if (!Money.TryAdd(share.Commissions, commission, out share.Commissions)) return false;

        share.Quantity = fill.Quantity;
        share.CostBasis = fill.CostBasis;
        return true;
    }

    // Takes the old value of the position out of the ledger's sums and the new one in; cash must be up to date.
    private static bool TryValue(ref PositionState position, ref CurrencyState ledger, long quantity, long mark)
    {
        if (!FixedPoint.TryNotional(mark, quantity, position.Multiplier, position.ScaleExponent, out var value))
            return false;
        if (!Money.TryMove(ledger.MarketValue, value, position.MarketValue, out ledger.MarketValue)) return false;
        if (!Money.TryMove(ledger.LongExposure, LongPart(quantity, value),
                LongPart(position.Quantity, position.MarketValue), out ledger.LongExposure)) return false;
        if (!Money.TryMove(ledger.ShortExposure, LongPart(-quantity, value),
                LongPart(-position.Quantity, position.MarketValue), out ledger.ShortExposure)) return false;
        if (!Money.TryAdd(ledger.Cash, ledger.MarketValue, out ledger.Equity)) return false;
        if (!Money.TrySubtract(ledger.MarketValue, ledger.CostBasis, out _)) return false;
        if (!Money.TryAdd(ledger.LongExposure, ledger.ShortExposure, out _)) return false;
        if (!Money.TrySubtract(value, position.CostBasis, out _)) return false;

        ledger.PeakEquity = Math.Max(ledger.PeakEquity, ledger.Equity);
        if (!Money.TrySubtract(ledger.PeakEquity, ledger.Equity, out var drawdown)) return false;

        ledger.DrawdownMax = Math.Max(ledger.DrawdownMax, drawdown);
        ledger.ScaledPeak = Math.Max(ledger.ScaledPeak, ledger.Equity);
        position.Quantity = quantity;
        position.MarketValue = value;
        position.MarkPrice = quantity == 0 ? FixedPoint.Absent : mark;
        return true;
    }

    // Rounded up, so that a flow never takes a drawdown back below a limit that it had reached. Without equity above 0
    // before and after there is no proportion to keep; then it moves like the peak itself.
    private static long ScaledPeakAfter(in CurrencyState ledger, long amount)
    {
        var after = (Int128)ledger.Equity + amount;
        if (ledger.Equity <= 0 || after <= 0) return Money.Clamp((Int128)ledger.ScaledPeak + amount);

        var (quotient, remainder) = Int128.DivRem(ledger.ScaledPeak * after, ledger.Equity);
        return Money.Clamp(remainder > 0 ? quotient + 1 : quotient);
    }

    private static bool TryMoveBaseline(ref DayLedgerState day, long amount) =>
        Money.TryAdd(day.Flows, amount, out day.Flows) && Money.TryAdd(day.StartEquity, day.Flows, out _);

    private static bool TryCount(ref DayLedgerState day, CashFlowKind kind, long amount) => kind switch
    {
        CashFlowKind.Dividend => Money.TryAdd(day.Dividends, amount, out day.Dividends),
        CashFlowKind.Withdrawal => Money.TrySubtract(day.Withdrawals, amount, out day.Withdrawals),
        _ => Money.TryAdd(day.Deposits, amount, out day.Deposits),
    };

    private static long LongPart(long quantity, long value) => quantity > 0 ? Math.Abs(value) : 0;

    // Interned in order of appearance; a handful of them, so a scan does.
    private PortfolioCode TryNumberOf(in AsciiText8 code, out int number)
    {
        var count = _account[0].Currencies;
        ReadOnlySpan<byte> wanted = code;
        for (number = 1; number <= count; number++)
        {
            ReadOnlySpan<byte> known = _currencies[number - 1].Code;
            if (known.SequenceEqual(wanted)) return PortfolioCode.Applied;
        }
        if (count == CurrenciesMax) return PortfolioCode.CurrenciesFull;

        _currencies.Edit(count).Code = code;
        _account.Edit(0).Currencies = count + 1;
        return PortfolioCode.Applied;
    }
}
