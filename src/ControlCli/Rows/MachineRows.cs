using System.Globalization;
using System.Text.Json.Nodes;
using ControlCli.Output;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Rows;

/// <summary>The machinery of a running engine between two pictures, as <c>top</c> shows it.</summary>
internal sealed record MachineRows(V1.EngineInternals Before, V1.EngineInternals Now, double Seconds)
{
    private const double BytesPerMiB = 1024 * 1024;

    public Report AddTo(Report report)
    {
        var (ring, lags, memory) = (Now.Ring, Now.Lags, Now.Memory);
        report
            .Field("Ring", "ringOccupied", Of(ring.Occupied, $"{ring.Occupied} of {ring.Capacity} records"))
            .Field("", "ringCapacity", Cell.Whole(ring.Capacity))
            .Field("Ring full", "ringWaits", Cell.Whole(ring.Waits))
            .Field("Records per batch", "recordsPerBatch", Cell.Of(Ratio(
                ring.Published - Before.Ring.Published, ring.Batches - Before.Ring.Batches)))
            .Field("Not durable", "durableLagRecords", Cell.Whole(lags.DurableRecords))
            .Field("Follower behind", "followerLagRecords", Whole(lags.HasFollowerRecords, lags.FollowerRecords))
            .Field("Hash chain behind", "hashChainLagRecords", Whole(lags.HasHashChainRecords, lags.HashChainRecords))
            .Field("Snapshot age", "snapshotAgeNs",
                lags.HasSnapshotAgeNs ? Nanoseconds.Of(lags.SnapshotAgeNs) : Cell.Empty)
            .Field("Since snapshot", "snapshotLagRecords", Whole(lags.HasSnapshotRecords, lags.SnapshotRecords))
            .Field("Journal readers", "journalReaders",
                Of(Now.Streams.JournalReaders, $"{Now.Streams.JournalReaders} of {Now.Streams.JournalReadersMax}"))
            .Field("Process cpu", "cpuShare", Share(memory.ProcessCpuNs - Before.Memory.ProcessCpuNs))
            .Field("Allocated/s", "allocatedBytesPerSecond",
                Bytes((long)((memory.AllocatedBytes - Before.Memory.AllocatedBytes) / Seconds)))
            .Field("Heap", "heapBytes", Bytes(memory.HeapBytes))
            .Field("Resident", "residentBytes", Bytes(memory.ResidentBytes))
            .Field("Collections", "collections", Collections(memory.Collections))
            .Field("Collector paused", "gcPauseNs", Nanoseconds.Of(memory.PauseNs - Before.Memory.PauseNs))
            .Field("Last pause", "gcLastPauseNs", Nanoseconds.Of(memory.LastPauseNs))
            .Field("", "stallLimitNs", Cell.Whole(Now.StallLimitNs));
        return report
            .Listing("LANES", "lanes", LaneColumns(), Now.Lanes)
            .Listing("THREADS", "threads", ThreadColumns(), Now.Threads);
    }

    private IReadOnlyList<Column<V1.LaneInternals>> LaneColumns() =>
    [
        new("LANE", "name", lane => Cell.Of(lane.Name)),
        new("WAITING", "occupied", lane => Cell.Whole(lane.Occupied)
            .With(lane.Occupied * 2 > lane.Capacity ? Paint.Warning : Paint.None)),
        new("CAPACITY", "capacity", lane => Cell.Whole(lane.Capacity)),
        new("PER SECOND", "perSecond", lane => Cell.Whole((long)Math.Round(
            (lane.Written - (Before.Lanes.FirstOrDefault(b => b.Id == lane.Id)?.Written ?? 0)) / Seconds))),
        new("CONFLATED", "conflated", lane => Cell.Whole(lane.Conflated)),
    ];

    private IReadOnlyList<Column<V1.ThreadInternals>> ThreadColumns() =>
    [
        new("THREAD", "name", thread => Cell.Of(thread.Name)),
        new("STAGES", "stages", thread => new Cell(
            string.Join('+', thread.Stages),
            new JsonArray([.. thread.Stages.Select(stage => (JsonNode)JsonValue.Create(stage))]))),
        new("AT", "stageAtWork", thread => Cell.Of(thread.IsRunning ? thread.StageAtWork : "ended")),
        new("CORE", "core", thread => Whole(thread.HasCore, thread.Core)),
        new("CPU", "cpuShare", thread =>
            thread.HasCpuNs && BeforeOf(thread) is { HasCpuNs: true } before
                ? Share(thread.CpuNs - before.CpuNs)
                : Cell.Empty with { IsNumber = true }),
        new("LONGEST 10S", "recentLongestNs", thread => Measured(thread.RecentLongestNs)),
        new("LONGEST", "longestNs", thread => Measured(thread.LongestNs)),
        new("STALLS", "stalls", thread => Cell.Whole(thread.Stalls)
            .With(thread.Stalls > (BeforeOf(thread)?.Stalls ?? 0) ? Paint.Warning : Paint.None)),
        new("STALLED", "stalledNs", thread => Measured(thread.StalledNs)),
        new("SLEEPS/S", "parksPerSecond", thread => Cell.Whole(
            (long)Math.Round((thread.Parks - (BeforeOf(thread)?.Parks ?? 0)) / Seconds))),
        new("MISSED", "missedWakeups", thread => Cell.Whole(thread.MissedWakeups)
            .With(thread.MissedWakeups > 0 ? Paint.Bad : Paint.None)),
    ];

    private V1.ThreadInternals? BeforeOf(V1.ThreadInternals thread) =>
        Before.Threads.FirstOrDefault(before => before.Name == thread.Name);

    private Cell Measured(long ns) => Now.IsMeasured ? Nanoseconds.Of(ns) : Cell.Empty with { IsNumber = true };

    // Of one core; several threads together may have more than one.
    private Cell Share(long cpuNs)
    {
        var share = Math.Round(cpuNs / 1e9 / Seconds, 3);
        return new Cell(
            share.ToString("0 %", CultureInfo.InvariantCulture), JsonValue.Create(share), IsNumber: true);
    }

    private static Cell Bytes(long bytes) => new(
        (bytes / BytesPerMiB).ToString("0.0", CultureInfo.InvariantCulture) + " MiB", JsonValue.Create(bytes),
        IsNumber: true);

    private static Cell Collections(IEnumerable<int> counts) => new(
        string.Join(" / ", counts), new JsonArray([.. counts.Select(count => (JsonNode)JsonValue.Create(count))]));

    private static Cell Of(long value, string text) => new(text, JsonValue.Create(value), IsNumber: true);

    private static Cell Whole(bool isThere, long value) =>
        isThere ? Cell.Whole(value) : Cell.Empty with { IsNumber = true };

    private static string Ratio(long count, long of) =>
        of == 0 ? "" : ((double)count / of).ToString("0.0", CultureInfo.InvariantCulture);
}
