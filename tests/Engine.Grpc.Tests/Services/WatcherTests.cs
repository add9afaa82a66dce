using Grpc.Core;
using Xunit;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Tests.Services;

/// <summary>Many who watch, some of whom do not read.</summary>
public sealed class WatcherTests
{
    private const int Watchers = 800;
    private const long BytesMax = 64 * 1024;

    [Fact]
    public async Task Hundreds_of_watchers_that_do_not_read_stay_within_their_memory_and_hold_no_command_up()
    {
        await using var bench = new ControlBench(restingOrders: 100);
        await bench.UntilTradingAsync();
        var calls = new List<IDisposable>();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        try
        {
            for (var i = 0; i < Watchers / 2; i++)
            {
                calls.Add(bench.Status.WatchStatus(new Wire.WatchStatusRequest { IntervalMs = 100 }));
                calls.Add(bench.Status.WatchOrders(new Wire.WatchOrdersRequest { IntervalMs = 100 }));
            }
            var begun = await bench.UntilAsync(_ => true);
            await bench.UntilAsync(status => status.Counters.Quotes > begun.Counters.Quotes + 400);
            var perWatcher = (GC.GetTotalMemory(forceFullCollection: true) - before) / Watchers;

            // Both sides are in this process: the server's share is less.
            Assert.True(perWatcher <= BytesMax, $"{perWatcher} bytes per watcher");
            var reply = await bench.Control.HaltAsync(
                new Wire.HaltRequest { Head = bench.Head(), Scope = ControlBench.OfAccount },
                deadline: DateTime.UtcNow.AddSeconds(20));
            Assert.Equal(100, reply.OrdersAffected);
        }
        finally
        {
            foreach (var call in calls) call.Dispose();
        }
    }

    [Fact]
    public async Task A_watcher_that_comes_back_to_reading_finds_the_latest_picture()
    {
        await using var bench = new ControlBench();
        await bench.UntilTradingAsync();
        using var watch = bench.Status.WatchStatus(new Wire.WatchStatusRequest { IntervalMs = 100 });
        Assert.True(await watch.ResponseStream.MoveNext());
        var pause = await bench.Control.PauseAsync(
            new Wire.PauseRequest { Head = bench.Head(), Scope = ControlBench.OfAccount });
        var later = await bench.UntilAsync(status => status.Sequence > pause.Sequence + 500);
        do
        {
            Assert.True(await watch.ResponseStream.MoveNext());
        }
        while (watch.ResponseStream.Current.Sequence < later.Sequence);
        Assert.Equal(Wire.Permission.Reducing, watch.ResponseStream.Current.Permission);
    }
}
