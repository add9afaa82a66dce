using Engine.Core.Events;
using Engine.Core.Portfolio;
using Engine.Core.State;
using Xunit;

namespace Engine.Core.Tests.Portfolio;

/// <summary>Goal: figures that an accountant would sign, and refusals that leave no trace.</summary>
public sealed class PortfolioBookTests
{
    private const int Apple = 0;
    private const int Cents = 2;
    private const long One = FixedPoint.MoneyOne;

    private static readonly AsciiText8 Dollar = AsciiText8.From("USD");

    private readonly StateRegistry _registry = new();
    private readonly PortfolioBook _book;

    public PortfolioBookTests()
    {
        _book = new PortfolioBook(_registry, new EngineLimits { InstrumentsMax = 4, StrategiesMax = 2 });
        _book.Deposit(in Dollar, 10_000 * One);
        _book.DefineInstrument(Apple, in Dollar, One, Cents);
    }

    [Fact]
    public void A_round_trip_books_cost_profit_and_commission()
    {
        Buy(100, 10_00, commission: 5 * One);
        Assert.Equal((100L, 1_000 * One, 0L), (Position.Quantity, Position.CostBasis, Position.RealizedProfit));
        Assert.Equal(8_995 * One, Ledger.Cash);

        Sell(40, 12_00, commission: One);
        Assert.Equal((60L, 600 * One, 80 * One), (Position.Quantity, Position.CostBasis, Position.RealizedProfit));

        Sell(100, 9_00, commission: 0);     // Crosses zero: 60 closed at a loss of 60, 40 sold short.
        Assert.Equal((-40L, -360 * One, 20 * One), (Position.Quantity, Position.CostBasis, Position.RealizedProfit));

        Buy(40, 8_00, commission: 0);
        Assert.Equal((0L, 0L, 60 * One), (Position.Quantity, Position.CostBasis, Position.RealizedProfit));
        Assert.Equal((10_054 * One, 6 * One, 10_054 * One), (Ledger.Cash, Ledger.Commissions, Ledger.Equity));
        Assert.Equal((4L, 0), (_book.View.Account.Executions, _book.View.Account.OpenPositions));
    }

    [Fact]
    public void The_cost_that_leaves_is_rounded_once_and_nothing_is_lost()
    {
        // 3 shares for 10.00 in all cannot be divided: the thirds round, the sum does not.
        _book.DefineInstrument(1, in Dollar, One, 0);
        _book.ApplyExecution(1, 1, Side.Buy, 1, 4, 0);
        _book.ApplyExecution(1, 1, Side.Buy, 2, 3, 0);
        _book.ApplyExecution(1, 1, Side.Sell, 1, 5, 0);
        Assert.Equal(10 * One - 3_33333333, _book.View.Position(1).CostBasis);
        Assert.Equal(5 * One - 3_33333333, _book.View.Position(1).RealizedProfit);

        _book.ApplyExecution(1, 1, Side.Sell, 2, 5, 0);
        Assert.Equal((0L, 5 * One), (_book.View.Position(1).CostBasis, _book.View.Position(1).RealizedProfit));
    }

    [Fact]
    public void Marks_move_equity_exposure_peak_and_drawdown()
    {
        Buy(100, 10_00, commission: 0);
        Assert.Equal((1_000 * One, 10_000 * One), (Ledger.LongExposure, Ledger.Equity));

        _book.Mark(Apple, 15_00);
        Assert.Equal((10_500 * One, 10_500 * One, 0L), (Ledger.Equity, Ledger.PeakEquity, Ledger.Drawdown));
        _book.Mark(Apple, 12_00);
        Assert.Equal((10_200 * One, 10_500 * One, 300 * One), (Ledger.Equity, Ledger.PeakEquity, Ledger.Drawdown));
        Assert.Equal(200 * One, Ledger.UnrealizedProfit);

        Sell(300, 12_00, commission: 0);
        Assert.Equal((0L, 2_400 * One, -2_400 * One), (Ledger.LongExposure, Ledger.ShortExposure, Ledger.NetExposure));
        _book.Mark(Apple, 13_00);
        Assert.Equal((10_000 * One, 500 * One), (Ledger.Equity, Ledger.DrawdownMax));
    }

    [Fact]
    public void A_deposit_is_neither_profit_nor_recovery()
    {
        Buy(100, 10_00, commission: 0);
        _book.Mark(Apple, 8_00);
        _book.Deposit(in Dollar, 1_000 * One);
        Assert.Equal((200 * One, 11_000 * One), (Ledger.Drawdown, Ledger.PeakEquity));
    }

    [Fact]
    public void A_mark_without_position_changes_nothing()
    {
        var digest = _registry.FoldDigest();
        Assert.Equal(PortfolioCode.Applied, _book.Mark(Apple, 10_00));
        Assert.Equal(PortfolioCode.Applied, _book.Mark(3, 10_00));
        Assert.Equal(digest, _registry.FoldDigest());

        Buy(1, 10_00, 0);
        Assert.Equal(PortfolioCode.InvalidPrice, _book.Mark(Apple, FixedPoint.Absent));
    }

    [Theory]
    [InlineData(long.MinValue, PortfolioCode.InvalidQuantity)]
    [InlineData(-1, PortfolioCode.InvalidQuantity)]
    [InlineData(0, PortfolioCode.InvalidQuantity)]
    [InlineData(1, PortfolioCode.Applied)]
    [InlineData(long.MaxValue, PortfolioCode.Overflow)]
    public void Quantities_out_of_range_are_refused(long quantity, PortfolioCode code) =>
        Assert.Equal(code, _book.ApplyExecution(Apple, 1, Side.Buy, quantity, 10_00, 0));

