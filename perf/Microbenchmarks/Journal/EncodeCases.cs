using System.Diagnostics;
using Engine.Core.Events;
using Engine.Core.Journal;

namespace Microbenchmarks.Journal;

/// <summary>J7: what it costs to copy records into a hot buffer and checksum them there.</summary>
internal static class EncodeCases
{
    private const int Count = 2_048;
    private const int Repeats = 1_000;

    public static void Run(InterleavedRounds compare)
    {
        var source = new EngineEvent[Count];
        var buffer = new EngineEvent[Count];
        var sequence = 1L;
        var digest = 0ul;
        Records.Fill(source, ref sequence);
        compare.Run("J7 copy and checksum", isGuarded: false,
        [
            ("bare copy, CRC one by one", () => Rate(() =>
            {
                for (var i = 0; i < Count; i++)
                {
                    buffer[i] = source[i];
                    buffer[i].Checksum = Records.Crc(in buffer[i]);
                }
            })),
            ("journal: copy, four side by side, digest", () => Rate(() =>
            {
                source.CopyTo(buffer, 0);
                RecordChecksum.Seal(buffer, 7, ref digest);
            })),
        ]);
    }

    private static double Rate(Action encode)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Repeats; i++) encode();
        return (double)Count * Repeats / Stopwatch.GetElapsedTime(start).TotalMicroseconds;
    }
}
