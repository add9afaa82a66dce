using Engine.Core.Events;
using Engine.Core.MarketData;
using Engine.Core.State;
using Xunit;

namespace Engine.Core.Tests.MarketData;

public sealed class BarBuilderTests
{
    private readonly StateRegistry _registry = new();

    [Fact]
    public void A_trade_past_the_end_closes_the_bar_and_empty_spans_have_none()
    {
        var builder = Build(BarSpec.Time(60));
        Assert.False(Trade(builder, 65, 10, 1, out _));
        Assert.False(Trade(builder, 119, 12, 2, out _));
        Assert.True(Trade(builder, 300, 9, 4, out var bar));

        Assert.Equal((10, 12, 10, 12, 3), (bar.Open, bar.High, bar.Low, bar.Close, bar.Volume));
        Assert.Equal((60, 60, 120), (bar.StartTimeNs, bar.IntervalNs, bar.EventTimeNs));
        Assert.True(builder.Flush(0, out var last));
        Assert.Equal((300, 9), (last.StartTimeNs, last.Open));
        Assert.False(builder.Flush(0, out _));
    }

    [Fact]
    public void A_late_trade_counts_into_the_current_bar()
    {
        var builder = Build(BarSpec.Time(60));
        Trade(builder, 130, 10, 1, out _);
        Assert.False(Trade(builder, 59, 5, 1, out _));
        Assert.False(Trade(builder, 179, 7, 1, out _));
        Assert.True(Trade(builder, 180, 7, 1, out var bar));

        Assert.Equal((120, 10, 5, 7, 3), (bar.StartTimeNs, bar.Open, bar.Low, bar.Close, bar.Volume));
    }

    [Fact]
    public void Times_before_1970_align_downwards()
    {
        var builder = Build(BarSpec.Time(60));
        Trade(builder, -1, 10, 1, out _);
        Assert.True(Trade(builder, 0, 10, 1, out var bar));
        Assert.Equal(-60, bar.StartTimeNs);
    }

    [Fact]
    public void A_tick_bar_closes_with_its_last_trade()
    {
        var builder = Build(BarSpec.Ticks(2));
        Assert.False(Trade(builder, 5, 10, 1, out _));
        Assert.True(Trade(builder, 9, 11, 0, out var bar));
        Assert.Equal((5, 9, 4, 10, 11), (bar.StartTimeNs, bar.EventTimeNs, bar.IntervalNs, bar.Open, bar.Close));
        Assert.True(Trade(Build(BarSpec.Ticks(1), 1002), 5, 10, 1, out _));
    }

    [Fact]
    public void A_volume_bar_closes_with_the_trade_that_completes_it()
    {
        var builder = Build(BarSpec.Volume(10));
        Assert.False(Trade(builder, 5, 10, 9, out _));
        Assert.True(Trade(builder, 9, 11, 7, out var bar));
        Assert.Equal(16, bar.Volume);
        Assert.True(Trade(builder, 9, 11, 10, out _));
    }

    [Fact]
    public void Instruments_are_apart_and_the_state_survives_a_restore()
    {
        var builder = Build(BarSpec.Time(60));
        Trade(builder, 5, 10, 1, out _);
        Assert.False(builder.OnTrade(1, new TradePayload { EventTimeNs = 70, Price = 20, Size = 2 }, out _));

        var restoredRegistry = new StateRegistry();
        var restored = new BarBuilder(restoredRegistry, 1001, BarSpec.Time(60), 4);
        StateCopy.Copy(_registry, restoredRegistry);
        Assert.True(Trade(restored, 61, 1, 1, out var bar));
        Assert.Equal(10, bar.Open);
        Assert.True(restored.Flush(1, out bar));
        Assert.Equal(20, bar.Open);
    }

    private static bool Trade(BarBuilder builder, long timeNs, long price, long size, out BarPayload closed) =>
        builder.OnTrade(0, new TradePayload
        {
            EventTimeNs = timeNs,
            ReceiveTimeNs = timeNs,
            Price = price,
            Size = size
        }, out closed);

    private BarBuilder Build(BarSpec spec, int partId = 1001) => new(_registry, partId, spec, 4);
}
