using Engine.Core.Events;
using Engine.Core.Journal;
using Engine.Testing.FaultyStorage;
using Xunit;

namespace Engine.Core.Tests.Journal;

public sealed class JournalFolderTests
{
    [Fact]
    public void Runs_follow_one_another_without_gap_after_a_seal()
    {
        var storage = new FaultyJournalStorage();
        var last = 0L;
        for (var run = 1; run <= 4; run++)
        {
            using var life = new JournalScenario(storage, JournalScenario.Options(), seed: run);
            Assert.Equal(run == 1, life.Folder.Recovery.IsNew);
            Assert.False(life.Folder.Recovery.WasUnclean);
            Assert.Equal(last, life.Folder.Recovery.LastSequence);
            Assert.Equal(last + 1, life.Folder.Run.FirstSequence);
            Assert.Equal(run, life.Folder.Run.Epoch);
            life.Write(70);
            last = life.Writer.DurableSequence;
            life.Seal();
        }
        Assert.Equal(Enumerable.Range(1, (int)last), JournalScenario.ReadAll(storage).Select(r => (int)r.Sequence));
        var report = JournalVerifier.Verify(storage);
        Assert.True(report.IsIntact);
        Assert.Equal((4, last, last, false), (report.Runs, report.Records, report.ChainedSequence, report.HasOpenRun));
    }

    [Fact]
    public void Two_fresh_journals_have_the_same_record_bytes()
    {
        var storages = new[] { new FaultyJournalStorage(), new FaultyJournalStorage() };
        for (var i = 0; i < 2; i++)
        {
            using var life = new JournalScenario(storages[i], JournalScenario.Options());
            life.Write(100, batchRecords: 3 + (i * 20)); // Batches are timing; they must not show.
            life.Seal();
        }
        var count = Math.Min(storages[0].Bytes(JournalFormat.SegmentName(1)).Length, 64 * 128);
        Assert.Equal(
            storages[0].Bytes(JournalFormat.SegmentName(1))[..count],
            storages[1].Bytes(JournalFormat.SegmentName(1))[..count]);
    }

