using Engine.Core.Events;
using Engine.Core.Journal;

namespace Embedding;

/// <summary>Records into a journal, group by group, and back out of it with every checksum compared.</summary>
public static class JournalExample
{
    private const int GroupRecords = 64;

    /// <param name="folder">Empty.</param>
    /// <returns>Records read back.</returns>
    public static long Run(string folder, long events, Durability durability = Durability.Written)
    {
        var storage = new DiskStorage(folder);
        var options = new JournalOptions
        {
            Durability = durability,
            Build = "embedding",
            StartedUtc = DateTimeOffset.UtcNow,
            KeepsChain = false,
        };
        using (var journal = JournalFolder.Open(storage, EngineMode.Paper, "EMBEDDING", options))
        {
            var writer = journal.StartRun();
            var plan = journal.CreatePlan(); // Knows in which segment a group comes to lie; the checksums need that.
            var group = new EngineEvent[GroupRecords];
            var digest = 0ul;
            for (var sequence = 1L; sequence <= events;)
            {
                var count = (int)Math.Min(GroupRecords, events - sequence + 1);
                var records = group.AsSpan(0, count);
                Fill(records, ref sequence);
                RecordChecksum.Seal(records, plan.Place(count), ref digest);
                writer.Append(records);
                if (durability == Durability.Synced) writer.Sync();
            }
            journal.Seal(writer);
        }

        var read = 0L;
        using var reader = JournalReader.Open(storage);
        for (var records = reader.Read(); !records.IsEmpty; records = reader.Read()) read += records.Length;
        return read;
    }

    private static void Fill(Span<EngineEvent> records, ref long sequence)
    {
        var first = sequence;
        foreach (ref var record in records)
        {
            record.Sequence = sequence++;
            record.CauseSequence = first;
            record.Kind = EventKind.Quote;
            record.Flags = EventFlags.None;
        }
        records[^1].Flags = EventFlags.LastOfGroup;
    }
}
