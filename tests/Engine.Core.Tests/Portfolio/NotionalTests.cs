using System.Numerics;
using Engine.Core.Events;
using Xunit;

namespace Engine.Core.Tests.Portfolio;

public sealed class NotionalTests
{
    private const int Cases = 200_000;

    [Fact]
    public void A_notional_is_the_exact_product_rounded_once_or_does_not_fit()
    {
        const int seed = 20261130;
        var random = new Random(seed);
        for (var i = 0; i < Cases; i++)
        {
            var (price, quantity, scale) = (Any(random), Any(random), random.Next(19));
            var isPlain = random.Next(4) != 0;
            var multiplier = isPlain ? FixedPoint.MoneyOne : random.NextInt64(1, FixedPoint.MoneyOne * 1_000);
            var exact = HalfEven((BigInteger)price * quantity * multiplier, BigInteger.Pow(10, scale));
            var fits = exact <= long.MaxValue && exact >= -long.MaxValue;

            var isValued = FixedPoint.TryNotional(price, quantity, multiplier, scale, out var money);

            Assert.True(isValued == fits && (!fits || money == exact),
                $"{price} x {quantity} x {multiplier}, scale {scale}: {isValued} {money}, exact {exact}; seed {seed}");
        }
    }

    private static BigInteger HalfEven(BigInteger dividend, BigInteger divisor)
    {
        var quotient = BigInteger.DivRem(dividend, divisor, out var remainder);
        var twice = BigInteger.Abs(remainder) * 2;
        return twice > divisor || (twice == divisor && !quotient.IsEven) ? quotient + dividend.Sign : quotient;
    }

    private static long Any(Random random)
    {
        var value = random.NextInt64(0, long.MaxValue >> random.Next(0, 63));
        return random.Next(2) == 0 ? value : -value;
    }
}
