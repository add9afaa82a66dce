using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;
using Engine.Core.Events;
using Engine.Core.Journal;

namespace LoadTest.Baselines;

/// <summary>A bare loop over the segments of a journal: read, checksum, look at two fields of every record.</summary>
internal static class BareRead
{
    private const int ChunkBytes = 1 << 20;

    /// <summary>Records per second, and a sum that keeps the loop honest.</summary>
    public static (double RecordsPerSecond, long Records, ulong Sum) Run(string folder, long recordsMax)
    {
        var chunk = new byte[ChunkBytes];
        var records = 0L;
        var sum = 0ul;
        var start = Stopwatch.GetTimestamp();
        foreach (var path in Directory.GetFiles(folder, JournalFormat.SegmentPrefix + "*" + JournalFormat.SegmentSuffix)
            .Order(StringComparer.Ordinal))
        {
            using var file = File.OpenHandle(path);
            var length = RandomAccess.GetLength(file);
            for (long offset = 0; offset < length && records < recordsMax;)
            {
                var got = RandomAccess.Read(file, chunk, offset);
                if (got == 0) break;
                offset += got;
                foreach (ref readonly var e in MemoryMarshal.Cast<byte, EngineEvent>(chunk.AsSpan(0, got)))
                {
                    sum += Checksum(in e) + (ulong)e.Sequence + (ulong)e.TimestampNs;
                    records++;
                }
            }
        }
        return (records / Stopwatch.GetElapsedTime(start).TotalSeconds, records, sum);
    }

    private static uint Checksum(ref readonly EngineEvent e)
    {
        var crc = 0u;
        var words = MemoryMarshal.Cast<EngineEvent, ulong>(MemoryMarshal.CreateReadOnlySpan(in e, 1));
        for (var i = 0; i < 15; i++) crc = BitOperations.Crc32C(crc, words[i]);
        return crc;
    }
}