    [Fact]
    public void A_second_engine_is_refused_and_told_who_has_the_journal()
    {
        var storage = new FaultyJournalStorage();
        using var life = new JournalScenario(storage, JournalScenario.Options());

        var error = Assert.Throws<JournalLockedException>(() => Open(storage));
        Assert.Contains("process 1", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(EngineMode.Live, "SIM1", "Paper", "Live")]
    [InlineData(EngineMode.Paper, "OTHER", "SIM1", "OTHER")]
    public void A_journal_of_another_mode_or_account_is_refused_naming_both(
        EngineMode mode, string account, string has, string wants)
    {
        var storage = new FaultyJournalStorage();
        new JournalScenario(storage, JournalScenario.Options()).Dispose();

        var error = Assert.Throws<JournalMismatchException>(
            () => JournalFolder.Open(storage, mode, account, JournalScenario.Options()));
        Assert.Contains(has, error.Message, StringComparison.Ordinal);
        Assert.Contains(wants, error.Message, StringComparison.Ordinal);
        using var folder = Open(storage); // And the refusal did not keep the lock.
    }

    [Fact]
    public void Segments_without_a_manifest_are_not_taken_for_a_new_journal()
    {
        var storage = new FaultyJournalStorage();
        new JournalScenario(storage, JournalScenario.Options()).Dispose();
        storage.Delete(JournalFormat.ManifestName);

        Assert.Throws<JournalCorruptException>(() => Open(storage));
    }

    [Fact]
    public void A_full_device_shows_before_the_segment_is_needed_and_the_reserve_lets_the_stop_finish()
    {
        var storage = new FaultyJournalStorage();
        var segment = JournalFormat.OffsetOf(64);
        var options = JournalScenario.Options() with { ReserveBytes = (2 * segment) + 65_536 };
        using var life = new JournalScenario(storage, options);
        life.Write(10);
        storage.Faults.CapacityBytes = storage.List().Sum(n => (long)storage.Bytes(n).Length);

        life.Writer.RunPreparation();
        var failure = Assert.IsType<JournalWriteException>(life.Writer.PreparationFailure);
        Assert.True(failure.IsDiskFull);
        life.Write(10); // What fits the segment is still taken.

        Assert.True(life.Folder.ReleaseReserve());
        life.Writer.RunPreparation();
        Assert.Null(life.Writer.PreparationFailure);
        life.Write(60);
        life.Seal();
        Assert.True(JournalVerifier.Verify(storage).IsIntact);
    }

    [Fact]
    public void A_full_device_at_the_roll_leaves_whole_groups_and_nothing_half_written()
    {
        var storage = new FaultyJournalStorage();
        long written;
        using (var life = new JournalScenario(storage, JournalScenario.Options()))
        {
            life.Write(10);
            storage.Faults.CapacityBytes = storage.List().Sum(n => (long)storage.Bytes(n).Length);
            var error = Assert.Throws<JournalWriteException>(() => life.Write(100));
            Assert.True(error.IsDiskFull);
            Assert.True(life.Writer.IsPoisoned);
            Assert.Throws<InvalidOperationException>(() => life.Writer.Append(life.Groups(1)));
            Assert.Throws<InvalidOperationException>(() => life.Folder.Seal(life.Writer));
            written = life.Writer.WrittenSequence;
        }
        storage.Faults.CapacityBytes = long.MaxValue;
        using var folder = Open(storage);
        Assert.Equal(written, folder.Recovery.LastSequence);
        Assert.Equal(0, folder.Recovery.CutRecords);
        Assert.True(folder.Recovery.WasUnclean);
    }

    [Fact]
    public void A_write_that_fails_half_way_leaves_a_prefix_of_groups()
    {
        var failures = 0;
        for (var write = 1; write < 12; write++)
        {
            var storage = new FaultyJournalStorage();
            long written;
            using (var life = new JournalScenario(storage, JournalScenario.Options(Durability.Written)))
            {
                storage.Faults.FailingWrite = storage.Faults.Writes + write;
                var error = Record.Exception(() => life.Write(500));
                written = life.Writer.WrittenSequence;

                // A write that fails while a segment is prepared touches no record; the roll prepares it again.
                if (error is null) continue;
                Assert.Equal(JournalWriteException.InputOutput, Assert.IsType<JournalWriteException>(error).Errno);
                failures++;
            }
            storage.Faults.FailingWrite = 0;
            using var folder = Open(storage);
            Assert.True(folder.Recovery.LastSequence >= written);
            Assert.True(JournalVerifier.Verify(storage).IsIntact);
        }
        Assert.InRange(failures, 5, 11);
    }

    [Fact]
    public void Wrong_numbers_open_groups_and_foreign_seeds_are_not_accepted()
    {
        using var life = new JournalScenario(new FaultyJournalStorage(), JournalScenario.Options());
        var batch = life.Groups(4);

        Assert.Throws<InvalidOperationException>(() => life.Writer.Append(batch.AsSpan(1)));
        batch[^1].Flags = EventFlags.None;
        Assert.Throws<InvalidOperationException>(() => life.Writer.Append(batch));
        batch[^1].Flags = EventFlags.LastOfGroup;
        var digest = 0ul;
        RecordChecksum.Seal(batch, RecordChecksum.Seed(1, 2), ref digest);
        Assert.Throws<InvalidOperationException>(() => life.Writer.Append(batch));
        Assert.Equal(0, life.Writer.WrittenSequence);
    }

    [Theory]
    [InlineData(16, DiskLevel.Ok)]
    [InlineData(15, DiskLevel.Ok)]
    [InlineData(14, DiskLevel.Warn)]
    [InlineData(9, DiskLevel.Reduce)]
    [InlineData(4, DiskLevel.Halt)]
    [InlineData(0, DiskLevel.Halt)]
    public void Watermarks_turn_free_space_into_a_level(int freePercent, DiskLevel expected)
    {
        Assert.Equal(expected, DiskWatermarks.Default.Evaluate(new StorageSpace(freePercent, 100)));
        const long huge = 1L << 56; // Times 100 again, it would overflow.
        Assert.Equal(expected, DiskWatermarks.Default.Evaluate(new StorageSpace(huge * freePercent, huge * 100)));
    }

    private static JournalFolder Open(FaultyJournalStorage storage) =>
        JournalFolder.Open(storage, EngineMode.Paper, "SIM1", JournalScenario.Options());
}
