using Engine.Core.Metrics;
using Xunit;

namespace Engine.Core.Tests.Metrics;

public sealed class OrderTimesTests
{
    private readonly LatencyBook _book = new();

    [Fact]
    public void Each_step_of_an_order_counts_once()
    {
        var times = new OrderTimes(_book, orders: 4);
        times.Take(7, sequence: 100, ingestTicks: 1_000, durableTicks: 3_000);
        times.Send(7, 4_000);
        for (var i = 0; i < 3; i++)
        {
            times.Acknowledge(7, 9_000 + i);
            times.Fill(7, 20_000 + i);
        }
        Assert.Equal((1, 3_000), CountAndMax(LatencySpan.TickToOrder));
        Assert.Equal((1, 1_000), CountAndMax(LatencySpan.GatewayWrite));
        Assert.Equal((1, 5_000), CountAndMax(LatencySpan.OrderToAcknowledgement));
        Assert.Equal((1, 16_000), CountAndMax(LatencySpan.OrderToFill));
    }

    [Fact]
    public void What_was_displaced_not_sent_or_never_seen_is_not_measured()
    {
        var times = new OrderTimes(_book, orders: 4);
        times.Take(1, sequence: 100, ingestTicks: 10, durableTicks: 20);
        // In the place of order 1, and caused by no tick.
        times.Take(5, sequence: 100, ingestTicks: 0, durableTicks: 40);
        times.Send(1, 50);
        times.Acknowledge(5, 60);
        times.Fill(9, 70);
        Assert.All(_book.Read(), figures => Assert.Equal(0, figures.Count));
        times.Send(5, 80);
        Assert.Equal((1, 40), CountAndMax(LatencySpan.GatewayWrite));
        Assert.Equal(0, CountAndMax(LatencySpan.TickToOrder).Count);
    }

    [Fact]
    public void Recording_allocates_nothing()
    {
        var times = new OrderTimes(_book, orders: 64);
        var stalls = new StallTracker(TimeSpan.FromMilliseconds(1));
        Record(1_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Record(100_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Record(int orders)
        {
            for (var id = 1; id <= orders; id++)
            {
                times.Take(id, id, id, id + 10);
                times.Send(id, id + 20);
                times.Acknowledge(id, id + 1_000_000);
                times.Fill(id, id + 2_000_000);
                stalls.Lap(id, id + 3_000_000);
            }
        }
    }

    private (long Count, long MaxNs) CountAndMax(LatencySpan span)
    {
        var figures = _book.Read()[(int)span];
        return (figures.Count, figures.MaxNs);
    }
}
