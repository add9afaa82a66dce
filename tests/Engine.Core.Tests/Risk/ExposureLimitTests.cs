using Engine.Core.Events;
using Xunit;

namespace Engine.Core.Tests.Risk;

/// <summary>
/// Goal: the limits of the whole account hold at exactly their value, for buys and for sells, with every working order
/// at its worst case.
/// </summary>
public sealed class ExposureLimitTests
{
    private const int Other = 2;
    private const int Third = 3;
    private const long Cent = 100;

    [Theory]
    [InlineData(Side.Buy, 899, RiskCode.Accepted)]
    [InlineData(Side.Buy, 900, RiskCode.Accepted)]
    [InlineData(Side.Buy, 901, RiskCode.GrossExposureLimit)]
    [InlineData(Side.Sell, 899, RiskCode.Accepted)]
    [InlineData(Side.Sell, 900, RiskCode.Accepted)]
    [InlineData(Side.Sell, 901, RiskCode.GrossExposureLimit)]
    [InlineData(Side.Sell, -901, RiskCode.GrossExposureLimit)]
    [InlineData(Side.Buy, -900, RiskCode.Accepted)]
    public void Gross_exposure(Side side, long held, RiskCode code)
    {
        var fixture = new RiskFixture("risk.maxGrossExposure=100000");
        fixture.Gate.OnPosition(Other, held, 100 * Cent);
        fixture.Order.Side = side;
        Assert.Equal(code, fixture.Check());
    }

    [Theory]
    [InlineData(Side.Buy, 900, RiskCode.Accepted)]
    [InlineData(Side.Buy, 901, RiskCode.NetExposureLimit)]
    [InlineData(Side.Buy, -5_000, RiskCode.Accepted)]
    [InlineData(Side.Sell, -900, RiskCode.Accepted)]
    [InlineData(Side.Sell, -901, RiskCode.NetExposureLimit)]
    [InlineData(Side.Sell, 5_000, RiskCode.Accepted)]
    public void Net_exposure(Side side, long held, RiskCode code)
    {
        var fixture = new RiskFixture("risk.maxNetExposure=100000");
        fixture.Gate.OnPosition(Other, held, 100 * Cent);
        fixture.Order.Side = side;
        Assert.Equal(code, fixture.Check());
    }

    [Fact]
    public void Working_orders_of_other_instruments_count_in_full_and_are_never_netted()
    {
        var fixture = new RiskFixture("risk.maxGrossExposure=100000");
        fixture.Gate.OnPosition(Other, 0, 0);
        var buy = RiskFixture.Working(Side.Buy, 900) with { InstrumentId = Other };
        var sell = RiskFixture.Working(Side.Sell, 900) with { InstrumentId = Other };
        fixture.Gate.OnOrderChanged(default, in buy);
        fixture.Gate.OnOrderChanged(default, in sell);
        fixture.Gate.OnPosition(Other, 0, 100 * Cent);
        Assert.Equal((90_000 * FixedPoint.MoneyOne, 90_000 * FixedPoint.MoneyOne, -90_000 * FixedPoint.MoneyOne),
            (fixture.Gate.Currency(1).GrossExposure, fixture.Gate.Currency(1).NetLongExposure,
                fixture.Gate.Currency(1).NetShortExposure));
        Assert.Equal(RiskCode.Accepted, fixture.Check());

        // An Unknown order and one whose cancel is on its way are alive.
        var unknown = buy with { Status = OrderStatus.Unknown };
        fixture.Gate.OnOrderChanged(in buy, in unknown);
        Assert.Equal(90_000 * FixedPoint.MoneyOne, fixture.Gate.Currency(1).GrossExposure);
        fixture.Order.Quantity = 101;
        Assert.Equal(
            (RiskCode.GrossExposureLimit, 100_000 * FixedPoint.MoneyOne, 100_100 * FixedPoint.MoneyOne),
            fixture.CheckWithFigures());

        var over = unknown with { Status = OrderStatus.Canceled };
        fixture.Gate.OnOrderChanged(in unknown, in over);
        Assert.Equal(RiskCode.GrossExposureLimit, fixture.Check()); // The sell is as large.
        var soldOff = sell with { Status = OrderStatus.Canceled };
        fixture.Gate.OnOrderChanged(in sell, in soldOff);
        Assert.Equal(RiskCode.Accepted, fixture.Check());
        Assert.Equal(0, fixture.Gate.Currency(1).GrossExposure);
    }

