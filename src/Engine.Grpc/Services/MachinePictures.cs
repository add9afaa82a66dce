using System.Diagnostics;
using Engine.Core;
using Engine.Core.Metrics;
using Engine.Core.Pipeline;
using Engine.Grpc.Tails;
using Grpc.Core;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Services;

/// <summary>
/// Latencies and internals as callers get them. Both are made of published counters, so taking them holds no stage up;
/// however many ask, a picture is taken at most ten times a second.
/// </summary>
internal sealed class MachinePictures(TradingEngine engine, TailServer tails, TailLimits limits)
{
    private static readonly TimeSpan Age = TimeSpan.FromMilliseconds(ControlLimits.WatchIntervalMsMin);

    private readonly Lock _gate = new();
    private (Wire.LatencyReport? Picture, long TakenTicks) _latency;
    private (Wire.EngineInternals? Picture, long TakenTicks) _internals;

    /// <exception cref="RpcException">This run measures none.</exception>
    public Wire.LatencyReport Latency()
    {
        var book = engine.Latency ?? throw new RpcException(new Status(StatusCode.Unimplemented,
            "Latencies are not measured here: metrics.latency is false, or this is a backtest. Set it and start "
            + "again."));
        lock (_gate) return Fresh(ref _latency, () => Render(book));
    }

    public Wire.EngineInternals Internals()
    {
        lock (_gate) return Fresh(ref _internals, () => Render(engine.Internals()));
    }

    private static T Fresh<T>(ref (T? Picture, long TakenTicks) latest, Func<T> render) where T : class
    {
        if (latest.Picture is null || Stopwatch.GetElapsedTime(latest.TakenTicks) >= Age)
            latest = (render(), Stopwatch.GetTimestamp());
        return latest.Picture!;
    }

    private Wire.LatencyReport Render(LatencyBook book)
    {
        var report = new Wire.LatencyReport { Sequence = engine.DurableSequence, RunEpoch = engine.RunEpoch };
        foreach (var figures in book.Read())
        {
            report.Spans.Add(new Wire.LatencyFigures
            {
                Name = LatencyCatalog.Of(figures.Span).Name,
                Count = figures.Count,
                P50Ns = figures.P50Ns,
                P90Ns = figures.P90Ns,
                P99Ns = figures.P99Ns,
                P999Ns = figures.P999Ns,
                MaxNs = figures.MaxNs,
                RecentMaxNs = figures.RecentMaxNs,
                SumNs = figures.SumNs,
            });
        }
        return report;
    }

    private Wire.EngineInternals Render(EngineInternals internals)
    {
        var rendered = new Wire.EngineInternals
        {
            Sequence = engine.DurableSequence,
            RunEpoch = engine.RunEpoch,
            IsMeasured = internals.IsMeasured,
            StallLimitNs = (long)internals.StallLimit.TotalNanoseconds,
            Ring = new Wire.RingInternals
            {
                Capacity = internals.Ring.Capacity,
                Occupied = internals.Ring.Occupied,
                Published = internals.Ring.Published,
                Waits = internals.Ring.Waits,
                Batches = internals.Ring.Batches,
            },
            Lags = Render(internals.Lags),
            Memory = Render(internals.Memory),
            Streams = new Wire.StreamInternals
            {
                JournalReaders = tails.Count,
                JournalReadersMax = limits.ReadersMax,
            },
        };
        rendered.Lanes.AddRange(internals.Lanes.Select(lane => new Wire.LaneInternals
        {
            Id = lane.Id,
            Name = lane.Name,
            Capacity = lane.Capacity,
            Occupied = lane.Occupied,
            Written = lane.Written,
        }));
        rendered.Threads.AddRange(internals.Threads.Select(Render));
        return rendered;
    }

    private static Wire.ThreadInternals Render(ThreadGauge thread)
    {
        var rendered = new Wire.ThreadInternals
        {
            Name = thread.Name,
            Stages = { thread.Stages },
            StageAtWork = thread.StageAtWork,
            IsRunning = thread.IsRunning,
            BusyPasses = thread.BusyPasses,
            Parks = thread.Parks,
            Wakeups = thread.Wakeups,
            MissedWakeups = thread.MissedWakeups,
            RecentLongestNs = thread.RecentLongestNs,
            LongestNs = thread.LongestNs,
            Stalls = thread.Stalls,
            StalledNs = thread.StalledNs,
        };
        if (thread.Cpu is { } core) rendered.Core = core;
        if (thread.CpuNs is { } cpuNs) rendered.CpuNs = cpuNs;
        return rendered;
    }

    private static Wire.LagInternals Render(LagGauge lags)
    {
        var rendered = new Wire.LagInternals { DurableRecords = lags.DurableRecords };
        if (lags.FollowerRecords is { } follower) rendered.FollowerRecords = follower;
        if (lags.HashChainRecords is { } chain) rendered.HashChainRecords = chain;
        if (lags.SnapshotRecords is { } records) rendered.SnapshotRecords = records;
        if (lags.SnapshotAgeNs is { } age) rendered.SnapshotAgeNs = age;
        return rendered;
    }

    private static Wire.MemoryInternals Render(MemoryGauge memory) => new()
    {
        Collections = { memory.Collections },
        PauseNs = memory.PauseNs,
        LastPauseNs = memory.LastPauseNs,
        AllocatedBytes = memory.AllocatedBytes,
        HeapBytes = memory.HeapBytes,
        ResidentBytes = memory.ResidentBytes,
        ProcessCpuNs = memory.ProcessCpuNs,
    };
}
