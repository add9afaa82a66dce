using Engine.Core.Events;
using Engine.Core.Risk;
using Xunit;

namespace Engine.Core.Tests.Risk;

public sealed class RiskFiguresTests
{
    private const int Cases = 200_000;

    [Fact]
    public void The_check_that_came_nearest_to_its_limit_is_the_one_that_exact_products_say()
    {
        const int seed = 20261130;
        var random = new Random(seed);
        for (var i = 0; i < Cases; i++)
        {
            var figures = default(RiskFigures);
            figures.Note(RiskCode.PositionLimit, Limit(random), Limit(random) - random.Next(3));
            var (limit, measured) = (Limit(random), Limit(random) - random.Next(3));

            var expected = (Int128)measured * figures.Limit > (Int128)figures.Measured * limit;

            Assert.True(figures.IsTighter(limit, measured) == expected,
                $"{measured} of {limit} beside {figures.Measured} of {figures.Limit}, seed {seed}, case {i}");
        }
    }

    // Measures may be below 0, limits are not; small ones and powers of two are where shifts go wrong.
    private static long Limit(Random random)
    {
        var bits = random.Next(0, 63);
        return random.Next(4) switch
        {
            0 => random.Next(5),
            1 => 1L << bits,
            2 => (1L << bits) - 1,
            _ => random.NextInt64(0, long.MaxValue >> bits),
        };
    }
}