    [Theory]
    [InlineData(Side.Buy, 100_00, RiskCode.Accepted)]
    [InlineData(Side.Buy, 100_01, RiskCode.ConcentrationLimit)]
    [InlineData(Side.Sell, 100_00, RiskCode.Accepted)]
    [InlineData(Side.Sell, 100_01, RiskCode.ConcentrationLimit)]
    public void Concentration(Side side, long mark, RiskCode code)
    {
        var fixture = new RiskFixture("risk.maxConcentrationBps=100");
        var order = RiskFixture.Working(side, 10);
        fixture.Gate.OnOrderChanged(default, in order);
        fixture.Gate.OnPosition(RiskFixture.Apple, 0, mark);
        fixture.Order.Quantity = 90;
        fixture.Order.Side = side;
        Assert.Equal(code, fixture.Check());
        fixture.Inputs.Equity = 0;
        Assert.Equal((RiskCode.ConcentrationLimit, 100L, long.MaxValue), fixture.CheckWithFigures());
    }

    [Theory]
    [InlineData("2", RiskCode.OpenPositionsLimit)]
    [InlineData("3", RiskCode.Accepted)]
    [InlineData("0", RiskCode.OpenPositionsLimit)]
    public void Open_positions(string limit, RiskCode code)
    {
        var fixture = new RiskFixture("risk.maxOpenPositions=" + limit);
        fixture.Gate.OnPosition(Other, -1, 100 * Cent);
        var order = RiskFixture.Working(Side.Sell, 5) with { InstrumentId = Third };
        fixture.Gate.OnOrderChanged(default, in order);
        Assert.Equal(2, fixture.Gate.Account.OpenPositions);
        Assert.Equal(code, fixture.Check());
        fixture.Open(Side.Buy, 1);
        Assert.Equal(RiskCode.Accepted, fixture.Check()); // It is among them already.
    }

    [Theory]
    [InlineData(Side.Buy, 0, RiskCode.Accepted)]
    [InlineData(Side.Buy, -1, RiskCode.BuyingPower)]
    [InlineData(Side.Sell, 0, RiskCode.Accepted)]
    [InlineData(Side.Sell, -1, RiskCode.BuyingPower)]
    public void Buying_power_is_equity_over_margin_rate(Side side, long unitsMore, RiskCode code)
    {
        // 9,000 held and 10,000 ordered, at 10 %: 1,900 of equity.
        var fixture = new RiskFixture("risk.maxConcentrationBps=10000000");
        fixture.Gate.OnPosition(Other, 90, 100 * Cent);
        fixture.Inputs.Equity = (1_900 * FixedPoint.MoneyOne) + unitsMore;
        fixture.Order.Side = side;
        Assert.Equal(code, fixture.Check());
        if (code != RiskCode.Accepted)
            Assert.Equal((code, fixture.Inputs.Equity, 1_900 * FixedPoint.MoneyOne), fixture.CheckWithFigures());
    }

    [Fact]
    public void A_cash_account_buys_what_it_can_pay()
    {
        var fixture = new RiskFixture("risk.marginRateBps=10000\nrisk.maxConcentrationBps=10000000");
        fixture.Inputs.Equity = 10_000 * FixedPoint.MoneyOne;
        Assert.Equal(RiskCode.Accepted, fixture.Check());
        fixture.Order.Quantity = 101;
        Assert.Equal(RiskCode.BuyingPower, fixture.Check());
    }

    [Theory]
    [InlineData("risk.maxGrossExposure=0", RiskCode.GrossExposureLimit)]
    [InlineData("risk.maxNetExposure=0", RiskCode.NetExposureLimit)]
    [InlineData("risk.maxConcentrationBps=0", RiskCode.ConcentrationLimit)]
    [InlineData("risk.maxOrdersPerMinute=0", RiskCode.OrdersPerMinuteLimit)]
    [InlineData("risk.maxOrdersPerDay=0", RiskCode.OrdersPerDayLimit)]
    [InlineData("risk.maxNotionalPerMinute=0", RiskCode.NotionalPerMinuteLimit)]
    [InlineData("risk.maxNotionalPerDay=0", RiskCode.NotionalPerDayLimit)]
    [InlineData("risk.restricted=AAPL", RiskCode.Restricted)]
    public void Zero_means_zero_for_what_opens_and_what_reduces_passes(string limit, RiskCode code)
    {
        var fixture = new RiskFixture(limit);
        Assert.Equal(code, fixture.Check());
        fixture.Order.Side = Side.Sell;
        Assert.Equal(code, fixture.Check());
        if (code is >= RiskCode.OrdersPerMinuteLimit or < RiskCode.NotionalPerDayLimit)
        {
            fixture.Inputs.Position = 100;
            Assert.Equal(code is RiskCode.OrdersPerMinuteLimit ? code : RiskCode.Accepted, fixture.Check());
        }
    }

