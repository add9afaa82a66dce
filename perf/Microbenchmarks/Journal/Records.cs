using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;
using Engine.Core.Events;

namespace Microbenchmarks.Journal;

/// <summary>What both sides do with records.</summary>
internal static class Records
{
    /// <summary>One group with the next sequences.</summary>
    public static void Fill(Span<EngineEvent> records, ref long sequence)
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

    /// <summary>The checksum as a bare loop computes it: one chain, one record after the other.</summary>
    public static uint Crc(in EngineEvent record)
    {
        var words = MemoryMarshal.Cast<EngineEvent, ulong>(MemoryMarshal.CreateReadOnlySpan(in record, 1));
        var crc = 0u;
        for (var i = 0; i < 15; i++) crc = BitOperations.Crc32C(crc, words[i]);
        return BitOperations.Crc32C(crc, (uint)words[15]);
    }

    public static double PerMicrosecond(long count, long expected, long startTicks)
    {
        var elapsed = Stopwatch.GetElapsedTime(startTicks);
        return count == expected
            ? count / elapsed.TotalMicroseconds
            : throw new InvalidOperationException($"Read {count} records, not {expected}.");
    }
}
