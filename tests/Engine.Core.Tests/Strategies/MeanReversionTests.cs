using Engine.Core.Config;
using Engine.Core.Events;
using Engine.Core.Orders;
using Engine.Core.Strategies.Reference;
using Xunit;

namespace Engine.Core.Tests.Strategies;

public sealed class MeanReversionTests
{
    private static StrategyBench Bench(params string[] settings) =>
        new(["type=mean-reversion", "window=10", "quantity=100", .. settings]);

    // Ten samples around 100.00, alternating one cent up and down.
    private static int Warm(StrategyBench bench, int id)
    {
        for (var i = 0; i < 10; i++)
        {
            bench.Quote(id, 9_999 + (i % 2 * 2), 10_000 + (i % 2 * 2));
            bench.NowNs += StrategyBench.Second;
        }
        return id;
    }

    [Fact]
    public void It_does_nothing_before_the_window_is_full()
    {
        var bench = Bench();
        var id = bench.Define("AAA");
        for (var i = 0; i < 9; i++)
        {
            bench.Quote(id, 10_000 + (i * 50), 10_001 + (i * 50));
            bench.NowNs += StrategyBench.Second;
        }
        Assert.Empty(bench.Emissions);
    }

    [Fact]
    public void It_buys_far_below_the_mean_and_sells_back_near_it()
    {
        var bench = Bench();
        var id = Warm(bench, bench.Define("AAA"));
        bench.Quote(id, 9_980, 9_981);

        var entry = bench.LastRequest.Order;
        Assert.Equal(Side.Buy, entry.Side);
        Assert.Equal(100, entry.Quantity);
        Assert.Equal(OrderType.Market, entry.Type);
        var signal = Assert.Single(bench.OfKind(EventKind.Signal)).Signal;
        Assert.True(signal.Value < -2 * FixedPoint.MoneyOne, $"z is {signal.Value}");
        Assert.Equal(100, signal.TargetQuantity);

        bench.Fill(entry.OrderId, 9_981);
        Assert.Equal(100, bench.Position(id));
        bench.NowNs += 10 * StrategyBench.Second;
        bench.Quote(id, 10_000, 10_001);
        Assert.Equal(Side.Sell, bench.LastRequest.Order.Side);
        bench.Fill(bench.LastRequest.Order.OrderId, 10_000);
        Assert.Equal(0, bench.Position(id));
        Assert.Equal(2, bench.OfKind(EventKind.OrderRequested).Count());
    }

    [Fact]
    public void It_sells_short_far_above_the_mean_unless_that_is_not_allowed()
    {
        var bench = Bench();
        var shortable = Warm(bench, bench.Define("AAA"));
        var other = Warm(bench, bench.Define("BBB", isShortable: false));
        bench.Quote(other, 10_020, 10_021);
        Assert.Empty(bench.Emissions);
        bench.Quote(shortable, 10_020, 10_021);
        Assert.Equal(Side.Sell, bench.LastRequest.Order.Side);

        var longOnly = Bench("allowShort=false");
        var id = Warm(longOnly, longOnly.Define("AAA"));
        longOnly.Quote(id, 10_020, 10_021);
        Assert.Empty(longOnly.Emissions);
    }

    [Fact]
    public void It_keeps_to_one_working_order_and_pauses_after_a_denial()
    {
        var bench = Bench("pause=5s");
        var id = Warm(bench, bench.Define("AAA"));
        bench.IsDenying = true;
        for (var i = 0; i < 10; i++) bench.Quote(id, 9_980, 9_981);
        Assert.Single(bench.OfKind(EventKind.OrderRequested));

        bench.IsDenying = false;
        bench.NowNs += 5 * StrategyBench.Second;
        for (var i = 0; i < 10; i++) bench.Quote(id, 9_940, 9_941);
        Assert.Equal(2, bench.OfKind(EventKind.OrderRequested).Count());
    }

    [Fact]
    public void An_order_that_works_for_too_long_is_canceled_once_per_timeout()
    {
        var bench = Bench("orderTimeout=30s");
        var id = Warm(bench, bench.Define("AAA"));
        bench.Quote(id, 9_980, 9_981);
        var order = bench.LastRequest.Order.OrderId;
        bench.NowNs += 30 * StrategyBench.Second;
        for (var i = 0; i < 5; i++) bench.Quote(id, 9_980, 9_981);
        Assert.Equal(order, Assert.Single(bench.OfKind(EventKind.CancelRequested)).Order.OrderId);

        bench.Tell(order, OrderMessage.Canceled);
        bench.NowNs += 10 * StrategyBench.Second;
        bench.Quote(id, 9_900, 9_901);
        Assert.Equal(2, bench.OfKind(EventKind.OrderRequested).Count());
    }

