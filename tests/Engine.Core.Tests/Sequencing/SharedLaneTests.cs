using Engine.Core.Sequencing;
using Xunit;

namespace Engine.Core.Tests.Sequencing;

public sealed class SharedLaneTests : LaneContract
{
    [Fact]
    public void A_claimed_slot_that_is_not_published_hides_what_comes_after_it()
    {
        var lane = new SharedLane<Payload>(4);
        Assert.True(lane.TryClaim(1, out var slow));
        Assert.True(lane.TryWrite(Payload.Of(1)));
        Assert.Equal(0, lane.Reader.Available(4));

        lane.Claimed(slow).Fill(0);
        lane.Publish(slow, 1);
        Assert.Equal(2, lane.Reader.Available(4));
        lane.Reader.PeekOrNull(0).AssertIs(0);
        lane.Reader.PeekOrNull(1).AssertIs(1);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 3)]
    [InlineData(256, 5)]
    public void Runs_of_several_producers_arrive_whole_and_each_producer_in_order(int capacity, int runMax)
    {
        const int producers = 3;
        const long recordsPerProducer = 30_000;
        var lane = new SharedLane<Payload>(capacity);
        var threads = new TestThreads();
        for (var p = 0; p < producers; p++)
        {
            var producer = p;
            threads.Start(() =>
            {
                for (var written = 0L; written < recordsPerProducer;)
                {
                    var count = (int)Math.Min((written % runMax) + 1, recordsPerProducer - written);
                    var run = new Payload[count];
                    for (var i = 0; i < count; i++) run[i] = Payload.Of(((written + i) * producers) + producer);
                    var spin = default(SpinWait);
                    while (!lane.TryWriteRun(run)) spin.SpinOnce(sleep1Threshold: -1);
                    written += count;
                }
            });
        }
        threads.Start(() =>
        {
            var next = new long[producers];
            var (runOf, runLeft) = (-1, 0L);
            var spin = default(SpinWait);
            for (var taken = 0L; taken < producers * recordsPerProducer; taken++)
            {
                while (lane.Reader.Available(1) == 0) spin.SpinOnce(sleep1Threshold: -1);
                ref var record = ref lane.Reader.PeekOrNull();
                var producer = (int)(record.Number % producers);
                record.AssertIs((next[producer] * producers) + producer);
                if (runLeft == 0) (runOf, runLeft) = (producer,
                    Math.Min((next[producer] % runMax) + 1, recordsPerProducer - next[producer]));
                if (producer != runOf) throw new InvalidDataException("A run was cut by another producer's record.");
                runLeft--;
                next[producer]++;
                lane.Reader.Advance(1);
                lane.Reader.Release();
            }
        });
        threads.JoinAll();
    }

    private protected override ISubject Create(int capacity) => new Subject(new SharedLane<Payload>(capacity));

    private sealed class Subject(SharedLane<Payload> lane) : ISubject
    {
        public LaneReader<Payload> Reader => lane.Reader;

        public bool TryWrite(in Payload record) => lane.TryWrite(in record);

        public bool TryWriteRun(ReadOnlySpan<Payload> records) => lane.TryWriteRun(records);
    }
}
