using Engine.Core.Events;
using Engine.Core.Journal;
using Engine.Core.Snapshots;
using Engine.Testing.FaultyStorage;
using Xunit;

namespace Engine.Core.Tests.Journal;

/// <summary>
/// Goal: whenever process or machine die while segments are recycled, the journal opens, has all that was durable, is
/// covered by a snapshot, and nothing that a recycled file still holds is taken for a record. Method: a disk in memory
/// that drops, tears and reorders; the seed and the operation are in every message.
/// </summary>
public sealed class RetentionCrashTests
{
    public static TheoryData<int> Batches => [.. Enumerable.Range(0, 8)];

    [Theory]
    [InlineData(Durability.Synced)]
    [InlineData(Durability.Written)]
    public void The_end_of_the_process_at_any_operation_of_recycling_loses_nothing(Durability durability)
    {
        for (var operation = 1; operation < 140; operation++)
        {
            var storage = new FaultyJournalStorage();
            var written = DieAfterRecycling(storage, durability, operation, seed: operation);
            storage.KillProcess();
            Check(storage, durability, written, $"operation {operation}");
        }
    }

    [Theory]
    [MemberData(nameof(Batches))]
    public void A_power_loss_at_any_operation_of_recycling_loses_nothing_durable(int batch)
    {
        for (var operation = 1 + batch; operation < 140; operation += Batches.Count)
        {
            for (var seed = 0; seed < 6; seed++)
            {
                var storage = new FaultyJournalStorage();
                var written = DieAfterRecycling(storage, Durability.Synced, operation, seed);
                storage.Crash(seed);
                Check(storage, Durability.Synced, written, $"operation {operation}, seed {seed}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Batches))]
    public void Lives_that_recycle_and_die_anywhere_go_on_with_what_was_durable(int batch)
    {
        for (var seed = batch * 20; seed < (batch + 1) * 20; seed++)
        {
            var durability = seed % 2 == 0 ? Durability.Synced : Durability.Written;
            var storage = new FaultyJournalStorage();
            var random = new Random(seed);
            var seen = 0L;
            for (var life = 0; life < 4; life++)
            {
                var dieAt = storage.Faults.Operations + 1 + random.Next(500);
                var isPowerLoss = random.Next(2) == 0;
                var durable = LiveUntil(
                    storage, durability, random.Next(), dieAt, endsInPercent: seed % 3 * 10, isPowerLoss);
                if (isPowerLoss) storage.Crash(random.Next());
                else storage.KillProcess();
                seen = Math.Max(seen, durable);
                seen = Check(storage, durability, seen, $"seed {seed}, life {life}");
            }
        }
    }

    [Fact]
    public void A_tail_in_a_recycled_file_is_cut_at_its_last_record_and_costs_no_numbers()
    {
        var storage = new FaultyJournalStorage();
        var options = RetentionScenario.Options();
        long written;
        using (var scenario = new RetentionScenario(storage, options))
        {
            for (var round = 0; round < 3; round++) scenario.WriteAndRecycle(4 * RetentionScenario.SegmentRecords);
            WriteIntoRecycled(storage, scenario);
            written = scenario.Writer.WrittenSequence;
        }
        storage.KillProcess();
        using var folder = RetentionScenario.Open(storage, options);

        Assert.Equal(written, folder.Recovery.LastSequence);
        Assert.Equal(0, folder.Recovery.CutRecords);
        Assert.Equal(written + 1, folder.Recovery.NextSequence);
        Assert.Empty(JournalVerifier.Verify(storage).Findings);
    }

    [Fact]
    public void Bytes_that_are_neither_new_nor_left_over_are_cut_as_torn()
    {
        var storage = new FaultyJournalStorage();
        var options = RetentionScenario.Options();
        long written;
        using (var scenario = new RetentionScenario(storage, options))
        {
            for (var round = 0; round < 3; round++) scenario.WriteAndRecycle(4 * RetentionScenario.SegmentRecords);
            WriteIntoRecycled(storage, scenario);
            written = scenario.Writer.WrittenSequence;
            var place = JournalFormat.SegmentName(scenario.Writer.SegmentNumber);
            storage.Flip(place, JournalFormat.OffsetOf(RetentionScenario.SegmentRecords - 3) + 9);
        }
        storage.Crash(1);
        using var folder = RetentionScenario.Open(storage, options);

        Assert.Equal(written, folder.Recovery.LastSequence);
        Assert.Equal(1, folder.Recovery.CutRecords);
        Assert.Empty(JournalVerifier.Verify(storage).Findings);
    }

    // Until the newest segment is a recycled one with a few records in it.
    private static void WriteIntoRecycled(FaultyJournalStorage storage, RetentionScenario scenario)
    {
        for (var segment = scenario.Writer.SegmentNumber; segment == scenario.Writer.SegmentNumber
            || LeftoverOf(storage, scenario.Writer.SegmentNumber) < RetentionScenario.SegmentRecords / 2;)
        {
            Assert.True(scenario.Writer.SegmentNumber < segment + 4, "no recycled segment came");
            scenario.Life.Write(1, batchRecords: 1);
        }
    }

    private static int LeftoverOf(FaultyJournalStorage storage, int segment) =>
        SegmentHeader.TryRead(storage.Bytes(JournalFormat.SegmentName(segment)), out _)!.Value.Leftover.Records;

    // Everything is ready to be recycled; then it dies in it, or in what comes right behind.
    private static long DieAfterRecycling(
        FaultyJournalStorage storage, Durability durability, int operation, int seed)
    {
        var scenario = new RetentionScenario(storage, RetentionScenario.Options(durability), seed);
        scenario.WriteAndRecycle();
        scenario.Write(3 * RetentionScenario.SegmentRecords);
        scenario.Snapshot();
        scenario.Write(RetentionScenario.SegmentRecords);
        scenario.Snapshot();
        DieAt(storage, storage.Faults.Operations + operation);
        try
        {
            scenario.Recycle();
            scenario.WriteAndRecycle(3 * RetentionScenario.SegmentRecords);
        }
        catch (ProcessDiedException)
        {
            // Its objects are left where they are.
        }
        storage.Faults.OnOperation = null;
        return scenario.Writer.DurableSequence;
    }

    private static long LiveUntil(
        FaultyJournalStorage storage, Durability durability, int seed, int dieAt, int endsInPercent,
        bool isPowerLoss)
    {
        DieAt(storage, dieAt);
        JournalWriter? writer = null;
        var first = 0L;
        try
        {
            var scenario = new RetentionScenario(
                storage, RetentionScenario.Options(durability), seed, endsInPercent: endsInPercent);
            writer = scenario.Writer;
            first = scenario.Folder.Run.FirstSequence;
            var random = new Random(seed);
            for (var i = 0; i < 60; i++)
            {
                if (durability == Durability.Written && random.Next(3) > 0) scenario.WriteWithoutSync(random.Next(40));
                else scenario.Write(1 + random.Next(40));
                if (random.Next(3) == 0) scenario.Writer.RunPreparation();
                if (random.Next(3) == 0) scenario.Snapshot();
                if (random.Next(3) == 0) scenario.Recycle();
            }
        }
        catch (ProcessDiedException)
        {
            // Its objects are left where they are.
        }
        storage.Faults.OnOperation = null;
        var durable = (isPowerLoss ? writer?.SyncedSequence : writer?.DurableSequence) ?? 0;
        return durable >= first ? durable : 0;
    }

    private static long Check(FaultyJournalStorage storage, Durability durability, long durable, string context)
    {
        using var folder = RetentionScenario.Open(storage, RetentionScenario.Options(durability));
        var last = folder.Recovery.LastSequence;
        Assert.True(last >= durable, $"{context}: {last} of {durable}");

        var manifest = ManifestFile.Read(storage);
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
        var findings = JournalVerifier.Verify(storage).Findings;
        Assert.True(findings.Count == 0, $"{context}: {string.Join("; ", findings)}");
        if (manifest.Recycled is { } recycled)
        {
            var choice = new SnapshotCatalog(storage).FindNewest(last, manifest);
            Assert.True(choice.Info!.Sequence >= recycled.LastSequence, context);
            Assert.True(records[0].Sequence == recycled.FirstSequence, context);
        }
        return last;
    }

    private static void DieAt(FaultyJournalStorage storage, int operation) => storage.Faults.OnOperation = n =>
    {
        if (n >= operation) throw new ProcessDiedException();
    };

    private sealed class ProcessDiedException : Exception;
}
