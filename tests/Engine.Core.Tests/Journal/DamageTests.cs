using Engine.Core.Events;
using Engine.Core.Journal;
using Engine.Testing.FaultyStorage;
using Xunit;

namespace Engine.Core.Tests.Journal;

/// <summary>
/// Goal: in a sealed journal every changed byte is found and named; in a crashed one all but the undecidable tail.
/// </summary>
public sealed class DamageTests
{
    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 0)]
    [InlineData(true, 30)]
    [InlineData(false, 30)]
    public void Every_flipped_byte_of_a_sealed_journal_is_found_and_its_file_named(bool keepsChain, int endsInPercent)
    {
        var storage = new FaultyJournalStorage();
        var options = JournalScenario.Options(segmentRecords: 12, keepsChain: keepsChain);
        for (var run = 0; run < 2; run++)
        {
            using var life = new JournalScenario(storage, options, seed: run, endsInPercent: endsInPercent);
            life.Write(run == 0 ? 13 : 4);
            life.Seal();
        }
        Assert.Empty(JournalVerifier.Verify(storage).Findings);

        foreach (var name in storage.List())
        {
            if (name == JournalFormat.LockName) continue;

            var length = storage.Bytes(name).Length;
            for (var offset = 0; offset < length; offset++)
            {
                storage.Flip(name, offset, 0x10);
                var report = JournalVerifier.Verify(storage);
                storage.Flip(name, offset, 0x10);

                Assert.True(report.Findings.Any(f => f.File == name), $"{name} byte {offset}: not found");
                if (!JournalFormat.TryParseSegmentName(name, out _) || offset < SegmentHeader.SizeInBytes) continue;

                var record = (offset - SegmentHeader.SizeInBytes) / EngineEvent.SizeInBytes;
                Assert.True(
                    report.Findings.Any(f => f.RecordIndex == record), $"{name} byte {offset}: record not named");
            }
        }
    }

    [Fact]
    public void A_missing_shortened_or_foreign_segment_is_found()
    {
        var storage = SealedJournal();
        storage.Delete(JournalFormat.SegmentName(2));
        Assert.Contains(JournalVerifier.Verify(storage).Findings, f => f.File == JournalFormat.SegmentName(2));

        storage = SealedJournal();
        using (var file = storage.Open(JournalFormat.SegmentName(3), isWritable: true)) file.SetLength(file.Length - 1);
        Assert.Contains(JournalVerifier.Verify(storage).Findings, f => f.File == JournalFormat.SegmentName(3));

        storage = SealedJournal();
        storage.Create(JournalFormat.SegmentName(99)).Dispose();
        Assert.Contains(JournalVerifier.Verify(storage).Findings, f => f.File == JournalFormat.SegmentName(99));
        Assert.Throws<JournalCorruptException>(() => Open(storage));
    }

    /// <summary>
    /// Under synced the undecidable tail is what one group commit may hold, before the highest intact record. Every
    /// byte
    /// before that is damaged once, after a power loss (other boot): refused. Behind: cut, kept aside, numbers jump.
    /// </summary>
    [Fact]
    public void The_undecidable_tail_is_at_most_one_unsynced_batch()
    {
        const int batch = 8;
        var cuts = 0;
        var groups = UndamagedGroups(batch);
        for (var record = 0; record < 60; record++)
        {
            var storage = new FaultyJournalStorage();
            var options = JournalScenario.Options(segmentRecords: 64, unsyncedRecordsMax: batch, keepsChain: false);
            long last;
            using (var life = new JournalScenario(storage, options))
            {
                life.Write(50, batchRecords: 1);
                last = life.Writer.DurableSequence;
            }
            if (record >= last) break;

            storage.Crash(record);
            storage.Flip(JournalFormat.SegmentName(1), JournalFormat.OffsetOf(record) + 40);
            if (record + 1 <= last - batch && record + 1 < last)
            {
                var error = Assert.Throws<JournalCorruptException>(() => Open(storage));
                Assert.Equal(record, error.RecordIndex);
                Assert.Equal(record + 1, error.ExpectedSequence);
                Assert.Contains(JournalFormat.SegmentName(1), error.FileName, StringComparison.Ordinal);
                continue;
            }
            if (groups[record] <= last - batch) continue; // Its group begins in what is durable: refused as well.

            cuts++;
            using var folder = Open(storage);
            Assert.InRange(folder.Recovery.LastSequence, last - 1 - batch, record);
            Assert.Equal(JournalFormat.SequenceJump, folder.Recovery.NextSequence);
            var cut = Assert.Single(folder.Recovery.CutFiles);
            Assert.Equal(cut.Bytes, storage.Bytes(cut.Name).Length);
            Assert.Empty(JournalVerifier.Verify(storage).Findings);
        }
        Assert.InRange(cuts, 1, batch);
    }

    [Fact]
    public void With_a_chain_nothing_at_or_below_its_durable_sequence_is_undecidable()
    {
        var storage = new FaultyJournalStorage();
        long last;
        using (var life = new JournalScenario(storage, JournalScenario.Options()))
        {
            life.Write(40);
            last = life.Writer.DurableSequence;
            using var chain = life.Folder.OpenChain();
            while (chain.RunOnce(last, isForced: true) > 0) { }
            Assert.Equal(0, chain.LagRecords(last));
        }
        storage.Crash(1);
        storage.Flip(JournalFormat.SegmentName(1), JournalFormat.OffsetOf(last - 1) + 40);

        var error = Assert.Throws<JournalCorruptException>(() => Open(storage));
        Assert.Contains($"durable up to sequence {last}", error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(JournalVerifier.Verify(storage).Findings);
    }

    [Fact]
    public void On_the_same_boot_a_bad_record_with_an_intact_one_behind_is_refused()
    {
        var storage = new FaultyJournalStorage();
        var options = JournalScenario.Options(unsyncedRecordsMax: 60, keepsChain: false);
        using (var life = new JournalScenario(storage, options))
            life.Write(40);
        storage.KillProcess();
        storage.Flip(JournalFormat.SegmentName(1), JournalFormat.OffsetOf(37));

        var error = Assert.Throws<JournalCorruptException>(() => Open(storage));
        Assert.Equal(37, error.RecordIndex);
        Assert.Contains("has not been restarted", error.Message, StringComparison.Ordinal);
        Assert.Throws<JournalCorruptException>(() => JournalScenario.ReadAll(storage));
        Assert.NotEmpty(JournalVerifier.Verify(storage).Findings);
    }

    [Fact]
    public void A_damaged_record_of_a_sealed_run_stops_start_and_reader_at_its_place()
    {
        var storage = SealedJournal();
        storage.Flip(JournalFormat.SegmentName(3), JournalFormat.OffsetOf(2) + 50);

        Assert.Equal(2, Assert.Throws<JournalCorruptException>(() => Open(storage)).RecordIndex);
        Assert.Equal(2, Assert.Throws<JournalCorruptException>(() => JournalScenario.ReadAll(storage)).RecordIndex);
    }

    /// <summary>First sequence of the group of each record in the journal that the test above writes.</summary>
    private static List<long> UndamagedGroups(int batch)
    {
        var storage = new FaultyJournalStorage();
        var options = JournalScenario.Options(segmentRecords: 64, unsyncedRecordsMax: batch, keepsChain: false);
        using (var life = new JournalScenario(storage, options)) life.Write(50, batchRecords: 1);
        return [.. JournalScenario.ReadAll(storage).Select(r => r.CauseSequence)];
    }

    private static FaultyJournalStorage SealedJournal()
    {
        var storage = new FaultyJournalStorage();
        using var life = new JournalScenario(storage, JournalScenario.Options(segmentRecords: 16));
        while (life.Writer.SegmentNumber < 3) life.Write(1, batchRecords: 1);
        life.Write(5, batchRecords: 1);
        life.Seal();
        return storage;
    }

    private static JournalFolder Open(FaultyJournalStorage storage) =>
        JournalFolder.Open(storage, EngineMode.Paper, "SIM1", JournalScenario.Options());
}
