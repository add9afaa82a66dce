using Engine.Core.Events;
using Engine.Core.Journal;
using Xunit;

namespace Engine.Core.Tests.Journal;

/// <summary>
/// Goal: the same journal on a real file system, with its lock, its threads and its allocation promise.
/// </summary>
public sealed class DiskJournalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("journal-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(Durability.Written)]
    [InlineData(Durability.Synced)]
    public void Written_sealed_verified_and_read_back(Durability durability)
    {
        var storage = DiskStorage.CreateOrOpen(Path.Combine(_folder, "new", "journal"));
        var options = Options(durability);
        for (var run = 1; run <= 2; run++)
        {
            using var life = new JournalScenario(storage, options, seed: run);
            life.Write(5_000, batchRecords: 200);
            if (run == 1) life.Seal(); // The second run ends like a killed process.
        }
        var before = JournalScenario.ReadAll(storage);
        using (var folder = JournalFolder.Open(storage, EngineMode.Paper, "SIM1", options))
        {
            Assert.True(folder.Recovery.WasUnclean);
            Assert.Equal(before[^1].Sequence, folder.Recovery.LastSequence);
            Assert.Equal(before[^1].Sequence + 1, folder.Recovery.NextSequence);
        }
        var report = JournalVerifier.Verify(storage);
        Assert.Empty(report.Findings);
        Assert.Equal((before.Count, 2), (report.Records, report.Runs));
        Assert.DoesNotContain(storage.List(), n => n.EndsWith(JournalFormat.TemporarySuffix, StringComparison.Ordinal));
    }

    [Fact]
    public void The_lock_names_this_process_and_ends_with_its_holder()
    {
        var storage = new DiskStorage(_folder);
        using (storage.Lock("journal.lock"))
        {
            var error = Assert.Throws<JournalLockedException>(() => new DiskStorage(_folder).Lock("journal.lock"));
            Assert.Equal($"process {Environment.ProcessId}", error.Holder);
            Assert.Contains(_folder, error.Message, StringComparison.Ordinal);
        }
        storage.Lock("journal.lock").Dispose();
    }

    [Theory]
    [InlineData(Durability.Written)]
    [InlineData(Durability.Synced)]
    public void Appending_syncing_and_rolling_allocate_nothing_on_the_journal_thread(Durability durability)
    {
        using var life = new JournalScenario(new DiskStorage(_folder), Options(durability));
        var batches = new EngineEvent[80][];
        for (var i = 0; i < batches.Length; i++) batches[i] = life.Groups(100);
        var firstSegment = 0;
        var allocated = 0L;
        for (var i = 0; i < batches.Length; i++)
        {
            if (i == 30) firstSegment = life.Writer.SegmentNumber; // Everything is compiled by now.
            var before = GC.GetAllocatedBytesForCurrentThread();
            var wrap = i % 100;
            life.Writer.Append(batches[i].AsSpan(0, wrap), batches[i].AsSpan(wrap));
            if (durability == Durability.Synced) life.Writer.Sync();
            if (i >= 30) allocated += GC.GetAllocatedBytesForCurrentThread() - before;

            // A roll finds its segment prepared: the condition under which it allocates nothing.
            Assert.True(SpinWait.SpinUntil(() => life.Writer.IsNextSegmentReady, TimeSpan.FromSeconds(30)));
        }
        Assert.Equal(0, allocated);
        Assert.True(life.Writer.SegmentNumber > firstSegment + 2);
    }

    [Fact]
    public void Errors_name_file_errno_and_remedy()
    {
        var storage = new DiskStorage(_folder);
        storage.Create("a").Dispose();

        var exists = Assert.Throws<JournalWriteException>(() => storage.Create("a"));
        Assert.Equal(17, exists.Errno);
        var missing = Assert.Throws<JournalReadException>(() => storage.Open("b", isWritable: false));
        Assert.Contains(Path.Combine(_folder, "b"), missing.Message, StringComparison.Ordinal);
        Assert.Contains("no such file", missing.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => storage.Create("../a"));
        Assert.Throws<JournalReadException>(() => new DiskStorage(Path.Combine(_folder, "none")));
        var full = JournalWriteException.For("write", "segment", JournalWriteException.NoSpace);
        Assert.True(full.IsDiskFull);
        Assert.Contains("device is full", full.Message, StringComparison.Ordinal);
    }

    private static JournalOptions Options(Durability durability) =>
        JournalScenario.Options(durability, segmentRecords: 1_000, unsyncedRecordsMax: 256) with
        {
            HasPreparationThread = true,
            ReserveBytes = 1 << 16,
        };
}
