using Engine.Core.Events;
using Engine.Core.Journal;
using Engine.Testing.FaultyStorage;
using Xunit;

namespace Engine.Core.Tests.Journal;

public sealed class JournalReaderTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public void Reading_starts_at_any_sequence_across_segments_runs_and_jumps(int endsInPercent)
    {
        var storage = new FaultyJournalStorage();
        for (var run = 1; run <= 3; run++)
        {
            using var life = new JournalScenario(
                storage, JournalScenario.Options(segmentRecords: 64), seed: run, endsInPercent: endsInPercent);
            while (life.Writer.SegmentNumber < 3 * run || life.NextSequence % 3 != 0) life.Write(1, batchRecords: 1);
            if (run != 2)
            {
                life.Seal();
                continue;
            }
            // The last record is damaged and the process dies: it is cut, and the third run starts at the next base.
            var segment = life.Writer.SegmentNumber;
            var records = (int)(life.Writer.WrittenSequence - FirstOf(storage, segment));
            storage.KillProcess();
            storage.Flip(JournalFormat.SegmentName(segment), JournalFormat.OffsetOf(records) + 33);
        }
        var all = JournalScenario.ReadAll(storage);
        for (var from = 0; from < all.Count; from++)
            Assert.Equal(
                all.Skip(from).Select(r => r.Sequence),
                JournalScenario.ReadAll(storage, all[from].Sequence).Select(r => r.Sequence));
        var between = JournalScenario.ReadAll(storage, JournalFormat.SequenceJump / 2);
        Assert.Equal(JournalFormat.SequenceJump, between[0].Sequence);
        Assert.Empty(JournalScenario.ReadAll(storage, all[^1].Sequence + 1));
    }

    private static long FirstOf(FaultyJournalStorage storage, int segment) =>
        SegmentHeader.TryRead(storage.Bytes(JournalFormat.SegmentName(segment)), out _)!.Value.FirstSequence;

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    public void A_follower_reads_up_to_the_durable_sequence_and_never_beyond(int endsInPercent)
    {
        var storage = new FaultyJournalStorage();
        using var life = new JournalScenario(
            storage, JournalScenario.Options(segmentRecords: 16), endsInPercent: endsInPercent);
        using var reader = JournalReader.Open(storage, life.NextSequence);
        var next = 1L;
        for (var i = 0; i < 100; i++)
        {
            life.Writer.Append(life.Groups(1 + (i % 9)));
            if (i % 3 == 0) life.Writer.Sync();
            var durable = life.Writer.DurableSequence;
            for (var read = reader.ReadUpTo(durable); !read.IsEmpty; read = reader.ReadUpTo(durable))
            {
                Assert.Equal(next, read[0].Sequence);
                next += read.Length;
            }
            Assert.Equal(durable + 1, next);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    public void Reading_a_journal_that_is_being_written_gives_whole_groups_only(int endsInPercent)
    {
        var storage = new FaultyJournalStorage();
        using var life = new JournalScenario(
            storage, JournalScenario.Options(segmentRecords: 16), endsInPercent: endsInPercent);
        using var reader = JournalReader.Open(storage);
        var next = 1L;
        for (var i = 0; i < 60; i++)
        {
            life.Writer.Append(life.Groups(1 + (i % 5)));
            for (var read = reader.Read(); !read.IsEmpty; read = reader.Read())
            {
                Assert.Equal(next, read[0].Sequence);
                Assert.True(read[^1].IsLastOfGroup);
                next += read.Length;
            }
            Assert.Equal(life.Writer.WrittenSequence + 1, next);
        }
    }

    [Fact]
    public void A_durable_record_that_is_missing_is_an_error_with_its_place()
    {
        var storage = new FaultyJournalStorage();
        using var life = new JournalScenario(storage, JournalScenario.Options());
        life.Write(20);
        using var reader = JournalReader.Open(storage);

        var error = Assert.Throws<JournalCorruptException>(() =>
        {
            while (!reader.ReadUpTo(life.NextSequence).IsEmpty) { }
        });
        Assert.Equal(life.NextSequence, error.ExpectedSequence);
        Assert.Equal(life.NextSequence - 1, error.RecordIndex);
    }

    [Fact]
    public void Reading_allocates_nothing_per_batch()
    {
        var storage = new FaultyJournalStorage();
        var options = JournalScenario.Options(segmentRecords: 20_000, unsyncedRecordsMax: 16_384);
        using var life = new JournalScenario(storage, options);
        life.Write(18_000, batchRecords: 1_000);
        using var reader = JournalReader.Open(storage);
        reader.Read();

        var before = GC.GetAllocatedBytesForCurrentThread();
        var count = reader.Read().Length;

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.InRange(count, 8_000, 8_192);
    }

    [Fact]
    public void The_digest_of_what_is_read_is_the_digest_of_what_was_sealed()
    {
        var storage = new FaultyJournalStorage();
        using var life = new JournalScenario(storage, JournalScenario.Options(segmentRecords: 16));
        life.Write(60, batchRecords: 3);
        var digest = 0ul;
        foreach (var record in JournalScenario.ReadAll(storage))
            digest = Engine.Core.State.StateDigest.Append(digest, RecordChecksum.Unseeded(in record));

        Assert.Equal(life.Digest, digest);
        Assert.Equal(EventKind.Quote, JournalScenario.ReadAll(storage)[0].Kind);
    }
}
