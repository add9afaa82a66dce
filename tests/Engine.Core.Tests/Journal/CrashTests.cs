using Engine.Core.Events;
using Engine.Core.Journal;
using Engine.Testing.FaultyStorage;
using Xunit;

namespace Engine.Core.Tests.Journal;

/// <summary>
/// Goal: whatever a power loss leaves of unsynced writes, what was reported durable is read back exactly, nothing is
/// renumbered, and damage to it is refused. Method: a disk in memory that drops, tears and reorders, by printed seed.
/// </summary>
public sealed class CrashTests
{
    public static TheoryData<int> Batches => [.. Enumerable.Range(0, 10)];

    /// <summary>300 seeds in ten batches: three lives each, with a crash at a random operation.</summary>
    [Theory]
    [MemberData(nameof(Batches))]
    public void Under_synced_everything_reported_durable_survives_a_power_loss(int batch)
    {
        for (var seed = batch * 30; seed < (batch + 1) * 30; seed++) RunLives(seed, Durability.Synced);
    }

    /// <summary>The same with segments that are ended early: every fourth group is the last of its segment.</summary>
    [Theory]
    [InlineData(Durability.Synced)]
    [InlineData(Durability.Written)]
    public void Segments_that_were_ended_early_survive_as_well(Durability durability)
    {
        for (var seed = 5_000; seed < 5_060; seed++) RunLives(seed, durability, endsInPercent: 25);
    }

    [Theory]
    [MemberData(nameof(Batches))]
    public void Under_written_a_power_loss_leaves_a_prefix_of_groups_and_no_number_is_given_twice(int batch)
    {
        for (var seed = batch * 10; seed < (batch + 1) * 10; seed++) RunLives(seed, Durability.Written);
    }

    /// <summary>The end of the process at any operation, the machine going on: all that was written is there.</summary>
    [Theory]
    [InlineData(Durability.Synced, 0)]
    [InlineData(Durability.Written, 0)]
    [InlineData(Durability.Synced, 30)]
    [InlineData(Durability.Written, 30)]
    public void After_the_death_of_the_process_everything_written_is_there(Durability durability, int endsInPercent)
    {
        for (var operation = 1; operation < 150; operation++)
        {
            var storage = new FaultyJournalStorage();
            var (_, written) = Live(
                storage, durability, seed: operation, dieAtOperation: operation, endsInPercent);
            storage.Faults.OnOperation = null;
            storage.KillProcess();
            using var folder = Open(storage, durability);

            Assert.True(folder.Recovery.LastSequence >= written, $"operation {operation}");
            Assert.False(folder.Recovery.IsOtherBoot);
            CheckContent(storage, folder.Recovery.LastSequence, $"operation {operation}");
        }
    }

