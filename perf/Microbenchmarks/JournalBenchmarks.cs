using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;
using Engine.Core.Events;
using Engine.Core.Journal;

namespace Microbenchmarks;

/// <summary>
/// What: the journal's writer and reader beside the bare system calls they are made of, in the same run, interleaved.
/// Durable group commit, append to the kernel, read with verification. Ratios count; the figures depend on the machine.
/// Not measured: queueing, the other threads, the roll.
/// </summary>
internal static class JournalBenchmarks
{
    private const int Rounds = 7;
    private const int WarmUpRounds = 1;

    public static void Run()
    {
        var folder = Path.Combine(Path.GetTempPath(), "journal-benchmark-" + Environment.ProcessId);
        Directory.CreateDirectory(folder);
        try
        {
            Console.WriteLine($"journal benchmarks in {folder}, {Rounds} rounds, median of M records/s");
            foreach (var batch in new[] { 256, 1_024, 4_096 }) GroupCommit(folder, batch);
            foreach (var batch in new[] { 256, 1_024, 4_096 }) WrittenAppend(folder, batch);
            ReadAndVerify(folder);
            Sealing();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void GroupCommit(string folder, int batch)
    {
        var batches = 20;
        Compare($"durable group commit, batch {batch}", batch * batches,
            () => Append(folder, Durability.Synced, batch, batches),
            () => Bare(folder, batch, batches, isSynced: true));
    }

    private static void WrittenAppend(string folder, int batch)
    {
        var batches = 900_000 / batch;
        Compare($"written append, batch {batch}", batch * batches,
            () => Append(folder, Durability.Written, batch, batches),
            () => Bare(folder, batch, batches, isSynced: false));
    }

    private static TimeSpan Append(string folder, Durability durability, int batch, int batches)
    {
        var path = Fresh(folder);
        using var journal = JournalFolder.Open(new DiskStorage(path), EngineMode.Paper, "BENCH", Options(durability));
        using var writer = journal.StartRun();
        var plan = journal.CreatePlan();
        var records = new EngineEvent[batch];
        var digest = 0ul;
        var sequence = journal.Run.FirstSequence;
        var watch = new Stopwatch();
        for (var i = 0; i <= batches; i++)
        {
            watch.Start();
            Fill(records, ref sequence);
            RecordChecksum.Seal(records, plan.Place(batch), ref digest);
            writer.Append(records);
            if (durability == Durability.Synced) writer.Sync();
            watch.Stop();
            // The first append rolls; the next segment is prepared behind it.
            if (i == 0) WaitUntilReady(writer, watch);
        }
        return watch.Elapsed;
    }

    private static void WaitUntilReady(JournalWriter writer, Stopwatch watch)
    {
        watch.Reset();
        while (!writer.IsNextSegmentReady) Thread.Yield();
    }

    /// <summary>Fill, CRC one after the other, one write, one sync, into a file written with zeros before.</summary>
    private static TimeSpan Bare(string folder, int batch, int batches, bool isSynced)
    {
        var storage = new DiskStorage(Fresh(folder));
        using var file = storage.Create("bare");
        var length = (long)batch * (batches + 1) * EngineEvent.SizeInBytes;
        file.Preallocate(length);
        if (isSynced)
        {
            var zeros = new byte[1 << 20];
            for (long at = 0; at < length; at += zeros.Length)
                file.Write(zeros.AsSpan(0, (int)Math.Min(zeros.Length, length - at)), at);
            file.SyncAll();
        }
        var records = new EngineEvent[batch];
        var sequence = 1L;
        var offset = 0L;
        var watch = new Stopwatch();
        for (var i = 0; i <= batches; i++)
        {
            watch.Start();
            Fill(records, ref sequence);
            foreach (ref var record in records.AsSpan()) record.Checksum = Crc(in record);
            file.Write(MemoryMarshal.AsBytes(records.AsSpan()), offset);
            if (isSynced) file.SyncData();
            watch.Stop();
            offset += batch * EngineEvent.SizeInBytes;
            if (i == 0) watch.Reset();
        }
        return watch.Elapsed;
    }

    private static void ReadAndVerify(string folder)
    {
        const int count = 1_000_000;
        var path = Fresh(folder);
        var storage = new DiskStorage(path);
        using (var journal = JournalFolder.Open(storage, EngineMode.Paper, "BENCH", Options(Durability.Written)))
        {
            using var writer = journal.StartRun();
            var plan = journal.CreatePlan();
            var records = new EngineEvent[1_000];
            var digest = 0ul;
            for (long sequence = 1; sequence <= count;)
            {
                Fill(records, ref sequence);
                RecordChecksum.Seal(records, plan.Place(records.Length), ref digest);
                writer.Append(records);
            }
            journal.Seal(writer);
        }
        var chunk = new EngineEvent[8_192];
        Compare("read and verify", count,
            () =>
            {
                var start = Stopwatch.GetTimestamp();
                var sum = 0L;
                using var reader = JournalReader.Open(storage);
                for (var read = reader.Read(); !read.IsEmpty; read = reader.Read()) sum += read.Length;
                return Checked(sum, count, start);
            },
            () =>
            {
                var start = Stopwatch.GetTimestamp();
                var sum = 0L;
                var seed = RecordChecksum.Seed(1, 1);
                using var file = storage.Open(JournalFormat.SegmentName(1), isWritable: false);
                for (long at = SegmentHeader.SizeInBytes; ;)
                {
                    var bytes = file.Read(MemoryMarshal.AsBytes(chunk.AsSpan()), at);
                    if (bytes == 0) break;
                    foreach (ref readonly var record in chunk.AsSpan(0, bytes / EngineEvent.SizeInBytes))
                        if ((Crc(in record) ^ seed) == record.Checksum) sum++;
                    at += bytes;
                }
                return Checked(sum, count, start);
            });
    }

    private static void Sealing()
    {
        const int count = 2_048;
        const int repeats = 500;
        var records = new EngineEvent[count];
        var sequence = 1L;
        var digest = 0ul;
        Fill(records, ref sequence);
        Compare("seal (4 interleaved, with digest) beside CRC one by one", count * repeats,
            () =>
            {
                var start = Stopwatch.GetTimestamp();
                for (var i = 0; i < repeats; i++) RecordChecksum.Seal(records, 7, ref digest);
                return Stopwatch.GetElapsedTime(start);
            },
            () =>
            {
                var start = Stopwatch.GetTimestamp();
                for (var i = 0; i < repeats; i++)
                    foreach (ref var record in records.AsSpan()) record.Checksum = Crc(in record);
                return Stopwatch.GetElapsedTime(start);
            });
    }

    private static void Compare(string name, long records, Func<TimeSpan> ours, Func<TimeSpan> bare)
    {
        var (oursPerSecond, barePerSecond) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds + WarmUpRounds; round++)
        {
            var isOursFirst = round % 2 == 0; // Rotated, so that neither always finds the warmer disk.
            if (isOursFirst) Add(ours, oursPerSecond, round);
            Add(bare, barePerSecond, round);
            if (!isOursFirst) Add(ours, oursPerSecond, round);
        }
        oursPerSecond.Sort();
        barePerSecond.Sort();
        var (o, b) = (oursPerSecond[Rounds / 2], barePerSecond[Rounds / 2]);
        var spread = FormattableString.Invariant($"[{oursPerSecond[0]:F2}..{oursPerSecond[^1]:F2}]");
        Console.WriteLine(FormattableString.Invariant(
            $"{name,-58} journal {o,8:F3}  bare {b,8:F3}  ratio {o / b:F2}  {spread}"));

        void Add(Func<TimeSpan> measure, List<double> list, int round)
        {
            var perSecond = records / measure().TotalSeconds / 1e6;
            if (round >= WarmUpRounds) list.Add(perSecond);
        }
    }

    private static TimeSpan Checked(long sum, long expected, long start)
    {
        var elapsed = Stopwatch.GetElapsedTime(start);
        return sum == expected ? elapsed : throw new InvalidOperationException($"Read {sum} records, not {expected}.");
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

    private static uint Crc(in EngineEvent record)
    {
        var words = MemoryMarshal.Cast<EngineEvent, ulong>(MemoryMarshal.CreateReadOnlySpan(in record, 1));
        var crc = 0u;
        for (var i = 0; i < 15; i++) crc = BitOperations.Crc32C(crc, words[i]);
        return BitOperations.Crc32C(crc, (uint)words[15]);
    }

    private static string Fresh(string folder)
    {
        var path = Path.Combine(folder, "run");
        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
        return Directory.CreateDirectory(path).FullName;
    }

    private static JournalOptions Options(Durability durability) => new()
    {
        Durability = durability,
        Build = "benchmark",
        StartedUtc = DateTimeOffset.UtcNow,
        // Zeros of the first are written each round.
        SegmentRecords = durability == Durability.Synced ? 1 << 17 : 1 << 20,
        UnsyncedRecordsMax = 16_384,
        KeepsChain = false,
        ReserveBytes = 0,
    };
}
