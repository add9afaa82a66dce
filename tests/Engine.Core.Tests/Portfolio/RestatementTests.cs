using Engine.Core.Events;
using Engine.Core.Portfolio;
using Engine.Core.State;
using Xunit;

namespace Engine.Core.Tests.Portfolio;

/// <summary>
/// Goal: what the venue takes back or corrects is as if it had been so from the beginning, to the last unit. Method:
/// cases by hand, and random executions, busts and corrections against a second book that only ever heard the truth.
/// </summary>
public sealed class RestatementTests
{
    private const int Instruments = 3;
    private const int Strategies = 2;
    private const long Paid = 1_000_000 * FixedPoint.MoneyOne;

    private static readonly AsciiText8 Usd = AsciiText8.From("USD");

    private readonly StateRegistry _registry = new();
    private readonly PortfolioBook _book;
    private readonly List<Told> _told = [];

    public RestatementTests() => _book = NewBook(_registry);

    private sealed record Told(int Instrument, int Strategy, Side Side)
    {
        public long Quantity { get; set; }

        public long Price { get; set; }

        public long Commission { get; set; }
    }

    [Fact]
    public void A_bust_of_the_opening_trade_turns_the_closing_one_into_an_opening_one()
    {
        Trade(Side.Buy, 100, 10_00);
        Trade(Side.Sell, 100, 12_00);
        Assert.Equal(200 * FixedPoint.MoneyOne, _book.View.Position(0).RealizedProfit);

        Restate(0, quantity: 0, price: 10_00);

        ref readonly var position = ref _book.View.Position(0);
        Assert.Equal((-100, -1_200 * FixedPoint.MoneyOne, 0), (position.Quantity, position.CostBasis,
            position.RealizedProfit));
        Assert.Equal(Paid + (1_200 * FixedPoint.MoneyOne), _book.View.Currency(0).Cash);
        Assert.Equal((1, 1), (_book.View.Account.OpenPositions, _book.View.Account.Executions));
        RequireSums();
    }

    [Fact]
    public void A_bust_of_the_closing_trade_gives_the_cost_and_the_profit_back()
    {
        Trade(Side.Buy, 100, 10_00, commission: 7);
        Trade(Side.Sell, 40, 12_00, commission: 5);

        Restate(1, quantity: 0, price: 12_00);

        ref readonly var position = ref _book.View.Position(0);
        Assert.Equal((100, 1_000 * FixedPoint.MoneyOne), (position.Quantity, position.CostBasis));
        Assert.Equal((0, 7), (position.RealizedProfit, position.Commissions));
        RequireSums();
    }

    [Fact]
    public void A_correction_of_the_price_moves_profit_that_was_realised_later()
    {
        Trade(Side.Buy, 100, 10_00);
        Trade(Side.Sell, 50, 12_00);

        Restate(0, quantity: 100, price: 11_00);

        ref readonly var position = ref _book.View.Position(0);
        Assert.Equal((50, 550 * FixedPoint.MoneyOne, 50 * FixedPoint.MoneyOne),
            (position.Quantity, position.CostBasis, position.RealizedProfit));
        RequireSums();
    }

    [Fact]
    public void What_changed_the_position_otherwise_is_kept()
    {
        Trade(Side.Buy, 100, 10_00);

        // Somebody moves 50 more into the position, at 20: no execution, so nothing of it is in the ledger.
        Assert.Equal(PortfolioCode.Applied, _book.ApplyExecution(0, 0, Side.Buy, 50, 20_00, 0));
        Trade(Side.Sell, 50, 15_00);

        Restate(0, quantity: 0, price: 10_00);

        ref readonly var position = ref _book.View.Position(0);
        Assert.Equal((0, 0, -250 * FixedPoint.MoneyOne), (position.Quantity, position.CostBasis,
            position.RealizedProfit));
        RequireSums();
    }

    [Fact]
    public void An_execution_that_is_not_kept_any_more_is_refused_and_nothing_moves()
    {
        for (var i = 0; i < 65; i++) Trade(Side.Buy, 1, 10_00);
        var before = _registry.FoldDigest();

        Assert.Equal(PortfolioCode.UnknownExecution, _book.Restate(0, 65, 0, 10_00, 0, 1, 0, out _));
        Assert.Equal(PortfolioCode.UnknownExecution, _book.Restate(65, 65, 0, 10_00, 0, 1, 0, out _));
        Assert.Equal(before, _registry.FoldDigest());
    }

    [Fact]
    public void A_figure_that_does_not_fit_is_refused_and_nothing_moves()
    {
        Trade(Side.Buy, 100, 10_00);
        Trade(Side.Sell, 50, 12_00);
        var before = _registry.FoldDigest();

        Assert.Equal(
            PortfolioCode.Overflow, _book.Restate(0, 2, long.MaxValue / 2, 10_00, 0, 1, 0, out _));
        Assert.Equal(before, _registry.FoldDigest());
    }

    [Fact]
    public void An_attributed_execution_moves_to_the_strategy_as_if_it_had_always_been_its()
    {
        Trade(Side.Buy, 10, 10_00, strategy: 1);
        Trade(Side.Buy, 30, 14_00, strategy: 0);
        Trade(Side.Sell, 10, 16_00, strategy: 1);

        Assert.Equal(PortfolioCode.Applied, _book.Attribute(1, 3, strategyId: 1, orderId: 7));

        ref readonly var share = ref _book.StrategyView.Position(1, 0);
        Assert.Equal((30, 390 * FixedPoint.MoneyOne, 30 * FixedPoint.MoneyOne),
            (share.Quantity, share.CostBasis, share.RealizedProfit));
        ref readonly var nobodys = ref _book.StrategyView.Position(0, 0);
        Assert.Equal((0, 0, 0), (nobodys.Quantity, nobodys.CostBasis, nobodys.RealizedProfit));
        ref readonly var entry = ref _book.Executions.Find(1, out _);
        Assert.Equal((7L, (ushort)1), (entry.OrderId, entry.StrategyId));
        Assert.Equal(30, _book.View.Position(0).Quantity);
        RequireSums();
    }

