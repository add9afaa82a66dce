using Engine.Core.Strategies;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Engine.Core.Tests.Strategies;

public sealed class IntegerRootTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(3, 1)]
    [InlineData(4, 2)]
    [InlineData(99, 9)]
    [InlineData(100, 10)]
    public void Small_roots_are_exact(ulong value, ulong root) => Assert.Equal(root, IntegerRoot.Of(value));

    [Fact]
    public void The_root_of_the_largest_value_is_all_ones() =>
        Assert.Equal(ulong.MaxValue, IntegerRoot.Of(UInt128.MaxValue));

    [Fact]
    public void The_square_of_the_root_is_at_most_the_value_and_the_next_square_is_above()
    {
        Prop.ForAll<ulong, ulong, byte>((high, low, shift) =>
        {
            var value = new UInt128(high * 0x9E3779B97F4A7C15, low * 0xBB67AE8584CAA73B) >> (shift % 128);
            UInt128 root = IntegerRoot.Of(value);
            var next = root + 1;
            return root * root <= value && (next > ulong.MaxValue || next * next > value);
        }).QuickCheckThrowOnFailure();
    }
}
