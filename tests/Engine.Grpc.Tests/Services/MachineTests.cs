using Engine.Core.Metrics;
using Grpc.Core;
using Xunit;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Tests.Services;

/// <summary>Latencies and internals of a real engine on a real port.</summary>
public sealed class MachineTests
{
    [Fact]
    public async Task Every_latency_of_the_catalogue_is_streamed_and_grows()
    {
        await using var bench = new ControlBench(restingOrders: 3);
        await bench.UntilTradingAsync();
        await bench.Control.PauseAsync(
            new Wire.PauseRequest { Head = bench.Head(), Scope = ControlBench.OfAccount });
        using var watch = bench.Status.WatchLatency(new Wire.WatchLatencyRequest { IntervalMs = 100 });
        Wire.LatencyReport first;
        do
        {
            Assert.True(await watch.ResponseStream.MoveNext());
            first = watch.ResponseStream.Current;
        }
        while (Count(first, "order_to_acknowledgement") < 3);
        Assert.Equal(LatencyCatalog.All.Select(entry => entry.Name), first.Spans.Select(span => span.Name));
        var spans = first.Spans.ToDictionary(span => span.Name);
        foreach (var name in new[] { "tick_to_order", "gateway_write", "order_to_acknowledgement" })
            Assert.Equal(3, spans[name].Count);
        Assert.Equal(1, spans["control_command"].Count);
        Assert.Equal((0, 0), (spans["order_to_fill"].Count, spans["journal_sync"].Count));
        foreach (var span in first.Spans.Where(span => span.Count > 0))
        {
            Assert.True(
                span.P50Ns <= span.P90Ns && span.P90Ns <= span.P99Ns && span.P99Ns <= span.P999Ns
                && span.P999Ns <= span.MaxNs && span.RecentMaxNs <= span.MaxNs && span.SumNs > 0, $"{span}");
        }

        var later = first;
        while (Count(later, "logic") <= Count(first, "logic"))
        {
            Assert.True(await watch.ResponseStream.MoveNext());
            later = watch.ResponseStream.Current;
        }
        Assert.True(later.Sequence > first.Sequence);
    }

    [Fact]
    public async Task Internals_name_lanes_threads_and_readers_and_come_as_a_stream()
    {
        await using var bench = new ControlBench();
        await bench.UntilTradingAsync();
        using var events = bench.Journal.ReadEvents(new Wire.ReadEventsRequest { FromSequence = -1, Follow = true });
        Assert.True(await events.ResponseStream.MoveNext());
        var internals = await bench.Status.GetInternalsAsync(new Wire.GetInternalsRequest());
        Assert.Equal(["control", "venue", "spoken"], internals.Lanes.Select(lane => lane.Name));
        Assert.All(internals.Lanes, lane => Assert.InRange(lane.Occupied, 0, lane.Capacity));
        Assert.Equal(
            ["source+logic+journal+gateway", "follower"], internals.Threads.Select(thread => thread.Name));
        Assert.Equal(
            ["source", "logic", "journal", "gateway", "latency"], internals.Threads[0].Stages);
        Assert.All(internals.Threads, thread => Assert.True(
            thread.IsRunning && thread.BusyPasses > 0 && thread.LongestNs > 0 && thread.MissedWakeups == 0,
            $"{thread}"));
        Assert.True(internals.IsMeasured && internals.StallLimitNs == 10_000_000, $"{internals}");
        Assert.Equal((1, 32), (internals.Streams.JournalReaders, internals.Streams.JournalReadersMax));
        Assert.True(internals.Ring.Published > 0 && internals.Ring.Batches > 0, $"{internals.Ring}");
        Assert.True(internals.Lags.HasFollowerRecords && internals.Lags.HasHashChainRecords, $"{internals.Lags}");
        Assert.False(internals.Lags.HasSnapshotAgeNs);

        await bench.Control.TakeSnapshotAsync(new Wire.TakeSnapshotRequest { Head = bench.Head() });
        using var watch = bench.Status.WatchInternals(new Wire.WatchInternalsRequest { IntervalMs = 100 });
        do
        {
            Assert.True(await watch.ResponseStream.MoveNext());
        }
        while (!watch.ResponseStream.Current.Lags.HasSnapshotAgeNs);
        Assert.True(watch.ResponseStream.Current.Lags.SnapshotAgeNs > 0);
    }

    [Fact]
    public async Task Where_nothing_is_measured_that_is_said()
    {
        await using var bench = new ControlBench(settings: [("metrics.latency", "false")]);
        await bench.UntilTradingAsync();
        using var watch = bench.Status.WatchLatency(new Wire.WatchLatencyRequest());
        var refused = await ControlBench.RefusedAsync(
            StatusCode.Unimplemented, () => watch.ResponseStream.MoveNext());
        Assert.Contains("metrics.latency", refused.Status.Detail, StringComparison.Ordinal);
        var internals = await bench.Status.GetInternalsAsync(new Wire.GetInternalsRequest());
        Assert.False(internals.IsMeasured);
        Assert.All(internals.Threads, thread => Assert.Equal(0, thread.LongestNs));
    }

    private static long Count(Wire.LatencyReport report, string name) =>
        report.Spans.Single(span => span.Name == name).Count;
}
