using System.Runtime.InteropServices;
using Engine.Core.Events;
using Engine.Core.Portfolio;
using Engine.Core.Replay;
using Engine.Core.State;
using Xunit;

namespace Engine.Core.Tests.Portfolio;

/// <summary>
/// Goal: money that comes or goes without a trade is neither profit nor loss nor drawdown, and the profits of the days
/// add up to the whole. Method: hand-made cases, then random trades, marks, flows and rolls.
/// </summary>
public sealed class CashFlowTests
{
    private const long One = FixedPoint.MoneyOne;

    private static readonly AsciiText8 Dollar = AsciiText8.From("USD");

    private readonly PortfolioBook _book = new(new StateRegistry(), new EngineLimits { InstrumentsMax = 2 });

    public CashFlowTests()
    {
        _book.Deposit(in Dollar, 100_000 * One);
        _book.DefineInstrument(0, in Dollar, One, scaleExponent: 2); // Prices in cents, whole quantities.
        _book.BeginDay();
    }

    [Theory]
    [InlineData(CashFlowKind.Deposit, 50_000)]
    [InlineData(CashFlowKind.Withdrawal, -60_000)]
    [InlineData(CashFlowKind.Dividend, 73)]
    public void A_flow_moves_cash_baseline_and_peak_and_leaves_loss_and_drawdown_as_they_are(
        CashFlowKind kind, long amount)
    {
        Lose(5_000);
        Assert.Equal((-5_000 * One, 5_000 * One, 500L), Figures());

        Assert.Equal(PortfolioCode.Applied, _book.ApplyFlow(kind, in Dollar, amount * One));
        Assert.Equal((-5_000 * One, 5_000 * One, 500L), Figures());
        var figures = _book.View.Figures();
        Assert.Equal((95_000 + amount) * One, figures.Equity);
        Assert.Equal((100_000 * One, amount * One, (100_000 + amount) * One),
            (figures.DayStartEquity, figures.DayFlows, figures.DayBaseline));
        Assert.Equal((100_000 + amount) * One, figures.PeakEquity);
        Assert.Equal((95_000 + amount) * One, _book.View.Currency(0).Cash + _book.View.Currency(0).MarketValue);
        Assert.Equal(5_000 * One, _book.View.Currency(0).DrawdownMax);
    }

    [Fact]
    public void A_roll_starts_the_day_again_and_keeps_the_peak()
    {
        Lose(5_000);
        _book.ApplyFlow(CashFlowKind.Deposit, in Dollar, 1_000 * One);
        _book.BeginDay();
        Assert.Equal((0L, 5_000 * One), (_book.View.Figures().DayProfit, _book.View.Figures().Drawdown));
        Assert.Equal((96_000 * One, 0L, -5_000 * One), (_book.View.Figures().DayStartEquity,
            _book.View.Figures().DayFlows, _book.View.DayLedger(0).LastDayProfit));
        Lose(1_000);
        Assert.Equal((-1_000 * One, 6_000 * One), (_book.View.Figures().DayProfit, _book.View.Figures().Drawdown));
    }

    [Fact]
    public void Deposits_withdrawals_and_dividends_are_counted_apart()
    {
        _book.ApplyFlow(CashFlowKind.Deposit, in Dollar, 10 * One);
        _book.ApplyFlow(CashFlowKind.Withdrawal, in Dollar, -3 * One);
        _book.ApplyFlow(CashFlowKind.Dividend, in Dollar, 2 * One);
        ref readonly var day = ref _book.View.DayLedger(0);
        Assert.Equal((100_010 * One, 3 * One, 2 * One, 9 * One),
            (day.Deposits, day.Withdrawals, day.Dividends, day.Flows));
        Assert.Equal(100_009 * One, _book.View.Currency(0).StartingCash);
    }

    [Fact]
    public void An_adoption_is_neither_profit_of_the_day_nor_drawdown()
    {
        Lose(5_000);
        Assert.Equal(PortfolioCode.Applied, _book.AdoptCash(0, 2_000 * One));
        Assert.Equal((-5_000 * One, 5_000 * One, 500L), Figures());
        Assert.Equal(PortfolioCode.Applied, _book.Adopt(0, 10, price: 200_00, out _));
        Assert.Equal((-5_000 * One, 5_000 * One, 500L), Figures());
        Assert.Equal(4_000 * One, _book.View.DayLedger(0).Flows);
        Assert.Equal((-5_000 * One, 4_000 * One), Profit());
        _book.Mark(0, 190_00); // From here on it is.
        Assert.Equal((-5_100 * One, 5_100 * One), (Figures().DayProfit, Figures().Drawdown));
        Assert.Equal((-5_100 * One, 4_000 * One), Profit());
    }

