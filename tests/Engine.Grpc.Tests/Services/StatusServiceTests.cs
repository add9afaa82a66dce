using Engine.Core.Events;
using Engine.Grpc.Services;
using Grpc.Core;
using Xunit;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Tests.Services;

public sealed class StatusServiceTests
{
    [Fact]
    public async Task The_status_says_who_it_is_and_lies_at_or_below_the_durable_sequence()
    {
        await using var bench = new ControlBench(restingOrders: 2);
        var status = await bench.UntilTradingAsync();
        Assert.Equal(
            (Wire.Mode.Paper, "TEST", "LLE1", "test", 1),
            (status.Mode, status.Account, status.EngineId, status.Build, status.RunEpoch));
        Assert.Equal(
            (Wire.Phase.Running, Wire.Permission.Active, true, 2),
            (status.Phase, status.Permission, status.IsReconciled, status.OpenOrders));
        Assert.Equal(status.DurableSequence - status.Sequence, status.LagRecords);
        Assert.InRange(status.LagRecords, 0, long.MaxValue);
        var ledger = Assert.Single(status.Currencies);
        Assert.Equal(("USD", 8), (ledger.Currency, ledger.Cash.Exponent));
        Assert.True(status.Counters is { Quotes: > 2, Orders: 2 }, $"{status.Counters}");
    }

    [Fact]
    public async Task Orders_are_listed_at_one_sequence_as_the_filter_says()
    {
        await using var bench = new ControlBench(restingOrders: 3);
        await bench.UntilTradingAsync();
        await bench.Control.CancelAsync(new Wire.CancelRequest { Head = bench.Head(), OrderId = 2 });
        await bench.UntilAsync(status => status.OpenOrders == 2);

        var list = new Wire.ListOrdersRequest { Strategy = "scripted", Instrument = "ALFA" };
        Wire.OrderList open;
        do
        {
            open = await bench.Status.ListOrdersAsync(list); // A picture of a moment ago may still have it.
        }
        while (open.Orders.Count != 2);
        Assert.Equal([1, 3], open.Orders.Select(order => order.OrderId));
        Assert.True(open.Sequence <= bench.Engine.DurableSequence);
        var order = open.Orders[0];
        Assert.Equal(
            ("scripted", "ALFA", Wire.Side.Buy, Wire.OrderType.Limit, Wire.OrderStatus.Accepted),
            (order.Strategy, order.Instrument, order.Side, order.Type, order.Status));
        Assert.Equal((9_900L, 2), (order.LimitPrice.Mantissa, order.LimitPrice.Exponent));
        Assert.Equal((1L, 0L), (order.Quantity.Mantissa, order.FilledQuantity.Mantissa));
        Assert.Null(order.AveragePrice);
        Assert.False(open.IsCut);

        list.IncludeClosed = true;
        var all = await bench.Status.ListOrdersAsync(list);
        Assert.Equal([1, 2, 3], all.Orders.Select(o => o.OrderId));
        Assert.Equal(Wire.OrderStatus.Canceled, all.Orders[1].Status);
        list.Strategy = "other";
        Assert.Empty((await bench.Status.ListOrdersAsync(list)).Orders);
    }

    [Fact]
    public async Task Positions_are_listed_with_their_money()
    {
        await using var bench = new ControlBench();
        await bench.UntilTradingAsync();
        var positions = await bench.Status.ListPositionsAsync(new Wire.ListPositionsRequest());
        Assert.Empty(positions.Positions);
        Assert.InRange(positions.Sequence, 1, bench.Engine.DurableSequence);
    }

    [Fact]
    public async Task A_watch_gives_the_picture_now_and_then_each_change_but_not_more_often_than_asked()
    {
        await using var bench = new ControlBench();
        await bench.UntilTradingAsync();
        using var watch = bench.Status.WatchStatus(new Wire.WatchStatusRequest { IntervalMs = 100 });
        Assert.True(await watch.ResponseStream.MoveNext());
        var first = watch.ResponseStream.Current;
        await bench.Control.PauseAsync(new Wire.PauseRequest { Head = bench.Head(), Scope = ControlBench.OfAccount });
        var last = first;
        while (last.Permission != Wire.Permission.Reducing)
        {
            Assert.True(await watch.ResponseStream.MoveNext());
            Assert.True(watch.ResponseStream.Current.Sequence >= last.Sequence);
            last = watch.ResponseStream.Current;
        }
    }

