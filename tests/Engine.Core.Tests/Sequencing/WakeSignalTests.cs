using Engine.Core.Sequencing;
using Xunit;

namespace Engine.Core.Tests.Sequencing;

public sealed class WakeSignalTests
{
    [Fact]
    public void A_publication_that_announced_without_waking_is_counted_as_missed()
    {
        var (signal, publication) = Watched();
        signal.BeginPark();
        publication.LastVisible = 0;
        publication.LastAnnounced = 0; // A publisher that has looked, and has not raised.
        signal.Park();

        Assert.Equal(1, signal.MissedWakeups);
    }

    [Fact]
    public void A_publisher_that_lost_its_core_between_publishing_and_looking_is_not_a_miss()
    {
        var (signal, publication) = Watched();
        signal.BeginPark();
        publication.LastVisible = 0;
        signal.Park();

        Assert.Equal(0, signal.MissedWakeups);
    }

    [Fact]
    public void Work_that_was_there_before_and_was_left_lying_is_not_a_miss()
    {
        var (signal, publication) = Watched();
        publication.LastVisible = 7;
        signal.BeginPark();
        publication.LastAnnounced = 7;
        signal.Park();

        Assert.Equal(0, signal.MissedWakeups);
        Assert.False(signal.IsParked);
    }

    [Fact]
    public void A_raise_between_the_look_and_the_wait_is_not_lost()
    {
        var signal = new WakeSignal();
        signal.BeginPark();
        signal.Raise();
        signal.Park(); // Returns at once, or after the bound if the raise was lost; the counters tell.

        Assert.Equal(1, signal.Raises);
        Assert.False(signal.IsParked);
    }

    [Fact]
    public void Nobody_is_raised_twice_for_one_park_or_without_one()
    {
        var signal = new WakeSignal();
        signal.Raise();
        Assert.Equal(0, signal.Raises);
        signal.BeginPark();
        signal.Raise();
        signal.Raise();
        Assert.Equal(1, signal.Raises);
        signal.CancelPark();
    }

    /// <summary>
    /// The race itself, without the park around it: a publication and the beginning of a park at the same moment.
    /// Without the process-wide barrier both sides can miss each other, because the publisher's load overtakes its
    /// store: seen dozens of times per run where both threads have a core. Where they take turns on one, the test
    /// proves nothing.
    /// </summary>
    [Fact]
    public void Of_publishing_and_parking_at_once_one_side_always_sees_the_other()
    {
        const int rounds = 40_000;
        var sequence = new Sequence();
        var signal = new WakeSignal();
        sequence.WakeOnPublish(signal);
        var (publisherAt, ownerAt) = (new Sequence(), new Sequence());
        var (bothMissed, offset, warm) = (0, 0, 0);

        TestThreads.RunAll(
            () =>
            {
                for (var round = 0L; round < rounds; round++)
                {
                    // Each side has the other's line in its cache before the race, as in a stream of publications.
                    Meet(publisherAt, ownerAt, 3 * round);
                    warm += signal.IsParked ? 1 : 0;
                    Meet(publisherAt, ownerAt, (3 * round) + 1);
                    for (var i = round % 64; i > 0; i--) Volatile.Read(ref offset); // Moves one side across the other.
                    sequence.Publish(round);
                    Meet(publisherAt, ownerAt, (3 * round) + 2);
                }
            },
            () =>
            {
                for (var round = 0L; round < rounds; round++)
                {
                    Meet(ownerAt, publisherAt, 3 * round);
                    Assert.True(sequence.Value < round);
                    Meet(ownerAt, publisherAt, (3 * round) + 1);
                    signal.BeginPark();
                    var sawPublication = sequence.Value == round;
                    Meet(ownerAt, publisherAt, (3 * round) + 2);
                    if (!sawPublication && signal.IsParked) bothMissed++;
                    signal.CancelPark();
                }
            });

        Assert.Equal(0, warm);
        Assert.Equal(0, bothMissed);
    }