    [Fact]
    public void What_cannot_be_booked_is_refused_with_its_code()
    {
        Assert.Equal(PortfolioCode.UnknownInstrument, _book.ApplyExecution(2, 1, Side.Buy, 1, 1, 0));
        Assert.Equal(PortfolioCode.UnknownInstrument, _book.ApplyExecution(-1, 1, Side.Buy, 1, 1, 0));
        Assert.Equal(PortfolioCode.UnknownInstrument, _book.ApplyExecution(4, 1, Side.Buy, 1, 1, 0));
        Assert.Equal(PortfolioCode.UnknownStrategy, _book.ApplyExecution(Apple, 3, Side.Buy, 1, 1, 0));
        Assert.Equal(PortfolioCode.InvalidSide, _book.ApplyExecution(Apple, 1, Side.None, 1, 1, 0));
        Assert.Equal(PortfolioCode.InvalidPrice, _book.ApplyExecution(Apple, 1, Side.Buy, 1, FixedPoint.Absent, 0));
        Assert.Equal(PortfolioCode.DefinitionDiffers, _book.DefineInstrument(Apple, in Dollar, 2 * One, Cents));
        Assert.Equal(PortfolioCode.DefinitionDiffers, _book.DefineInstrument(2, in Dollar, 0, Cents));
        Assert.Equal(PortfolioCode.Applied, _book.DefineInstrument(Apple, in Dollar, One, Cents));
    }

    [Theory]
    [InlineData(long.MaxValue / 2, 1, 0)]                   // Cash goes below what 64 bits hold, at the third time.
    [InlineData(1_000_000_000_000, 1, long.MaxValue / 2)]    // Commissions do.
    [InlineData(90_000_000_000_00, 1, -long.MaxValue / 2)]   // Rebates do.
    public void A_refused_execution_leaves_no_partial_change(long price, long quantity, long commission)
    {
        _book.DefineInstrument(1, in Dollar, One, 8);
        var code = PortfolioCode.Applied;
        for (var i = 0; i < 8 && code == PortfolioCode.Applied; i++)
        {
            var digest = _registry.FoldDigest();
            code = _book.ApplyExecution(1, 1, Side.Buy, quantity, price, commission);
            if (code != PortfolioCode.Applied) Assert.Equal(digest, _registry.FoldDigest());
        }
        Assert.Equal(PortfolioCode.Overflow, code);
    }

    [Fact]
    public void A_mark_that_overflows_is_refused_whole()
    {
        Buy(1_000_000, 1, 0);
        var digest = _registry.FoldDigest();
        Assert.Equal(PortfolioCode.Overflow, _book.Mark(Apple, long.MaxValue));
        Assert.Equal(PortfolioCode.Overflow, _book.Mark(Apple, -long.MaxValue));
        Assert.Equal(digest, _registry.FoldDigest());
    }

    [Fact]
    public void Opposite_shares_of_a_flat_account_have_no_unrealised_profit_to_tell()
    {
        _book.ApplyExecution(Apple, 1, Side.Buy, 10, 10_00, 0);
        Assert.True(_book.StrategyView.TryUnrealizedProfit(1, Apple, out var profit) && profit == 0);
        _book.Mark(Apple, 11_00);
        Assert.True(_book.StrategyView.TryUnrealizedProfit(1, Apple, out profit) && profit == 10 * One);

        _book.ApplyExecution(Apple, 2, Side.Sell, 10, 11_00, 0);
        Assert.Equal((10L, -10L, 0L), (Share(1), Share(2), Position.Quantity));
        Assert.False(_book.StrategyView.TryUnrealizedProfit(1, Apple, out _));
        Assert.True(_book.StrategyView.TryUnrealizedProfit(0, Apple, out _));
    }

    [Fact]
    public void Currencies_keep_their_own_ledgers_and_have_a_limit()
    {
        var euro = AsciiText8.From("EUR");
        _book.Deposit(in euro, 7);
        Assert.Equal((1, 7L), (_book.View.IndexOfCurrency(in euro), _book.View.Currency(1).Cash));
        for (var i = 2; i < PortfolioBook.CurrenciesMax; i++)
            Assert.Equal(PortfolioCode.Applied, _book.Deposit(AsciiText8.From("C" + (char)('A' + i)), 1));
        Assert.Equal(PortfolioCode.CurrenciesFull, _book.Deposit(AsciiText8.From("ZZZ"), 1));
        Assert.Equal(-1, _book.View.IndexOfCurrency(AsciiText8.From("ZZZ")));
    }

    [Fact]
    public void Executions_and_marks_allocate_nothing()
    {
        Trade(10);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Trade(10_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private ref readonly PositionState Position => ref _book.View.Position(Apple);

    private ref readonly CurrencyState Ledger => ref _book.View.Currency(0);

    private long Share(int strategyId) => _book.StrategyView.Position(strategyId, Apple).Quantity;

    private void Buy(long quantity, long price, long commission) =>
        Assert.Equal(PortfolioCode.Applied, _book.ApplyExecution(Apple, 1, Side.Buy, quantity, price, commission));

    private void Sell(long quantity, long price, long commission) =>
        Assert.Equal(PortfolioCode.Applied, _book.ApplyExecution(Apple, 1, Side.Sell, quantity, price, commission));

    private void Trade(int rounds)
    {
        for (var i = 0; i < rounds; i++)
        {
            _book.ApplyExecution(Apple, 1, (i & 1) == 0 ? Side.Buy : Side.Sell, 100 + (i % 7), 10_00 + (i % 50), 1);
            _book.Mark(Apple, 10_00 + (i % 13));
            _registry.FoldDigest();
        }
    }
}
