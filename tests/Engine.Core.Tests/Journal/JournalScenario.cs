using Engine.Core.Events;
using Engine.Core.Journal;

namespace Engine.Core.Tests.Journal;

/// <summary>Writes groups of recognisable records to a journal, as logic and journal thread do together.</summary>
internal sealed class JournalScenario : IDisposable
{
    private readonly SegmentPlan _plan;
    private readonly Random _random;
    private readonly int _groupRecordsMax;
    private readonly int _endsInPercent;
    private ulong _digest;

    public JournalScenario(
        IJournalStorage storage, JournalOptions options, int seed = 1, int groupRecordsMax = 5,
        EngineMode mode = EngineMode.Paper, string account = "SIM1", int endsInPercent = 0)
    {
        Folder = JournalFolder.Open(storage, mode, account, options);
        Writer = Folder.StartRun();
        _plan = Folder.CreatePlan();
        _random = new Random(seed);
        _groupRecordsMax = groupRecordsMax;
        _endsInPercent = endsInPercent;
        NextSequence = Folder.Run.FirstSequence;
    }

    public JournalFolder Folder { get; }

    public JournalWriter Writer { get; }

    public long NextSequence { get; private set; }

    public ulong Digest => _digest;

    public static JournalOptions Options(
        Durability durability = Durability.Synced, int segmentRecords = 64, int unsyncedRecordsMax = 16,
            bool keepsChain = true) => new()
            {
                Durability = durability,
                Build = "test",
                StartedUtc = DateTimeOffset.UnixEpoch,
                SegmentRecords = segmentRecords,
                UnsyncedRecordsMax = unsyncedRecordsMax,
                KeepsChain = keepsChain,
                ReserveBytes = 0,
                HasPreparationThread = false,
            };

    /// <summary>Content is a function of the sequence, so that a reader can tell what it must be.</summary>
    public static EngineEvent RecordAt(long sequence, long causeSequence, bool isLast)
    {
        var record = new EngineEvent
        {
            Sequence = sequence,
            CauseSequence = causeSequence,
            TimestampNs = 1_000 + sequence,
            Kind = sequence == causeSequence ? EventKind.Quote : EventKind.Signal,
            Flags = isLast ? EventFlags.LastOfGroup : EventFlags.None,
            SchemaVersion = EngineEvent.CurrentSchemaVersion,
            InstrumentId = (int)(sequence % 7),
            StrategyId = 3,
            LaneId = 16,
        };
        record.Quote.BidPrice = sequence * 31;
        return record;
    }

    /// <summary>The next sealed groups, together at least so many records.</summary>
    public EngineEvent[] Groups(int records)
    {
        var batch = new List<EngineEvent>();
        while (batch.Count < records)
        {
            var group = new EngineEvent[1 + _random.Next(_groupRecordsMax)];
            for (var i = 0; i < group.Length; i++)
                group[i] = RecordAt(NextSequence + i, NextSequence, i == group.Length - 1);
            var endsSegment = _endsInPercent > 0 && _random.Next(100) < _endsInPercent;
            if (endsSegment) group[^1].Flags |= EventFlags.EndsSegment;
            RecordChecksum.Seal(group, _plan.Place(group.Length), ref _digest);
            if (endsSegment) _plan.EndSegment();
            NextSequence += group.Length;
            batch.AddRange(group);
        }
        return [.. batch];
    }

    /// <summary>Appends and syncs until at least so many records were written.</summary>
    public void Write(int records, int batchRecords = 10)
    {
        var end = NextSequence + records;
        while (NextSequence < end)
        {
            Writer.Append(Groups(batchRecords));
            Writer.Sync();
        }
    }

    public void Seal() => Folder.Seal(Writer);

    public void Dispose() => Folder.Dispose();

    /// <summary>All records from a sequence, as copies.</summary>
    public static List<EngineEvent> ReadAll(IJournalStorage storage, long from = 1)
    {
        var all = new List<EngineEvent>();
        using var reader = JournalReader.Open(storage, from);
        for (var records = reader.Read(); !records.IsEmpty; records = reader.Read()) all.AddRange(records);
        return all;
    }
}