    [Fact]
    public void A_crash_during_recovery_is_recovered_as_if_it_had_not_been()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            for (var operation = 1; operation < 40; operation++)
            {
                var storage = new FaultyJournalStorage();
                var (durable, _) = Live(storage, Durability.Synced, seed, dieAtOperation: 90 + seed);
                storage.Faults.OnOperation = null;
                storage.Crash(seed);
                DieDuringOpen(storage, operation);
                storage.Crash(seed + 1_000);
                using var folder = Open(storage, Durability.Synced);

                Assert.True(folder.Recovery.LastSequence >= durable, $"seed {seed}, operation {operation}");
                CheckContent(storage, folder.Recovery.LastSequence, $"seed {seed}, operation {operation}");
                Assert.Empty(JournalVerifier.Verify(storage).Findings);
            }
        }
    }

    [Fact]
    public void After_a_failed_sync_recovery_writes_the_tail_again_before_it_relies_on_it()
    {
        var storage = new FaultyJournalStorage();
        long written;
        using (var life = new JournalScenario(storage, JournalScenario.Options()))
        {
            life.Write(20);
            life.Writer.Append(life.Groups(5));
            storage.Faults.FailingSync = storage.Faults.Syncs + 1;
            Assert.Throws<JournalWriteException>(life.Writer.Sync);
            Assert.True(life.Writer.IsPoisoned);
            Assert.Throws<InvalidOperationException>(life.Writer.Sync);
            written = life.Writer.WrittenSequence;
            Assert.True(life.Writer.DurableSequence < written);
        }
        storage.KillProcess(); // Same boot: the page cache still has what the device never took.
        using (var folder = Open(storage, Durability.Synced)) Assert.Equal(written, folder.Recovery.LastSequence);

        storage.Crash(1);
        using var after = Open(storage, Durability.Synced);
        Assert.Equal(written, after.Recovery.LastSequence);
        CheckContent(storage, written, "after failed sync");
    }

    [Fact]
    public void After_a_failed_sync_of_a_segment_that_was_ended_early_its_records_are_written_again()
    {
        var storage = new FaultyJournalStorage();
        var options = JournalScenario.Options(Durability.Written);
        long written;
        using (var life = new JournalScenario(storage, options, endsInPercent: 100))
        {
            life.Writer.Append(life.Groups(1));
            life.Writer.RunPreparation();
            life.Writer.Append(life.Groups(1));
            Assert.Equal(2, life.Writer.SegmentNumber);
            storage.Faults.FailingSync = storage.Faults.Syncs + 1;
            life.Writer.RunPreparation();
            Assert.NotNull(life.Writer.PreparationFailure);
            written = life.Writer.WrittenSequence;
        }
        storage.KillProcess();
        using (var folder = JournalFolder.Open(storage, EngineMode.Paper, "SIM1", options))
            Assert.Equal(written, folder.Recovery.LastSequence);

        storage.Crash(1);
        using var after = JournalFolder.Open(storage, EngineMode.Paper, "SIM1", options);
        Assert.Equal(written, after.Recovery.LastSequence);
        CheckContent(storage, written, "after failed sync");
    }

    private static void RunLives(int seed, Durability durability, int endsInPercent = 0)
    {
        var storage = new FaultyJournalStorage();
        var random = new Random(seed);
        var seen = 0L;
        var writtenMax = 0L;
        for (var life = 0; life < 3; life++)
        {
            var dieAt = storage.Faults.Operations + 1 + random.Next(160);
            var (durable, written) = Live(storage, durability, random.Next(), dieAt, endsInPercent);
            writtenMax = Math.Max(writtenMax, written);
            storage.Faults.OnOperation = null;
            storage.Crash(random.Next());
            if (durability == Durability.Synced) seen = Math.Max(seen, durable);

            using var folder = Open(storage, durability);
            Assert.True(folder.Recovery.LastSequence >= seen, $"seed {seed}: {folder.Recovery.LastSequence} < {seen}");
            Assert.True(folder.Recovery.NextSequence > folder.Recovery.LastSequence, $"seed {seed}");
            if (durability == Durability.Written)
                Assert.True(
                    folder.Recovery.NextSequence > writtenMax, $"seed {seed}: {writtenMax} would be given again");
            if (folder.Recovery.CutRecords > 0)
                Assert.Equal(0, folder.Recovery.NextSequence % JournalFormat.SequenceJump);
            seen = folder.Recovery.LastSequence;
            CheckContent(storage, seen, $"seed {seed}");
            Assert.Empty(JournalVerifier.Verify(storage).Findings);
        }
    }

    /// <summary>Writes until it dies; returns what it had reported durable and written.</summary>
    private static (long Durable, long Written) Live(
        FaultyJournalStorage storage, Durability durability, int seed, int dieAtOperation, int endsInPercent = 0)
    {
        storage.Faults.OnOperation = n =>
        {
            if (n >= dieAtOperation) throw new PowerLostException();
        };
        JournalWriter? writer = null;
        var first = 0L;
        var random = new Random(seed);
        try
        {
            var life = new JournalScenario(
                storage, JournalScenario.Options(durability, segmentRecords: 24), seed, endsInPercent: endsInPercent);
            writer = life.Writer;
            first = life.NextSequence;
            using var chain = life.Folder.OpenChain();
            for (var i = 0; i < 200; i++)
            {
                var batch = life.Groups(1 + random.Next(20));
                var wrap = random.Next(batch.Length + 1);
                life.Writer.Append(batch.AsSpan(0, wrap), batch.AsSpan(wrap));
                if (random.Next(3) > 0) life.Writer.Sync();
                if (random.Next(3) == 0) life.Writer.RunPreparation();
                if (random.Next(4) == 0) chain.RunOnce(life.Writer.DurableSequence, isForced: true);
            }
        }
        catch (PowerLostException)
        {
            // The process is gone; its objects are left where they are.
        }
        return (Reported(writer?.DurableSequence ?? 0), Reported(writer?.WrittenSequence ?? 0));

        long Reported(long sequence) => sequence >= first ? sequence : 0; // Before the first record: nothing yet.
    }

    private static void DieDuringOpen(FaultyJournalStorage storage, int operation)
    {
        var dieAt = storage.Faults.Operations + operation;
        storage.Faults.OnOperation = n =>
        {
            if (n >= dieAt) throw new PowerLostException();
        };
        try
        {
            Open(storage, Durability.Synced).Dispose();
        }
        catch (PowerLostException)
        {
            // As intended; a recovery shorter than the count ends by itself.
        }
        storage.Faults.OnOperation = null;
    }

    private static JournalFolder Open(FaultyJournalStorage storage, Durability durability) =>
        JournalFolder.Open(storage, EngineMode.Paper, "SIM1", JournalScenario.Options(durability, segmentRecords: 24));

    /// <summary>Every record is the one its sequence demands, in order, in whole groups.</summary>
    private static void CheckContent(FaultyJournalStorage storage, long last, string context)
    {
        var records = JournalScenario.ReadAll(storage);
        Assert.True((records.Count == 0 ? 0 : records[^1].Sequence) == last, context);
        for (var i = 0; i < records.Count; i++)
        {
            var expected = JournalScenario.RecordAt(
                records[i].Sequence, records[i].CauseSequence, records[i].IsLastOfGroup);
            expected.Flags |= records[i].Flags & EventFlags.EndsSegment;
            Assert.True(RecordChecksum.Unseeded(records[i]) == RecordChecksum.Unseeded(in expected), context);
            if (i > 0) Assert.True(records[i].Sequence > records[i - 1].Sequence, context);
        }
        if (records.Count > 0) Assert.True(records[^1].IsLastOfGroup, context);
    }

    private sealed class PowerLostException : Exception;
}
