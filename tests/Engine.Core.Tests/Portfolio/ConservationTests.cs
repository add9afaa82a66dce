using System.Numerics;
using Engine.Core.Events;
using Engine.Core.Portfolio;
using Engine.Core.State;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Engine.Core.Tests.Portfolio;

/// <summary>
/// Goal: no unit of money appears or vanishes. Method: random executions and marks over instruments of all exponents,
/// two currencies and several strategies, against sums in unbounded integers; then everything is closed.
/// </summary>
public sealed class ConservationTests
{
    private const int Instruments = 6;
    private const int Strategies = 3;

    private static readonly AsciiText8[] Codes = [AsciiText8.From("USD"), AsciiText8.From("JPY")];

    [Fact]
    public void Cash_and_cost_less_profit_plus_commissions_is_what_was_paid_in() =>
        Check.One(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(
            Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => new Run(seed).Execute()));

    private sealed class Run
    {
        private readonly Random _random;
        private readonly StateRegistry _registry = new();
        private readonly PortfolioBook _book;
        private readonly long[] _multipliers = new long[Instruments];
        private readonly int[] _scales = new int[Instruments];
        private readonly BigInteger[] _paid = new BigInteger[2];         // Money for executions, commission apart.
        private readonly BigInteger[] _commissions = new BigInteger[2];
        private readonly long[,] _quantities = new long[Strategies + 1, Instruments];

        public Run(int seed)
        {
            _random = new Random(seed);
            _book = new PortfolioBook(
                _registry, new EngineLimits { InstrumentsMax = Instruments, StrategiesMax = Strategies });
            foreach (var code in Codes) _book.Deposit(in code, 1_000_000 * FixedPoint.MoneyOne);
            for (var i = 0; i < Instruments; i++)
            {
                _multipliers[i] = _random.Next(3) == 0
                    ? _random.NextInt64(1, 100 * FixedPoint.MoneyOne)
                    : FixedPoint.MoneyOne;
                _scales[i] = _random.Next(19);
                var code = _book.DefineInstrument(i, in Codes[i % 2], _multipliers[i], _scales[i]);
                Assert.Equal(PortfolioCode.Applied, code);
            }
        }

        public void Execute()
        {
            for (var step = 0; step < 150; step++)
            {
                var instrument = _random.Next(Instruments);
                if (_random.Next(3) == 0) _book.Mark(instrument, _random.NextInt64(1, 200_00));
                else Trade(instrument, _random.Next(Strategies + 1), (Side)_random.Next(1, 3), _random.Next(1, 500));
                RequireSums();
            }
            CloseEverything();
        }

        private void Trade(int instrument, int strategy, Side side, long quantity)
        {
            var price = _random.NextInt64(1, 200_00);
            var commission = _random.NextInt64(-1_000, 1_000_000);
            var code = _book.ApplyExecution(instrument, strategy, side, quantity, price, commission);
            Assert.Equal(PortfolioCode.Applied, code);

            Assert.True(FixedPoint.TryNotional(price, quantity, _multipliers[instrument], _scales[instrument],
                out var value));
            var sign = side == Side.Buy ? 1 : -1;
            _paid[instrument % 2] += (BigInteger)value * sign;
            _commissions[instrument % 2] += commission;
            _quantities[strategy, instrument] += quantity * sign;
        }

        private void RequireSums()
        {
            for (var c = 0; c < 2; c++)
            {
                ref readonly var ledger = ref _book.View.Currency(c);
                Assert.Equal(ledger.StartingCash,
                    ledger.Cash + ledger.CostBasis - ledger.RealizedProfit + ledger.Commissions);
                Assert.Equal(ledger.StartingCash - _paid[c] - _commissions[c], ledger.Cash);
                Assert.Equal(_commissions[c], ledger.Commissions);
                RequireLedgerIsSumOfPositions(c, in ledger);
            }
            RequireSharesSumToPositions();
        }

        private void RequireLedgerIsSumOfPositions(int currency, in CurrencyState ledger)
        {
            long cost = 0, value = 0, realized = 0, longs = 0, shorts = 0;
            for (var i = currency; i < Instruments; i += 2)
            {
                ref readonly var position = ref _book.View.Position(i);
                cost += position.CostBasis;
                realized += position.RealizedProfit;
                if (position.Quantity == 0) continue;

                Assert.True(FixedPoint.TryNotional(position.MarkPrice, position.Quantity, _multipliers[i], _scales[i],
                    out var own));
                value += own;
                if (position.Quantity > 0) longs += own;
                else shorts -= own;
            }
            Assert.Equal((cost, realized), (ledger.CostBasis, ledger.RealizedProfit));
            Assert.Equal((value, longs, shorts), (ledger.MarketValue, ledger.LongExposure, ledger.ShortExposure));
            Assert.Equal(ledger.Cash + value, ledger.Equity);
            Assert.True(ledger.PeakEquity >= ledger.Equity && ledger.DrawdownMax >= ledger.Drawdown);
        }

        private void RequireSharesSumToPositions()
        {
            for (var i = 0; i < Instruments; i++)
            {
                ref readonly var position = ref _book.View.Position(i);
                long quantity = 0, spent = 0, commissions = 0;
                for (var s = 0; s <= Strategies; s++)
                {
                    ref readonly var share = ref _book.StrategyView.Position(s, i);
                    Assert.Equal(_quantities[s, i], share.Quantity);
                    quantity += share.Quantity;
                    spent += share.CostBasis - share.RealizedProfit;
                    commissions += share.Commissions;
                }
                Assert.Equal((position.Quantity, position.Commissions), (quantity, commissions));
                Assert.Equal(position.CostBasis - position.RealizedProfit, spent);
            }
        }

        private void CloseEverything()
        {
            for (var i = 0; i < Instruments; i++)
            {
                for (var s = 0; s <= Strategies; s++)
                {
                    var quantity = _quantities[s, i];
                    if (quantity != 0) Trade(i, s, quantity > 0 ? Side.Sell : Side.Buy, Math.Abs(quantity));
                    Assert.Equal(0, _book.StrategyView.Position(s, i).CostBasis);
                }
                Assert.Equal((0L, 0L), (_book.View.Position(i).CostBasis, _book.View.Position(i).MarketValue));
            }
            RequireSums();
            for (var c = 0; c < 2; c++)
            {
                ref readonly var ledger = ref _book.View.Currency(c);
                Assert.Equal(-_paid[c], ledger.RealizedProfit);
                Assert.Equal((0L, 0L, ledger.Cash), (ledger.CostBasis, ledger.MarketValue, ledger.Equity));
            }
            Assert.Equal(0, _book.View.Account.OpenPositions);
            Assert.Equal(_registry.FoldDigest(), _registry.ComputeDigest());
        }
    }
}
