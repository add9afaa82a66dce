using Engine.Core.Events;
using Engine.Grpc.Health;
using static Engine.Grpc.Metrics.MetricKind;

namespace Engine.Grpc.Metrics.Entries;

/// <summary>The journal, and what follows it.</summary>
internal static class JournalEntries
{
    private static readonly EventKind[] Kinds = [.. Enum.GetValues<EventKind>().Where(kind => kind != EventKind.None)];

    public static IReadOnlyList<MetricEntry> All { get; } =
    [
        MetricEntry.One(Gauge, "engine_journal_durable_sequence", MetricUnit.None,
            "last sequence that may be acted upon", reading => reading.Health.Vitals.DurableSequence),
        MetricEntry.One(Counter, "engine_journal_records", MetricUnit.None, "durable records of this run",
            reading => reading.Internals.Journal.Records),
        MetricEntry.One(Counter, "engine_journal_written", MetricUnit.Bytes,
            "those in bytes, without segment headers and padding",
            reading => reading.Internals.Journal.Records * (double)EngineEvent.SizeInBytes),
        MetricEntry.One(Counter, "engine_journal_batches", MetricUnit.None, "batches that they were written in",
            reading => reading.Internals.Ring.Batches),
        MetricEntry.One(Counter, "engine_journal_segments", MetricUnit.None, "segments that this run has begun",
            reading => reading.Internals.Journal.Segments),
        MetricEntry.One(Gauge, "engine_journal_segment", MetricUnit.None, "number of the segment that is written",
            reading => reading.Internals.Journal.Segment),
        MetricEntry.One(Gauge, "engine_journal_segment_ready", MetricUnit.None,
            "1 if the next segment is prepared", reading => reading.Internals.Journal.IsNextSegmentReady ? 1 : 0),
        MetricEntry.One(Gauge, "engine_journal_failed", MetricUnit.None, "1 if a write or a sync has failed",
            reading => reading.Internals.Journal.HasFailed ? 1 : 0),
        MetricEntry.One(Gauge, "engine_journal_lag_records", MetricUnit.None, "published and not durable",
            reading => reading.Internals.Lags.DurableRecords),
        MetricEntry.One(Gauge, "engine_journal_chain_lag_records", MetricUnit.None,
            "durable and not in the hash chain", reading => reading.Internals.Lags.HashChainRecords),
        MetricEntry.One(Gauge, "engine_follower_lag_records", MetricUnit.None,
            "durable and not seen by the follower", reading => reading.Internals.Lags.FollowerRecords),
        MetricEntry.One(Gauge, "engine_follower_age", MetricUnit.Seconds,
            "how long what the follower shows has been durable",
            reading => Units.SecondsOfMs(reading.Health.Check(HealthEvaluator.Follower).AgeMs)),
        MetricEntry.One(Gauge, "engine_snapshot_age", MetricUnit.Seconds, "since the newest snapshot of this run",
            reading => Units.Seconds(reading.Internals.Lags.SnapshotAgeNs)),
        MetricEntry.One(Gauge, "engine_snapshot_lag_records", MetricUnit.None, "durable since then",
            reading => reading.Internals.Lags.SnapshotRecords),
        MetricEntry.One(Gauge, "engine_journal_disk_free", MetricUnit.Bytes, "free on the journal's device",
            reading => reading.Health.Vitals.Disk?.Space.FreeBytes),
        MetricEntry.One(Gauge, "engine_journal_disk", MetricUnit.Bytes, "size of the journal's device",
            reading => reading.Health.Vitals.Disk?.Space.TotalBytes),
        MetricEntry.Each(Counter, "engine_events", "kind",
            "records of this run by their kind, as the follower has seen them (docs/JOURNAL_FORMAT.md)", Kinds,
            (reading, kind) => reading.Tally.Records(kind)),
    ];
}
