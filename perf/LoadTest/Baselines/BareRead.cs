using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Engine.Core.Events;

namespace LoadTest.Baselines;

/// <summary>Bare loops over the segments of a journal: what reading costs without an engine.</summary>
internal static class BareRead
{
    private const int ChunkBytes = 1 << 20;

    /// <summary>
    /// Reads, checksums one record after the other, and looks at two fields of each: records per second, and a sum that
    /// keeps the loop honest.
    /// </summary>
    public static (double RecordsPerSecond, long Records, ulong Sum) Run(string folder, long recordsMax) =>
        Measure(folder, recordsMax, Decode);

    /// <summary>Reads and looks at nothing: records per second.</summary>
    public static double Raw(string folder, long recordsMax) =>
        Measure(folder, recordsMax, static records => records.IsEmpty ? 0 : (ulong)records[0].Sequence)
            .RecordsPerSecond;

    private static (double RecordsPerSecond, long Records, ulong Sum) Measure(
        string folder, long recordsMax, Func<ReadOnlySpan<EngineEvent>, ulong> look)
    {
        var chunk = new byte[ChunkBytes];
        var records = 0L;
        var sum = 0ul;
        var start = Stopwatch.GetTimestamp();
        foreach (var path in PageCache.Segments(folder))
        {
            using var file = File.OpenHandle(path);
            var length = RandomAccess.GetLength(file);
            for (long offset = 0; offset < length && records < recordsMax;)
            {
                var got = RandomAccess.Read(file, chunk, offset);
                if (got == 0) break;
                offset += got;
                var read = MemoryMarshal.Cast<byte, EngineEvent>(chunk.AsSpan(0, got));
                sum += look(read);
                records += read.Length;
            }
        }
        return (records / Stopwatch.GetElapsedTime(start).TotalSeconds, records, sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ulong Decode(ReadOnlySpan<EngineEvent> records)
    {
        var sum = 0ul;
        foreach (ref readonly var e in records) sum += Checksum(in e) + (ulong)e.Sequence + (ulong)e.TimestampNs;
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Checksum(ref readonly EngineEvent e)
    {
        var crc = 0u;
        var words = MemoryMarshal.Cast<EngineEvent, ulong>(MemoryMarshal.CreateReadOnlySpan(in e, 1));
        for (var i = 0; i < 15; i++) crc = BitOperations.Crc32C(crc, words[i]);
        return crc;
    }
}
