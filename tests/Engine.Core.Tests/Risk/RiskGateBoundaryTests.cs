using Engine.Core.Events;
using Xunit;

namespace Engine.Core.Tests.Risk;

/// <summary>
/// Goal: every limit holds at exactly its value, for the values beside it and for the ends of the range.
/// </summary>
public sealed class RiskGateBoundaryTests
{
    [Theory]
    [InlineData(999, RiskCode.Accepted)]
    [InlineData(1_000, RiskCode.Accepted)]
    [InlineData(1_001, RiskCode.OrderQuantityLimit)]
    [InlineData(0, RiskCode.InvalidQuantity)]
    [InlineData(-1, RiskCode.InvalidQuantity)]
    [InlineData(long.MinValue, RiskCode.InvalidQuantity)]
    [InlineData(long.MaxValue, RiskCode.OrderQuantityLimit)]
    public void Order_quantity(long quantity, RiskCode code)
    {
        var fixture = new RiskFixture();
        fixture.Order.Quantity = quantity;
        Assert.Equal(code, fixture.Check());
    }

    [Theory]
    [InlineData(99_99, RiskCode.Accepted)]
    [InlineData(100_00, RiskCode.Accepted)]
    [InlineData(100_01, RiskCode.OrderNotionalLimit)]
    [InlineData(0, RiskCode.InvalidPrice)]
    [InlineData(-1, RiskCode.InvalidPrice)]
    [InlineData(long.MinValue, RiskCode.InvalidPrice)]
    [InlineData(long.MaxValue, RiskCode.Overflow)]
    public void Order_notional(long price, RiskCode code)
    {
        var fixture = new RiskFixture("risk.maxOrderNotional=10000");
        fixture.Order.LimitPrice = price;
        Assert.Equal(code, fixture.Check());
    }

    [Theory]
    [InlineData(1_899, RiskCode.Accepted)]
    [InlineData(1_900, RiskCode.Accepted)]
    [InlineData(1_901, RiskCode.PositionLimit)]
    [InlineData(long.MinValue, RiskCode.Accepted)]
    [InlineData(long.MaxValue, RiskCode.PositionLimit)]
    public void Long_position(long position, RiskCode code)
    {
        var fixture = new RiskFixture();
        fixture.Inputs.Position = position;
        Assert.Equal(code, fixture.Check());
    }

    [Theory]
    [InlineData(-1_899, RiskCode.Accepted)]
    [InlineData(-1_900, RiskCode.Accepted)]
    [InlineData(-1_901, RiskCode.PositionLimit)]
    [InlineData(long.MinValue, RiskCode.PositionLimit)]
    [InlineData(long.MaxValue, RiskCode.Accepted)]
    public void Short_position(long position, RiskCode code)
    {
        var fixture = new RiskFixture();
        fixture.Order.Side = Side.Sell;
        fixture.Inputs.Position = position;
        Assert.Equal(code, fixture.Check());
    }

    [Theory]
    [InlineData(899, RiskCode.Accepted)]
    [InlineData(900, RiskCode.Accepted)]
    [InlineData(901, RiskCode.StrategyPositionLimit)]
    [InlineData(long.MinValue, RiskCode.Accepted)]
    [InlineData(long.MaxValue, RiskCode.StrategyPositionLimit)]
    public void Strategy_position(long position, RiskCode code)
    {
        var fixture = new RiskFixture("risk.strategies.mean.maxPosition=1000");
        fixture.Inputs.StrategyPosition = position;
        Assert.Equal(code, fixture.Check());
    }

