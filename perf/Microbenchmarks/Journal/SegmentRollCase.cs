using System.Diagnostics;
using System.Globalization;
using Engine.Core.Events;
using Engine.Core.Journal;
using Measuring;

namespace Microbenchmarks.Journal;

/// <summary>
/// J8: the append that crosses into the next segment beside an ordinary one of the same run. The next segment is ready
/// by then, as it is for an engine that does not fill a segment faster than one can be prepared.
/// </summary>
internal static class SegmentRollCase
{
    private const int Batch = 64;
    private const int SegmentRecords = 16_384;
    private const int Segments = 12;

    public static void Run(string folder, Durability durability, int rounds, TextWriter output)
    {
        var plain = new List<double>();
        var rolling = new List<double>();
        Measure(folder, durability, [], []); // Compiled by then.
        for (var round = 0; round < rounds; round++) Measure(folder, durability, plain, rolling);
        plain.Sort();
        rolling.Sort();
        var (p, r) = (Quantiles.At(plain, 0.5), Quantiles.At(rolling, 0.5));
        output.WriteLine($"J8 append that rolls, {durability}, batch {Batch}, us, {rolling.Count} rolls");
        Print("ordinary append, p50 and p99", p, Quantiles.At(plain, 0.99));
        Print("append that rolls, p50 and p99", r, Quantiles.At(rolling, 0.99));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  ratio of the p50 {r / p:0.00}"));

        void Print(string name, double p50, double p99) =>
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-36} {p50,9:0.0} {p99,9:0.0}"));
    }

    private static void Measure(string folder, Durability durability, List<double> plain, List<double> rolling)
    {
        var storage = new DiskStorage(JournalCase.Fresh(folder));
        using var journal = JournalFolder.Open(
            storage, EngineMode.Paper, "BENCH", JournalCase.Options(durability, SegmentRecords, hasChain: false));
        using var writer = journal.StartRun();
        var plan = journal.CreatePlan();
        var records = new EngineEvent[Batch];
        var digest = 0ul;
        var sequence = journal.Run.FirstSequence;
        for (var i = 0; i < Segments * SegmentRecords / Batch; i++)
        {
            Records.Fill(records, ref sequence);
            RecordChecksum.Seal(records, plan.Place(Batch), ref digest);
            while (!writer.IsNextSegmentReady) Thread.Yield();
            var segment = writer.SegmentNumber;
            var start = Stopwatch.GetTimestamp();
            writer.Append(records);
            if (durability == Durability.Synced) writer.Sync();
            var us = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            if (i > 0) (writer.SegmentNumber == segment ? plain : rolling).Add(us);
        }
    }
}
