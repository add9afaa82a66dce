using System.Globalization;
using Engine.Core.Journal;

namespace Microbenchmarks.Journal;

/// <summary>
/// What: the journal's writer and reader beside the bare system calls and loops they are made of, in the same run, in
/// turn. Rows are numbered as the targets: J1 durable group commit, J2 durable bytes at saturation, J6 append to the
/// kernel, J7 encode and checksum, J8 the append that rolls, J9 read with verification. Ratios count.
/// Not measured: queueing, the threads of an engine.
/// </summary>
internal static class JournalBenchmarks
{
    private const int RoundsDefault = 7;
    private const int MegabyteRecords = (1 << 20) / JournalCase.RecordBytes;

    public static int Run(string[] args)
    {
        var rounds = args is [var text, ..] ? int.Parse(text, CultureInfo.InvariantCulture) : RoundsDefault;
        var folder = Path.Combine(Path.GetTempPath(), "journal-benchmark-" + Environment.ProcessId);
        Directory.CreateDirectory(folder);
        try
        {
            Console.WriteLine($"journal benchmarks, {rounds} rounds; M records/s unless said otherwise");
            var compare = new InterleavedRounds(rounds, Console.Out);
            foreach (var (batch, batches) in new[] { (256, 200), (1_024, 100), (4_096, 50), (16_384, 16) })
                GroupCommit(compare, folder, batch, batches);
            Saturation(compare, folder);
            foreach (var batch in new[] { 1_024, 4_096 }) WrittenAppend(compare, folder, batch);
            EncodeCases.Run(compare);
            SegmentRollCase.Run(folder, Durability.Written, rounds, Console.Out);
            SegmentRollCase.Run(folder, Durability.Synced, rounds, Console.Out);
            ReadAndVerify(compare, folder);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void GroupCommit(InterleavedRounds compare, string folder, int batch, int batches)
    {
        var records = (double)batch * batches;
        compare.Run($"J1 durable group commit, batch {batch}", isGuarded: true,
        [
            ("bare encode, pwrite, fdatasync", () => records / BareCase.Append(folder, batch, batches, isSynced: true)),
            ("journal", () => records / JournalCase.Append(folder, Durability.Synced, batch, batches).AppendUs),
            ("journal, hash chain", () => records
                / JournalCase.Append(folder, Durability.Synced, batch, batches, hasChain: true).AppendUs),
        ]);
    }

    // The journal's side encodes and checksums on the same thread, which an engine does on another one.
    private static void Saturation(InterleavedRounds compare, string folder)
    {
        const int batch = JournalOptions.UnsyncedRecordsMaxDefault;
        const int batches = 100;
        const double gigabytes = batch * (double)batches * JournalCase.RecordBytes / 1e9;
        compare.Run($"J2 durable at saturation, {gigabytes:0.00} GB, GB/s", isGuarded: true,
        [
            ("bare 1 MB pwrite, fdatasync", () => BareCase.MegabytesPerMicrosecond(folder, gigabytes) * 1e3),
            ("journal, segment prepared before", () => Gigabytes(JournalCase.Append(
                folder, Durability.Synced, batch, batches, segmentRecords: batch * (batches + 2)).AppendUs)),
            ("journal, segments prepared meanwhile", () => Gigabytes(
                JournalCase.Append(folder, Durability.Synced, batch, batches).AppendUs)),
            ("journal, hash chain", () => Gigabytes(
                JournalCase.Append(folder, Durability.Synced, batch, batches, hasChain: true).AppendUs)),
            ("journal, until the chain is there", () => Gigabytes(
                JournalCase.Append(folder, Durability.Synced, batch, batches, hasChain: true).ChainedUs)),
        ]);

        static double Gigabytes(double microseconds) => gigabytes / microseconds * 1e6;
    }

    private static void WrittenAppend(InterleavedRounds compare, string folder, int batch)
    {
        var batches = 900_000 / batch;
        var records = (double)batch * batches;
        compare.Run($"J6 append to the kernel, batch {batch}", isGuarded: true,
        [
            ("bare 1 MB pwrite, nothing encoded", () => BareCase.WriteOnly(folder, MegabyteRecords, 900_000)),
            ("bare encode, pwrite", () => records / BareCase.Append(folder, batch, batches, isSynced: false)),
            ("journal", () => records / JournalCase.Append(folder, Durability.Written, batch, batches).AppendUs),
            ("journal, hash chain", () => records
                / JournalCase.Append(folder, Durability.Written, batch, batches, hasChain: true).AppendUs),
        ]);
    }

    private static void ReadAndVerify(InterleavedRounds compare, string folder)
    {
        const int count = 1_000_000;
        var storage = JournalCase.WriteSealed(folder, count);
        compare.Run("J9 read and verify, in memory", isGuarded: false,
        [
            ("bare pread, CRC, decode", () => BareCase.Read(storage, count)),
            ("journal", () => JournalCase.Read(storage, count)),
        ]);
    }
}