    // 100 at 100.00 asked for: ten thousand.
    [Theory]
    [InlineData(39_999, 0, Side.Buy, RiskCode.Accepted)]
    [InlineData(40_000, 0, Side.Buy, RiskCode.Accepted)]
    [InlineData(40_001, 0, Side.Buy, RiskCode.StrategyCapitalLimit)]
    [InlineData(0, 400, Side.Buy, RiskCode.Accepted)]
    [InlineData(0, 401, Side.Buy, RiskCode.StrategyCapitalLimit)]
    [InlineData(0, -401, Side.Sell, RiskCode.StrategyCapitalLimit)]
    [InlineData(90_000, -401, Side.Buy, RiskCode.Accepted)] // Closes: what does not make it more passes.
    [InlineData(90_000, 100, Side.Sell, RiskCode.Accepted)]
    public void Strategy_capital(long elsewhere, long position, Side side, RiskCode code)
    {
        var fixture = new RiskFixture("risk.strategies.mean.maxCapital=50000");
        fixture.Order.Side = side;
        fixture.Inputs.StrategyCapitalElsewhere = elsewhere * FixedPoint.MoneyOne;
        fixture.Inputs.StrategyPosition = position;
        Assert.Equal(code, fixture.Check());
    }

    [Theory]
    [InlineData(899, RiskCode.Accepted)]
    [InlineData(900, RiskCode.Accepted)]
    [InlineData(901, RiskCode.PositionLimit)]
    [InlineData(long.MinValue, RiskCode.Accepted)]
    [InlineData(long.MaxValue, RiskCode.PositionLimit)]
    public void Position_notional(long position, RiskCode code)
    {
        var fixture = new RiskFixture("risk.maxPositionNotional=100000");
        fixture.Inputs.Position = position;
        Assert.Equal(code, fixture.Check());
    }

    [Theory]
    [InlineData(100, RiskCode.Accepted)]
    [InlineData(99, RiskCode.ShortSelling)]
    [InlineData(101, RiskCode.Accepted)]
    [InlineData(long.MinValue, RiskCode.ShortSelling)]
    public void Selling_short_where_it_is_not_allowed(long position, RiskCode code)
    {
        var fixture = new RiskFixture("risk.shortSelling=false");
        fixture.Order.Side = Side.Sell;
        fixture.Inputs.Position = position;
        Assert.Equal(code, fixture.Check());

        fixture = new RiskFixture();
        fixture.Order.Side = Side.Sell;
        fixture.Inputs.Position = position;
        fixture.Inputs.IsShortable = false;
        Assert.Equal(code, fixture.Check());
    }

    [Theory]
    [InlineData(100_99, RiskCode.Accepted)]
    [InlineData(101_00, RiskCode.Accepted)]
    [InlineData(101_01, RiskCode.PriceCollar)]
    [InlineData(99_01, RiskCode.Accepted)]
    [InlineData(99_00, RiskCode.Accepted)]
    [InlineData(98_99, RiskCode.PriceCollar)]
    [InlineData(1, RiskCode.PriceCollar)]
    [InlineData(long.MaxValue, RiskCode.Overflow)]
    public void Price_collar_around_last_and_mid(long price, RiskCode code)
    {
        var fixture = new RiskFixture();
        fixture.Order.LimitPrice = price;
        Assert.Equal(code, fixture.Check());

        fixture.Inputs.Last = FixedPoint.Absent;
        Assert.Equal(code, fixture.Check());

        fixture.Inputs.Last = 100_00;
        fixture.Inputs.Bid = fixture.Inputs.Ask = FixedPoint.Absent;
        Assert.Equal(code, fixture.Check());
    }

    [Theory]
    [InlineData(499_999_999, RiskCode.Accepted)]
    [InlineData(500_000_000, RiskCode.Accepted)]
    [InlineData(500_000_001, RiskCode.StaleQuote)]
    [InlineData(-5_000_000_000, RiskCode.Accepted)]      // A feed clock ahead of ours is no reason to deny.
    public void Quote_age(long ageNs, RiskCode code)
    {
        var fixture = new RiskFixture();
        fixture.Inputs.QuoteTimeNs = RiskFixture.NowNs - ageNs;
        Assert.Equal(code, fixture.Check());
    }