    [Fact]
    public void In_maintenance_nothing_new_leaves_not_even_an_exit()
    {
        var fixture = new RiskFixture();
        fixture.Inputs.Maintenance = MaintenanceStage.Closed;
        Assert.Equal(RiskCode.Maintenance, fixture.Check());
        fixture.Order.Class = OrderClass.EmergencyExit;
        fixture.Order.Side = Side.Sell;
        fixture.Inputs.Position = 100;
        Assert.Equal(RiskCode.Maintenance, fixture.Check());
        var order = RiskFixture.Working(Side.Sell, 100);
        Assert.Equal(RiskCode.Accepted,
            fixture.Gate.CheckCancel(in order, EnginePhase.Running, Permission.Active));
    }

    [Fact]
    public void Marks_move_exposure_and_a_flat_instrument_takes_none()
    {
        var fixture = new RiskFixture();
        fixture.Gate.OnMark(Other, 100 * Cent);
        Assert.False(fixture.Gate.IsExposed(Other));
        fixture.Gate.OnPosition(Other, -10, 100 * Cent);
        fixture.Gate.OnMark(Other, 150 * Cent);
        Assert.Equal((1_500 * FixedPoint.MoneyOne, -1_500 * FixedPoint.MoneyOne, 1),
            (fixture.Gate.Currency(1).GrossExposure, fixture.Gate.Currency(1).NetLongExposure,
                fixture.Gate.Account.OpenPositions));
        fixture.Gate.OnPosition(Other, 0, 150 * Cent);
        Assert.Equal((0L, 0L, 0), (fixture.Gate.Currency(1).GrossExposure, fixture.Gate.Currency(1).NetLongExposure,
            fixture.Gate.Account.OpenPositions));
        Assert.True(fixture.Gate.AgreesWith(fixture.Orders.View));
    }

    [Fact]
    public void Currencies_are_measured_apart()
    {
        var fixture = new RiskFixture("risk.maxGrossExposure=100000");
        fixture.Gate.DefineValue(Other, FixedPoint.MoneyOne, scaleExponent: 2, currencyNumber: 2);
        fixture.Gate.OnPosition(Other, 5_000, 100 * Cent);
        Assert.Equal(RiskCode.Accepted, fixture.Check());
        Assert.Equal(500_000 * FixedPoint.MoneyOne, fixture.Gate.Currency(2).GrossExposure);
    }

    [Fact]
    public void A_value_that_does_not_fit_is_refused_and_one_that_happens_halts()
    {
        var fixture = new RiskFixture("risk.maxOrderQuantity=1000000000\nrisk.maxPosition=1000000000");
        fixture.Gate.OnPosition(RiskFixture.Apple, 1, 100_000_000_000); // A billion each.
        fixture.Order.Quantity = 100;
        Assert.Equal(RiskCode.Overflow, fixture.Check());
        Assert.Throws<OverflowException>(
            () => fixture.Gate.OnPosition(Other, long.MaxValue / 8, long.MaxValue / 8));
    }

    [Fact]
    public void An_accepted_order_tells_the_limit_it_came_nearest_to()
    {
        var fixture = new RiskFixture();
        fixture.Inputs.Position = 1_890;
        Assert.Equal(RiskCode.Accepted, fixture.Gate.Check(in fixture.Order, in fixture.Inputs, out var verdict));
        Assert.Equal((RiskCode.PositionLimit, 2_000L, 1_990L),
            (verdict.Tightest, verdict.Limit, verdict.Measured));
        fixture.Inputs.Position = 0;
        fixture.Inputs.NowNs += 499_000_000;
        fixture.Gate.Check(in fixture.Order, in fixture.Inputs, out verdict);
        Assert.Equal((RiskCode.StaleQuote, 500_000_000L, 499_000_000L),
            (verdict.Tightest, verdict.Limit, verdict.Measured));
    }
}
