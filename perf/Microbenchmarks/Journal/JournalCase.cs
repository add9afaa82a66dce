using System.Diagnostics;
using Engine.Core.Events;
using Engine.Core.Journal;
using Engine.Core.Pipeline;

namespace Microbenchmarks.Journal;

/// <summary>The journal's own side: a folder, a writer, whole groups sealed and appended.</summary>
internal static class JournalCase
{
    public const int RecordBytes = EngineEvent.SizeInBytes;

    private const int WrittenSegmentRecords = 1 << 20;
    private const int SyncedSegmentRecords = 1 << 19; // The zeros of the first two are written for each sample.

    /// <summary>
    /// Microseconds to fill, seal, append and, under Synced, sync so many batches; and until the hash chain covers
    /// them.
    /// </summary>
    /// <param name="segmentRecords">0 for the size that suits the durability.</param>
    public static (double AppendUs, double ChainedUs) Append(
        string folder, Durability durability, int batch, int batches, bool hasChain = false,
        int segmentRecords = 0)
    {
        if (segmentRecords == 0)
            segmentRecords = durability == Durability.Synced ? SyncedSegmentRecords : WrittenSegmentRecords;
        var options = Options(durability, segmentRecords, hasChain);
        using var journal = JournalFolder.Open(new DiskStorage(Fresh(folder)), EngineMode.Paper, "BENCH", options);
        using var writer = journal.StartRun();
        using var chain = hasChain ? HashChainThread.Start(journal.OpenChain(), () => writer.DurableSequence) : null;
        var plan = journal.CreatePlan();
        var records = new EngineEvent[batch];
        var digest = 0ul;
        var sequence = journal.Run.FirstSequence;
        AppendOne(); // Rolls into the first segment; the next is prepared behind it.
        while (!writer.IsNextSegmentReady) Thread.Yield();

        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < batches; i++) AppendOne();
        var append = Stopwatch.GetElapsedTime(start);
        // What is left is less than the smallest block, which the chain leaves lying until more has come.
        while (chain is not null && chain.LagRecords >= HashChainWriter.BlockRecordsMin && chain.Failure is null)
            Thread.Yield();
        var chained = Stopwatch.GetElapsedTime(start);
        if (chain?.Failure is { } failure) throw failure;
        return (append.TotalMicroseconds, chained.TotalMicroseconds);

        void AppendOne()
        {
            Records.Fill(records, ref sequence);
            RecordChecksum.Seal(records, plan.Place(batch), ref digest);
            writer.Append(records);
            if (durability == Durability.Synced) writer.Sync();
        }
    }

    /// <summary>A closed journal in memory, for reading.</summary>
    public static DiskStorage WriteSealed(string folder, int count)
    {
        const int batch = 1_000;
        var storage = new DiskStorage(Fresh(folder));
        using var journal = JournalFolder.Open(
            storage, EngineMode.Paper, "BENCH", Options(Durability.Written, WrittenSegmentRecords, hasChain: false));
        using var writer = journal.StartRun();
        var plan = journal.CreatePlan();
        var records = new EngineEvent[batch];
        var digest = 0ul;
        for (long sequence = 1; sequence <= count;)
        {
            Records.Fill(records, ref sequence);
            RecordChecksum.Seal(records, plan.Place(batch), ref digest);
            writer.Append(records);
        }
        journal.Seal(writer);
        return storage;
    }

    /// <summary>Million records per second of the journal's reader.</summary>
    public static double Read(DiskStorage storage, int expected)
    {
        var start = Stopwatch.GetTimestamp();
        var count = 0;
        using var reader = JournalReader.Open(storage);
        for (var read = reader.Read(); !read.IsEmpty; read = reader.Read()) count += read.Length;
        return Records.PerMicrosecond(count, expected, start);
    }

    public static JournalOptions Options(Durability durability, int segmentRecords, bool hasChain) => new()
    {
        Durability = durability,
        Build = "benchmark",
        StartedUtc = DateTimeOffset.UtcNow,
        SegmentRecords = segmentRecords,
        KeepsChain = hasChain,
        ReserveBytes = 0,
    };

    /// <summary>An empty folder; the one of the sample before is gone.</summary>
    public static string Fresh(string folder)
    {
        var path = Path.Combine(folder, "run");
        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
        return Directory.CreateDirectory(path).FullName;
    }
}