    [Theory]
    [InlineData(long.MinValue, RiskCode.Accepted)]       // Absent: there are no quotes, the fresh trade decides.
    [InlineData(long.MinValue + 1, RiskCode.StaleQuote)]
    [InlineData(long.MaxValue, RiskCode.Accepted)]
    public void Quote_times_at_the_ends_of_the_range(long quoteTimeNs, RiskCode code)
    {
        var fixture = new RiskFixture();
        fixture.Inputs.QuoteTimeNs = quoteTimeNs;
        Assert.Equal(code, fixture.Check());
    }

    [Theory]
    [InlineData(3, RiskCode.Accepted)]
    [InlineData(4, RiskCode.Accepted)]
    [InlineData(5, RiskCode.OpenOrdersLimit)]
    public void Open_orders_of_the_account(int open, RiskCode code)
    {
        var fixture = new RiskFixture();
        for (var i = 0; i < open; i++) fixture.Open(Side.Buy, 1);
        Assert.Equal(code, fixture.Check());
    }

    [Theory]
    [InlineData("risk.instruments.AAPL.maxOpenOrders=2")]
    [InlineData("risk.strategies.mean.maxOpenOrders=2")]
    public void Open_orders_of_instrument_and_strategy(string limit)
    {
        var fixture = new RiskFixture(limit);
        fixture.Open(Side.Buy, 1);
        Assert.Equal(RiskCode.Accepted, fixture.Check());
        fixture.Open(Side.Buy, 1);
        Assert.Equal((RiskCode.OpenOrdersLimit, 2L, 3L), fixture.CheckWithFigures());
    }

    [Theory]
    [InlineData(4, RiskCode.Accepted)]
    [InlineData(5, RiskCode.Accepted)]
    [InlineData(6, RiskCode.InFlightLimit)]
    public void Intents_in_flight(int inFlight, RiskCode code)
    {
        var fixture = new RiskFixture();
        for (var i = 0; i < inFlight; i++) fixture.Gate.OnIntentJournaled();
        Assert.Equal(code, fixture.Check());
        fixture.Gate.ResetInFlight();
        Assert.Equal(RiskCode.Accepted, fixture.Check());
    }

    [Theory]
    [InlineData("risk.maxOrderQuantity=0", RiskCode.OrderQuantityLimit)]
    [InlineData("risk.maxOrderNotional=0", RiskCode.OrderNotionalLimit)]
    [InlineData("risk.maxPosition=0", RiskCode.PositionLimit)]
    [InlineData("risk.maxPositionNotional=0", RiskCode.PositionLimit)]
    [InlineData("risk.maxOpenOrders=0", RiskCode.OpenOrdersLimit)]
    [InlineData("risk.maxInFlight=0", RiskCode.InFlightLimit)]
    [InlineData("risk.orderRatePerSecond=0", RiskCode.OrderRateLimit)]
    [InlineData("risk.orderBurst=0", RiskCode.OrderRateLimit)]
    [InlineData("risk.strategies.mean.maxPosition=0", RiskCode.StrategyPositionLimit)]
    [InlineData("risk.strategies.mean.maxCapital=0", RiskCode.StrategyCapitalLimit)]
    [InlineData("risk.strategies.mean.maxOrderQuantity=0", RiskCode.OrderQuantityLimit)]
    [InlineData("risk.strategies.mean.maxOrderNotional=0", RiskCode.OrderNotionalLimit)]
    [InlineData("risk.strategies.mean.maxOpenOrders=0", RiskCode.OpenOrdersLimit)]
    public void Zero_means_zero(string limit, RiskCode code) => Assert.Equal(code, new RiskFixture(limit).Check());

    [Fact]
    public void A_zero_collar_and_a_zero_age_allow_only_exact_and_now()
    {
        var fixture = new RiskFixture("risk.priceCollarBps=0\nrisk.staleQuoteMs=0");
        Assert.Equal(RiskCode.Accepted, fixture.Check());
        fixture.Inputs.NowNs++;
        Assert.Equal(RiskCode.StaleQuote, fixture.Check());
        fixture.Order.LimitPrice++;
        Assert.Equal(RiskCode.PriceCollar, fixture.Check());
    }
}