    [Fact]
    public async Task A_watch_of_orders_sends_only_what_changed()
    {
        await using var bench = new ControlBench(restingOrders: 2);
        await bench.UntilTradingAsync();
        using var watch = bench.Status.WatchOrders(new Wire.WatchOrdersRequest { IntervalMs = 100 });
        Assert.True(await watch.ResponseStream.MoveNext());
        var previous = watch.ResponseStream.Current;
        Assert.Equal(2, previous.Orders.Count);
        await bench.Control.CancelAsync(
            new Wire.CancelRequest { Head = bench.Head(), Scope = ControlBench.OfAccount });
        while (previous.Orders.Count > 0)
        {
            Assert.True(await watch.ResponseStream.MoveNext());
            Assert.NotEqual(previous.Orders, watch.ResponseStream.Current.Orders);
            previous = watch.ResponseStream.Current;
        }
    }

    [Theory]
    [InlineData(99)]
    [InlineData(-1)]
    [InlineData(60_001)]
    public async Task An_interval_out_of_its_bounds_is_refused(int intervalMs)
    {
        await using var bench = new ControlBench();
        using var status = bench.Status.WatchStatus(new Wire.WatchStatusRequest { IntervalMs = intervalMs });
        var refused = await ControlBench.RefusedAsync(
            StatusCode.InvalidArgument, () => status.ResponseStream.MoveNext());
        Assert.StartsWith("interval_ms: give 0", refused.Status.Detail, StringComparison.Ordinal);
        using var orders = bench.Status.WatchOrders(new Wire.WatchOrdersRequest { IntervalMs = intervalMs });
        await ControlBench.RefusedAsync(StatusCode.InvalidArgument, () => orders.ResponseStream.MoveNext());
    }

    [Fact]
    public async Task Limits_codes_and_version_are_told()
    {
        await using var bench = new ControlBench(settings: [("risk.maxOpenOrders", "17")]);
        var limits = await bench.Status.GetLimitsAsync(new Wire.GetLimitsRequest());
        var line = Assert.Single(limits.Lines, line => line.Key == "risk.maxOpenOrders");
        Assert.Equal(("17", "17", ""), (line.Baseline, line.Effective, line.Ceiling));
        Assert.Contains(limits.Lines, l => l.Key == "limits.ordersRetained");

        var phase = await bench.Status.ExplainAsync(new Wire.ExplainRequest { Code = "WrongPhase" });
        Assert.Equal((-102, "command code"), (phase.Entries[0].Number, phase.Entries[0].Family));
        var exits = await bench.Status.ExplainAsync(new Wire.ExplainRequest { Code = "exit 5" });
        Assert.All(exits.Entries, entry => Assert.StartsWith("exit code", entry.Family, StringComparison.Ordinal));
        Assert.Equal(2, exits.Entries.Count);
        await ControlBench.RefusedAsync(StatusCode.NotFound, async () =>
            await bench.Status.ExplainAsync(new Wire.ExplainRequest { Code = "Nonsense" }));

        var version = await bench.Status.GetVersionAsync(new Wire.GetVersionRequest());
        Assert.Equal(("test", Wire.Mode.Paper, "TEST"), (version.Build, version.Mode, version.Account));
    }

    [Fact]
    public void Names_and_numbers_of_the_protos_are_those_of_the_journal()
    {
        AssertEqual<Side, Wire.Side>();
        AssertEqual<OrderType, Wire.OrderType>();
        AssertEqual<TimeInForce, Wire.TimeInForce>();
        AssertEqual<OrderStatus, Wire.OrderStatus>();
        foreach (var mode in Enum.GetValues<EngineMode>().Skip(1))
            Assert.Equal(mode.ToString(), WireValues.Of(mode).ToString());
        foreach (var phase in Enum.GetValues<EnginePhase>().Skip(1))
            Assert.Equal(phase.ToString(), WireValues.Of(phase).ToString());
        foreach (var permission in Enum.GetValues<Permission>().Skip(1))
            Assert.Equal(permission.ToString(), WireValues.Of(permission).ToString());
    }

    private static void AssertEqual<TEngine, TWire>()
        where TEngine : struct, Enum
        where TWire : struct, Enum =>
        Assert.Equal(
            Enum.GetValues<TEngine>().Skip(1).Select(value => $"{value:G}={value:D}"),
            Enum.GetValues<TWire>().Skip(1).Select(value => $"{value:G}={value:D}"));
}
