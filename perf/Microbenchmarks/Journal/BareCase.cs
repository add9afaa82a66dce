using System.Diagnostics;
using System.Runtime.InteropServices;
using Engine.Core.Events;
using Engine.Core.Journal;

namespace Microbenchmarks.Journal;

/// <summary>The bare side: the same bytes in one file through the same system calls, without a journal.</summary>
internal static class BareCase
{
    private const int MegabyteRecords = (1 << 20) / EngineEvent.SizeInBytes;

    /// <summary>
    /// Microseconds to fill, checksum one by one and write so many batches; synced, into a file that was written with
    /// zeros before, with a sync per batch.
    /// </summary>
    public static double Append(string folder, int batch, int batches, bool isSynced)
    {
        using var file = Create(folder, (long)batch * (batches + 1), hasZeros: isSynced);
        var records = new EngineEvent[batch];
        var sequence = 1L;
        var offset = 0L;
        AppendOne(); // As the journal's first, which is not counted either.

        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < batches; i++) AppendOne();
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds;

        void AppendOne()
        {
            Records.Fill(records, ref sequence);
            foreach (ref var record in records.AsSpan()) record.Checksum = Records.Crc(in record);
            file.Write(MemoryMarshal.AsBytes(records.AsSpan()), offset);
            if (isSynced) file.SyncData();
            offset += batch * EngineEvent.SizeInBytes;
        }
    }

    /// <summary>Megabytes per microsecond of 1 MiB writes, each synced, into a file of zeros.</summary>
    public static double MegabytesPerMicrosecond(string folder, double gigabytes)
    {
        const int callBytes = MegabyteRecords * EngineEvent.SizeInBytes;
        var calls = (int)Math.Ceiling(gigabytes * 1e9 / callBytes);
        using var file = Create(folder, (long)calls * MegabyteRecords, hasZeros: true);
        var bytes = MemoryMarshal.AsBytes(new EngineEvent[MegabyteRecords].AsSpan());
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < calls; i++)
        {
            file.Write(bytes, (long)i * callBytes);
            file.SyncData();
        }
        return (double)calls * callBytes / 1e6 / Stopwatch.GetElapsedTime(start).TotalMicroseconds;
    }

    /// <summary>Million records per second that fresh pages of the page cache take in calls of so many.</summary>
    public static double WriteOnly(string folder, int recordsPerCall, int records)
    {
        var calls = records / recordsPerCall;
        using var file = Create(folder, (long)calls * recordsPerCall, hasZeros: false);
        var bytes = MemoryMarshal.AsBytes(new EngineEvent[recordsPerCall].AsSpan());
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < calls; i++) file.Write(bytes, (long)i * bytes.Length);
        return (double)calls * recordsPerCall / Stopwatch.GetElapsedTime(start).TotalMicroseconds;
    }

    /// <summary>Million records per second of reading the first segment, each record's checksum compared.</summary>
    public static double Read(DiskStorage storage, int expected)
    {
        var chunk = new EngineEvent[MegabyteRecords];
        var seed = RecordChecksum.Seed(1, 1);
        var start = Stopwatch.GetTimestamp();
        var count = 0;
        using var file = storage.Open(JournalFormat.SegmentName(1), isWritable: false);
        for (long at = SegmentHeader.SizeInBytes; ;)
        {
            var bytes = file.Read(MemoryMarshal.AsBytes(chunk.AsSpan()), at);
            if (bytes == 0) break;
            foreach (ref readonly var record in chunk.AsSpan(0, bytes / EngineEvent.SizeInBytes))
                if ((Records.Crc(in record) ^ seed) == record.Checksum) count++;
            at += bytes;
        }
        return Records.PerMicrosecond(count, expected, start);
    }

    private static IStorageFile Create(string folder, long records, bool hasZeros)
    {
        var file = new DiskStorage(JournalCase.Fresh(folder)).Create("bare");
        var length = records * EngineEvent.SizeInBytes;
        file.Preallocate(length);
        if (!hasZeros) return file;

        var zeros = new byte[1 << 20];
        for (long at = 0; at < length; at += zeros.Length)
            file.Write(zeros.AsSpan(0, (int)Math.Min(zeros.Length, length - at)), at);
        file.SyncAll();
        return file;
    }
}