    [Fact]
    public void A_flow_that_does_not_fit_changes_nothing()
    {
        var before = Bytes();
        Assert.Equal(PortfolioCode.Overflow,
            _book.ApplyFlow(CashFlowKind.Deposit, in Dollar, long.MaxValue - (1_000 * One)));
        Assert.Equal(PortfolioCode.Overflow, _book.ApplyFlow(CashFlowKind.Deposit, in Dollar, long.MinValue));
        Assert.Equal(before, Bytes());
    }

    [Fact]
    public void The_drawdown_in_basis_points_reaches_a_limit_exactly_when_the_money_does()
    {
        Lose(9_999);
        Assert.Equal(999, _book.View.Figures().DrawdownBps);
        Lose(1);
        Assert.Equal(1_000, _book.View.Figures().DrawdownBps);
        Lose(1);
        Assert.Equal(1_000, _book.View.Figures().DrawdownBps);
    }

    [Fact]
    public void Profits_of_the_days_add_up_to_the_profit_less_flows()
    {
        for (var seed = 1; seed <= 200; seed++) RequireSums(seed);
    }

    private static void RequireSums(int seed)
    {
        var random = new Random(seed);
        var book = new PortfolioBook(new StateRegistry(), new EngineLimits { InstrumentsMax = 2 });
        book.DefineInstrument(0, in Dollar, One, scaleExponent: 2);
        book.DefineInstrument(1, in Dollar, 50 * One, scaleExponent: 2);
        long days = 0, flows = 0;
        for (var step = 0; step < 300; step++)
        {
            var bps = book.View.Figures().DrawdownBps;
            var profit = book.View.Figures().DayProfit;
            switch (random.Next(4))
            {
                case 0:
                    var amount = random.NextInt64(-50_000, 100_000) * One;
                    var kind = amount < 0 ? CashFlowKind.Withdrawal : (CashFlowKind)(1 + (2 * random.Next(2)));
                    var isSound = book.View.Figures().Equity > One && book.View.Figures().Equity + amount > One;
                    Assert.Equal(PortfolioCode.Applied, book.ApplyFlow(kind, in Dollar, amount));
                    flows += amount;
                    Assert.Equal(profit, book.View.Figures().DayProfit);
                    if (isSound) Assert.InRange(book.View.Figures().DrawdownBps, bps, bps + 1); // Rounded up.
                    break;
                case 1:
                    days += profit;
                    book.BeginDay();
                    Assert.Equal(0, book.View.Figures().DayProfit);
                    Assert.Equal(profit, book.View.DayLedger(0).LastDayProfit);
                    break;
                case 2:
                    book.Mark(random.Next(2), random.NextInt64(1, 20_000));
                    break;
                default:
                    var code = book.ApplyExecution(random.Next(2), 0, (Side)random.Next(1, 3), random.Next(1, 50),
                        random.NextInt64(1, 20_000), random.NextInt64(0, One));
                    Assert.Equal(PortfolioCode.Applied, code);
                    break;
            }
        }
        ref readonly var ledger = ref book.View.Currency(0);
        Assert.True(flows == ledger.StartingCash, $"Seed {seed}: flows {flows}, paid in {ledger.StartingCash}.");
        var total = days + book.View.Figures().DayProfit;
        Assert.True(total == ledger.Equity - flows, $"Seed {seed}: days {total}, whole {ledger.Equity - flows}.");
        Assert.True(total == ledger.RealizedProfit + ledger.UnrealizedProfit - ledger.Commissions, $"Seed {seed}.");
    }

    // As people are shown it: what is left when all that is shown beside it is taken out of the equity.
    private (long Net, long Adopted) Profit()
    {
        var shown = CurrencyFigures.Of(_book.View, 0);
        Assert.Equal(shown.RealizedProfit + shown.UnrealizedProfit - shown.Commissions, shown.NetProfit);
        Assert.Equal(shown.Equity - shown.StartingCash - shown.Adopted, shown.NetProfit);
        return (shown.NetProfit, shown.Adopted);
    }

    private byte[] Bytes() =>
    [
        .. MemoryMarshal.AsBytes([_book.View.Currency(0)]).ToArray(),
        .. MemoryMarshal.AsBytes([_book.View.DayLedger(0)]).ToArray(),
    ];

    private (long DayProfit, long Drawdown, long Bps) Figures() => (
        _book.View.Figures().DayProfit, _book.View.Figures().Drawdown, _book.View.Figures().DrawdownBps);

    // Bought and sold at a price that is a dollar lower.
    private void Lose(long dollars)
    {
        _book.ApplyExecution(0, 0, Side.Buy, dollars, price: 200_00, commission: 0);
        _book.ApplyExecution(0, 0, Side.Sell, dollars, price: 199_00, commission: 0);
    }
}
