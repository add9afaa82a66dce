using System.Diagnostics;
using Engine.Core.Pipeline;
using Engine.Core.Replay;

namespace Engine.Core;

/// <summary>
/// How the machinery of a running engine does: lanes, ring, threads, lags, memory. Made of published counters; taking
/// it waits for nobody and can be done from any thread.
/// </summary>
/// <param name="IsMeasured">Latencies and loops are measured (<c>metrics.latency</c>).</param>
/// <param name="StallLimit">A pass longer than this is a stall.</param>
public sealed record EngineInternals(
    IReadOnlyList<LaneGauge> Lanes, RingGauge Ring, IReadOnlyList<ThreadGauge> Threads, LagGauge Lags,
    MemoryGauge Memory, bool IsMeasured, TimeSpan StallLimit)
{
    private static readonly double NsPerTick = 1e9 / Stopwatch.Frequency;

    public required JournalGauge Journal { get; init; }

    internal static EngineInternals Of(
        EngineSetup setup, EnginePipeline pipeline, StatusBoard board, HashChainThread? chain,
        Func<long> durableSequence)
    {
        var metrics = setup.Options.Metrics;
        return new EngineInternals(
            pipeline.ReadLanes(), RingOf(pipeline, setup.Limits), [.. pipeline.Threads.Select(thread => thread.Read())],
            LagsOf(pipeline, board, chain, durableSequence), MemoryGauge.Read(), metrics.Latency, metrics.StallLimit)
        {
            Journal = JournalGauge.Of(pipeline),
        };
    }

    // What gates first: a position read later is never behind one that was read before.
    private static RingGauge RingOf(EnginePipeline pipeline, EngineLimits limits)
    {
        var done = pipeline.Journal.Durable.Value;
        if (pipeline.DurableRecords is { } records) done = Math.Min(done, records.Consumed.Value);
        var published = pipeline.Published.Value;
        return new RingGauge(
            limits.OutboundRingSlots, published - done, published + 1, pipeline.Logic.FullCount,
            pipeline.Journal.BatchCount);
    }

    private static LagGauge LagsOf(
        EnginePipeline pipeline, StatusBoard board, HashChainThread? chain, Func<long> durableSequence)
    {
        var durablePosition = pipeline.Journal.Durable.Value;
        var published = pipeline.Published.Value;
        var followed = board.Status?.Sequence;
        var snapshot = board.Snapshot;
        var durable = durableSequence();
        return new LagGauge(
            published - durablePosition,
            followed is { } sequence ? Math.Max(0, durable - sequence) : null,
            chain?.LagRecords,
            snapshot is null ? null : Math.Max(0, durable - snapshot.Sequence),
            snapshot is null ? null : (long)((Stopwatch.GetTimestamp() - snapshot.TakenTicks) * NsPerTick));
    }
}