    [Fact]
    public void Random_busts_corrections_and_attributions_end_where_the_truth_does()
    {
        for (var seed = 1; seed <= 400; seed++) new RandomLife(seed).Run();
    }

    /// <summary>
    /// A book that hears of executions wrongly at first, beside one that is told the truth at the end.
    /// </summary>
    private sealed class RandomLife(int seed)
    {
        private readonly RestatementTests _life = new();
        private readonly Random _random = new(seed);

        public void Run()
        {
            for (var step = 0; step < 60; step++)
            {
                var told = _life._told;
                var action = told.Count == 0 ? 0 : _random.Next(6);
                if (action < 3)
                {
                    _life.Trade(
                        (Side)_random.Next(1, 3), _random.Next(1, 300), _random.Next(1, 5_000), _random.Next(-5, 90),
                        _random.Next(Strategies + 1), _random.Next(Instruments));
                }
                else
                {
                    var number = _random.Next(told.Count);
                    if (told[number].Quantity == 0) continue; // Taken back: it stays so.
                    if (action == 3) _life.Restate(number, 0, told[number].Price);
                    else if (action == 4)
                        _life.Restate(number, _random.Next(1, 300), _random.Next(1, 5_000), _random.Next(90));
                    else Attribute(number);
                }
                Require($"seed {seed}, step {step}");
            }
        }

        private void Attribute(int number)
        {
            var strategy = _random.Next(Strategies + 1);
            Assert.Equal(PortfolioCode.Applied, _life._book.Attribute(number, _life._told.Count, strategy, 1));
            var was = _life._told[number];
            _life._told[number] = new Told(was.Instrument, strategy, was.Side)
            {
                Quantity = was.Quantity,
                Price = was.Price,
                Commission = was.Commission,
            };
        }

        private void Require(string where)
        {
            var truth = NewBook(new StateRegistry());
            foreach (var told in _life._told)
            {
                if (told.Quantity == 0) continue;
                truth.ApplyExecution(
                    told.Instrument, told.Strategy, told.Side, told.Quantity, told.Price, told.Commission);
            }
            for (var id = 0; id < Instruments; id++)
            {
                var (a, b) = (_life._book.View.Position(id), truth.View.Position(id));
                Assert.True((a.Quantity, a.CostBasis, a.RealizedProfit, a.Commissions)
                    == (b.Quantity, b.CostBasis, b.RealizedProfit, b.Commissions), where);
                for (var strategy = 0; strategy <= Strategies; strategy++)
                {
                    var (c, d) = (_life._book.StrategyView.Position(strategy, id),
                        truth.StrategyView.Position(strategy, id));
                    Assert.True((c.Quantity, c.CostBasis, c.RealizedProfit, c.Commissions)
                        == (d.Quantity, d.CostBasis, d.RealizedProfit, d.Commissions), where + " strategy " + strategy);
                }
            }
            Assert.True((_life._book.View.Currency(0).Cash, _life._book.View.Account)
                .Equals((truth.View.Currency(0).Cash, truth.View.Account)), where);
            _life.RequireSums();
        }
    }

    private void Trade(
        Side side, long quantity, long price, long commission = 0, int strategy = 0, int instrument = 0)
    {
        var entry = new ExecutionEntryState
        {
            NumberPlus1 = _told.Count + 1,
            Price = price,
            Quantity = quantity,
            Commission = commission,
            InstrumentId = instrument,
            StrategyId = (ushort)strategy,
            Side = side,
        };
        Assert.Equal(PortfolioCode.Applied, _book.ApplyExecution(entry, out _));
        _told.Add(new Told(instrument, strategy, side) { Quantity = quantity, Price = price, Commission = commission });
    }

    private void Restate(int number, long quantity, long price, long commission = 0)
    {
        var code = _book.Restate(number, _told.Count, quantity, price, commission, 1, 0, out _);
        Assert.Equal(PortfolioCode.Applied, code);
        (_told[number].Quantity, _told[number].Price, _told[number].Commission) = (quantity, price, commission);
    }

    private void RequireSums()
    {
        ref readonly var ledger = ref _book.View.Currency(0);
        Assert.Equal(Paid, ledger.Cash + ledger.CostBasis - ledger.RealizedProfit + ledger.Commissions);
        Assert.Equal(ledger.Cash + ledger.MarketValue, ledger.Equity);
        long cost = 0, profit = 0, value = 0;
        for (var id = 0; id < Instruments; id++)
        {
            ref readonly var position = ref _book.View.Position(id);
            cost += position.CostBasis;
            profit += position.RealizedProfit;
            value += position.MarketValue;
        }
        Assert.Equal((ledger.CostBasis, ledger.RealizedProfit, ledger.MarketValue), (cost, profit, value));
    }

    private static PortfolioBook NewBook(StateRegistry registry)
    {
        var limits = new EngineLimits
        {
            InstrumentsMax = Instruments,
            StrategiesMax = Strategies,
            ExecutionsReversible = 64,
        };
        var book = new PortfolioBook(registry, limits);
        Assert.Equal(PortfolioCode.Applied, book.Deposit(in Usd, Paid));
        for (var id = 0; id < Instruments; id++)
            Assert.Equal(PortfolioCode.Applied, book.DefineInstrument(id, in Usd, FixedPoint.MoneyOne, 2));
        return book;
    }
}