    [Fact]
    public void It_leaves_after_the_longest_holding_time_wherever_the_price_is()
    {
        var bench = Bench("holdMax=1m", "sampleInterval=1d");
        var id = bench.Define("AAA");
        for (var i = 0; i < 10; i++)
        {
            bench.Quote(id, 9_999 + (i % 2 * 2), 10_000 + (i % 2 * 2));
            bench.NowNs += 86_400 * StrategyBench.Second;
        }
        bench.Quote(id, 9_980, 9_981);
        bench.Fill(bench.LastRequest.Order.OrderId, 9_981);
        bench.NowNs += 59 * StrategyBench.Second;
        bench.Quote(id, 9_980, 9_981);
        Assert.Single(bench.OfKind(EventKind.OrderRequested));
        bench.NowNs += StrategyBench.Second;
        bench.Quote(id, 9_980, 9_981);
        Assert.Equal(Side.Sell, bench.LastRequest.Order.Side);
    }

    [Fact]
    public void One_sided_and_crossed_quotes_and_jumps_are_not_traded()
    {
        var bench = Bench();
        var id = Warm(bench, bench.Define("AAA"));
        bench.Quote(id, FixedPoint.Absent, 9_000);
        bench.Quote(id, 9_000, FixedPoint.Absent);
        bench.Quote(id, 9_001, 9_000);
        bench.Quote(id, 4_000_000_000_000, 4_000_000_000_001);
        bench.Quote(id, 9_980, 9_981);
        Assert.Empty(bench.Emissions);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(9)]
    public void Decisions_do_not_depend_on_the_price_exponent(byte exponent)
    {
        var unit = FixedPoint.PowerOfTen(exponent);
        var bench = Bench();
        var id = bench.Define("AAA", priceExponent: exponent);
        for (var i = 0; i < 10; i++)
        {
            bench.Quote(id, (9_999 + (i % 2 * 2)) * unit, (10_000 + (i % 2 * 2)) * unit);
            bench.NowNs += StrategyBench.Second;
        }
        bench.Quote(id, 9_980 * unit, 9_981 * unit);
        Assert.Equal(Side.Buy, bench.LastRequest.Order.Side);
        var z = bench.OfKind(EventKind.Signal).Single().Signal.Value;

        // The tenth part of the window is the excursion itself: -2.964 for every exponent.
        Assert.InRange(z, -296_410_000, -296_400_000);
    }

    [Fact]
    public void Rolling_sums_equal_sums_from_scratch()
    {
        var seed = Random.Shared.Next();
        Console.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var bench = Bench("sampleInterval=0");
        var id = bench.Define("AAA");
        var window = new Queue<long>();
        long bid = 10_000, last = -1;
        for (var i = 0; i < 2_000; i++)
        {
            bid += random.Next(-2, 3);
            bench.NowNs += 1;
            bench.Quote(id, bid, bid + 1);
            if (bid != last) window.Enqueue((2 * bid) + 1 - 20_001);
            if (window.Count > 10) window.Dequeue();
            last = bid;
        }
        var table = bench.Registry.Tables.Single(t => t.EntityType == typeof(ReversionState));
        var state = System.Runtime.InteropServices.MemoryMarshal.Read<ReversionState>(table.ReadBytes(id));
        var distances = window.Select(w => w + 20_001 - state.Anchor).ToArray();
        Assert.Equal(distances.Sum(), state.Sum);
        Assert.Equal(distances.Sum(d => d * d), state.SumOfSquares);
        Assert.Equal(window.Count, state.Count);
    }

    [Fact]
    public void A_quote_allocates_nothing()
    {
        var bench = Bench();
        var id = Warm(bench, bench.Define("AAA"));
        for (var i = 0; i < 1_000; i++) bench.Quote(id, 10_000, 10_001);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++)
        {
            bench.NowNs += StrategyBench.Second / 2;
            bench.Quote(id, 10_000 + (i & 1), 10_002 + (i & 1));
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData("window=7", "window")]
    [InlineData("entryZ=0.1", "entryZ")]
    [InlineData("exitZ=2", "exitZ")]
    [InlineData("quantity=-1", "quantity")]
    [InlineData("sampleInterval=soon", "sampleInterval")]
    public void A_parameter_out_of_range_is_named(string setting, string key)
    {
        var error = Assert.Throws<ConfigException>(() => new StrategyBench("type=mean-reversion", setting));
        Assert.Contains("strategies.tested." + key, error.Message, StringComparison.Ordinal);
    }
}