    [Fact]
    public void A_sporadic_producer_never_leaves_a_parked_consumer_behind()
    {
        const int events = 20_000;
        var seed = Environment.TickCount;
        var sequence = new Sequence();
        var signal = new WakeSignal();
        sequence.WakeOnPublish(signal);
        var control = new RunControl();
        var seen = new Sequence();

        TestThreads.RunAll(
            () =>
            {
                var random = new Random(seed);
                for (var position = 0L; position < events; position++)
                {
                    // Between "while the consumer goes to sleep" and "long after it did", where the races are.
                    Thread.SpinWait(random.Next(position % 16 == 0 ? 20_000 : 400));
                    sequence.Publish(position);
                    if (position % 8 != 0) continue;
                    TestThreads.Until(() => seen.Value >= position);
                }
            },
            () =>
            {
                var wait = default(BlockingWait);
                while (seen.Value < events - 1)
                {
                    var reached = new SequenceReached(sequence, seen.Value + 1, control);
                    Assert.True(Waiting.Until(ref wait, ref reached, signal));
                    seen.Publish(sequence.Value);
                }
            });

        Assert.True(signal.Parks > 100, $"The consumer hardly ever parked ({signal.Parks}); seed {seed}.");
        var missed = signal.MissedWakeups;
        Assert.True(missed == 0, $"{missed} wake-ups missed in {signal.Parks} parks; seed {seed}.");
    }

    [Fact]
    public void One_consumer_parked_over_many_lanes_is_woken_by_each_of_them()
    {
        const int lanes = 3;
        const int recordsPerLane = 3_000;
        var signal = new WakeSignal();
        var single = Enumerable.Range(0, lanes - 1).Select(_ => new Lane<Payload>(4)).ToArray();
        var shared = new SharedLane<Payload>(4);
        foreach (var lane in single) lane.WakeConsumer(signal);
        shared.WakeConsumer(signal);
        LaneReader<Payload>[] readers = [.. single.Select(l => l.Reader), shared.Reader];
        var full = Enumerable.Range(0, lanes).Select(_ => new WakeSignal()).ToArray();
        for (var i = 0; i < lanes - 1; i++) single[i].WakeProducer(full[i]);
        var control = new RunControl();

        var threads = new TestThreads();
        for (var i = 0; i < lanes; i++)
        {
            var index = i;
            threads.Start(() =>
            {
                var wait = default(BlockingWait);
                for (var n = 0; n < recordsPerLane; n++)
                {
                    Thread.SpinWait(n % 64 == 0 ? 5_000 : 50);
                    if (index == lanes - 1)
                        TestThreads.Until(() => shared.TryWrite(Payload.Of(n)));
                    else
                        while (!single[index].TryWrite(Payload.Of(n)))
                            Assert.True(single[index].WaitForSpace(1, ref wait, full[index], control));
                }
            });
        }
        threads.Start(() =>
        {
            var wait = default(BlockingWait);
            var sweep = new Sweep(readers);
            while (readers.Sum(r => r.Position) < lanes * recordsPerLane)
                Assert.True(Waiting.Until(ref wait, ref sweep, signal));
        });
        threads.JoinAll();

        Assert.All(readers, r => Assert.Equal(recordsPerLane, r.Position));
        Assert.Equal(0, signal.MissedWakeups);
        Assert.All(full, f => Assert.Equal(0, f.MissedWakeups));
    }

    private static void Meet(Sequence mine, Sequence other, long at)
    {
        mine.Publish(at);
        for (var spins = 1; other.Value < at; spins++)
            if (spins % 10_000 == 0) Thread.Yield(); // Tight, so that both leave within nanoseconds of each other.
    }

    private static (WakeSignal Signal, FakePublication Publication) Watched()
    {
        var signal = new WakeSignal();
        var publication = new FakePublication();
        signal.Watch(publication);
        return (signal, publication);
    }

    private sealed class FakePublication : IPublication
    {
        public long LastVisible { get; set; } = -1;

        public long LastAnnounced { get; set; } = -1;
    }

    private readonly struct Sweep(LaneReader<Payload>[] readers) : IWaitCondition
    {
        public bool IsMet
        {
            get
            {
                var work = 0;
                foreach (var reader in readers)
                {
                    for (var available = reader.Available(2); available > 0; available--, work++)
                    {
                        reader.PeekOrNull().AssertIs(reader.Position);
                        reader.Advance(1);
                    }
                    reader.Release();
                }
                return work > 0;
            }
        }

        public bool IsCancelled => false;
    }
}
