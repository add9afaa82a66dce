using Engine.Core.Events;
using Engine.Core.Journal;
using Engine.Testing.FaultyStorage;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Engine.Core.Tests.Journal;

/// <summary>Goal: the logic's plan and the journal's writer put every group into the same segment.</summary>
public sealed class SegmentPlanTests
{
    [Fact]
    public void Writer_and_plan_agree_on_every_roll_whatever_the_batches()
    {
        // A negative size is that of a group which ends its segment.
        var size = Gen.Zip(Gen.Choose(1, 8), Gen.Choose(0, 5)).Select(g => g.Item2 == 0 ? -g.Item1 : g.Item1);
        var sizes = Gen.ArrayOf(size);
        Check.One(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(100), Prop.ForAll(
            Gen.Zip(sizes, Gen.Choose(0, 1_000)).ToArbitrary(),
            input =>
            {
                var (groupSizes, seed) = input;
                var storage = new FaultyJournalStorage();
                var options = JournalScenario.Options(segmentRecords: 16, unsyncedRecordsMax: 8);
                using var folder = JournalFolder.Open(storage, EngineMode.Backtest, "A", options);
                var writer = folder.StartRun();
                var plan = folder.CreatePlan();
                var placed = new List<(long Sequence, int Segment)>();
                var ring = Seal(groupSizes, plan, placed);
                AppendInRandomBatches(writer, ring, new Random(seed));
                writer.Sync();
                return placed.All(p => SegmentOf(storage, p.Sequence) == p.Segment)
                    && JournalScenario.ReadAll(storage).Count == ring.Length;
            }));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(17)]
    [InlineData(int.MinValue)]
    public void A_group_that_fits_no_segment_is_refused(int records) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SegmentPlan(1, 1, 16).Place(records));

    [Fact]
    public void A_group_that_does_not_fit_goes_to_the_next_segment()
    {
        var plan = new SegmentPlan(1, 5, 16);

        Assert.Equal(RecordChecksum.Seed(1, 5), plan.Place(10));
        Assert.Equal(RecordChecksum.Seed(1, 5), plan.Place(6));
        Assert.Equal(RecordChecksum.Seed(1, 6), plan.Place(10));
        Assert.Equal(RecordChecksum.Seed(1, 7), plan.Place(7));
        Assert.Equal(7, plan.SegmentNumber);
    }

    [Fact]
    public void After_a_group_that_ends_its_segment_the_next_one_begins_another()
    {
        var plan = new SegmentPlan(1, 5, 16);

        Assert.Equal(RecordChecksum.Seed(1, 5), plan.Place(3));
        Assert.Equal(0, plan.Ends);
        plan.EndSegment();
        Assert.Equal((1, 5), (plan.Ends, plan.SegmentNumber));
        Assert.Equal(RecordChecksum.Seed(1, 6), plan.Place(16)); // All of it is there again.
        plan.EndSegment();
        Assert.Equal(RecordChecksum.Seed(1, 7), plan.Place(1)); // Full as well: still one segment further, not two.
        Assert.Equal(RecordChecksum.Seed(1, 7), plan.Place(15));
    }

    private static EngineEvent[] Seal(int[] groupSizes, SegmentPlan plan, List<(long Sequence, int Segment)> placed)
    {
        var all = new List<EngineEvent>();
        var digest = 0ul;
        foreach (var signedSize in groupSizes)
        {
            var size = Math.Abs(signedSize);
            var first = all.Count + 1L;
            var group = new EngineEvent[size];
            for (var i = 0; i < size; i++) group[i] = JournalScenario.RecordAt(first + i, first, i == size - 1);
            if (signedSize < 0) group[^1].Flags |= EventFlags.EndsSegment;
            RecordChecksum.Seal(group, plan.Place(size), ref digest);
            if (signedSize < 0) plan.EndSegment();
            placed.Add((first, plan.SegmentNumber));
            all.AddRange(group);
        }
        return [.. all];
    }

    /// <summary>Batches end at groups; a wrap may come anywhere.</summary>
    private static void AppendInRandomBatches(JournalWriter writer, EngineEvent[] ring, Random random)
    {
        var from = 0;
        for (var i = 0; i < ring.Length; i++)
        {
            if (!ring[i].IsLastOfGroup || (random.Next(3) > 0 && i < ring.Length - 1)) continue;

            var batch = ring.AsSpan(from..(i + 1));
            var wrap = random.Next(batch.Length + 1);
            writer.Append(batch[..wrap], batch[wrap..]);
            if (random.Next(2) == 0) writer.Sync();
            from = i + 1;
        }
    }

    private static int SegmentOf(FaultyJournalStorage storage, long sequence)
    {
        using var reader = JournalReader.Open(storage, sequence);
        reader.ReadUpTo(sequence);
        return reader.SegmentNumber;
    }
}
