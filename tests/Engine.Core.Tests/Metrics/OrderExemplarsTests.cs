using Engine.Core.Metrics;
using Xunit;

namespace Engine.Core.Tests.Metrics;

public sealed class OrderExemplarsTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(100, 0)]
    [InlineData(101, 1)]
    [InlineData(200, 1)]
    [InlineData(500, 2)]
    [InlineData(501, 3)]
    [InlineData(100_000_000_000, 27)]
    [InlineData(100_000_000_001, 28)]
    [InlineData(long.MaxValue, 28)]
    [InlineData(long.MinValue, 0)]
    public void A_value_belongs_to_the_first_bound_that_is_not_below_it(long ns, int bucket) =>
        Assert.Equal(bucket, LatencyLadder.IndexOf(ns));

    [Fact]
    public void The_ladder_has_three_steps_a_decade_from_100_ns_to_100_s()
    {
        Assert.Equal(29, LatencyLadder.BucketCount);
        Assert.Equal([100L, 200, 500, 1_000], LatencyLadder.BoundsNs[..4].ToArray());
        Assert.Equal([20_000_000_000L, 50_000_000_000, 100_000_000_000], LatencyLadder.BoundsNs[^3..].ToArray());
    }

    [Fact]
    public void Each_bucket_shows_its_newest_order()
    {
        var exemplars = new OrderExemplars();
        Assert.False(exemplars.TryRead(0, out _));
        exemplars.Record(new OrderExemplar(1, 10, 90, 5));
        exemplars.Record(new OrderExemplar(2, 20, 80, 6));
        exemplars.Record(new OrderExemplar(3, 30, 300, 7));
        Assert.True(exemplars.TryRead(0, out var first));
        Assert.True(exemplars.TryRead(2, out var third));
        Assert.False(exemplars.TryRead(1, out _));
        Assert.Equal(new OrderExemplar(2, 20, 80, 6), first);
        Assert.Equal(new OrderExemplar(3, 30, 300, 7), third);
    }

    [Fact]
    public async Task A_reader_never_sees_parts_of_two_orders()
    {
        const int orders = 3_000_000;
        var exemplars = new OrderExemplars();
        using var start = new Barrier(2);
        var writing = Task.Factory.StartNew(() =>
        {
            start.SignalAndWait();
            for (var i = 1L; i <= orders; i++) exemplars.Record(new OrderExemplar(i, i * 3, i % 100, i * 7));
        }, TaskCreationOptions.LongRunning);
        start.SignalAndWait();
        var (seen, changes, last) = (0, 0, 0L);
        do
        {
            if (!exemplars.TryRead(0, out var found)) continue;
            seen++;
            Assert.Equal((found.OrderId * 3, found.OrderId % 100, found.OrderId * 7),
                (found.JournalSequence, found.ValueNs, found.Ticks));
            Assert.True(found.OrderId >= last, "It went back.");
            if (found.OrderId != last) changes++;
            last = found.OrderId;
        }
        while (!writing.IsCompleted);
        await writing;
        Assert.True(exemplars.TryRead(0, out var end));
        Assert.Equal(orders, end.OrderId);
        Assert.True(seen > 0 && changes > 0, $"{seen} looks, {changes} changes");
    }
}
