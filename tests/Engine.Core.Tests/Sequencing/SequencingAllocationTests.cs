using Engine.Core.Sequencing;
using Xunit;

namespace Engine.Core.Tests.Sequencing;

/// <summary>A million events through each path, with waits and parks on the way: not one byte.</summary>
public sealed class SequencingAllocationTests
{
    private const long Events = 1_000_000;

    [Fact]
    public void The_ring_allocates_nothing()
    {
        var ring = new RingBuffer<Payload>(1024);
        var sequencer = new SingleProducerSequencer(1024);
        var processor = new EventProcessor<Payload, Nothing, SpinParkWait>(
            "nothing", ring, new SequenceBarrier(sequencer.Cursor), default, new SpinParkWait(), new RunControl());
        sequencer.AddGate(processor.Progress);
        AssertNoAllocation(count =>
        {
            for (var i = 0L; i < count; i++)
            {
                while (!sequencer.TryClaim(1, out _)) processor.RunOnce();
                ring[i].Fill(i);
                sequencer.Publish(sequencer.NextPosition - 1);
            }
            processor.RunOnce();
        });
    }

    [Fact]
    public void The_multi_producer_ring_allocates_nothing()
    {
        var sequencer = new MultiProducerSequencer(1024);
        var gate = new Sequence();
        sequencer.AddGate(gate);
        AssertNoAllocation(count =>
        {
            for (var i = 0L; i < count; i++)
            {
                long position;
                while (!sequencer.TryClaim(1, out position)) gate.Publish(sequencer.HighestPublished(gate.Value + 1));
                sequencer.Publish(position, position);
            }
        });
    }

    [Fact]
    public void Lanes_allocate_nothing()
    {
        var lane = new Lane<Payload>(256);
        var shared = new SharedLane<Payload>(256);
        var run = new[] { Payload.Of(1), Payload.Of(2), Payload.Of(3) };
        AssertNoAllocation(count =>
        {
            for (var i = 0L; i < count; i++)
            {
                if (!lane.TryWrite(in run[0])) Consume(lane.Reader);
                if (!shared.TryWriteRun(run)) Consume(shared.Reader);
            }
        });
    }

    [Fact]
    public void Parking_allocates_nothing()
    {
        var signal = new WakeSignal();
        var sequence = new Sequence();
        sequence.WakeOnPublish(signal);
        AssertNoAllocation(count =>
        {
            for (var i = 0L; i < count / 10_000; i++)
            {
                signal.BeginPark();
                if (i % 2 == 0) sequence.Publish(i);
                signal.Park();
            }
        });
        Assert.Equal(0, signal.MissedWakeups);
    }

    [Fact]
    public void A_consumer_that_waits_and_parks_allocates_nothing_on_its_own_thread()
    {
        const long events = 200_000;
        var lane = new Lane<Payload>(64);
        var signal = new WakeSignal();
        lane.WakeConsumer(signal);
        var control = new RunControl();
        var allocated = -1L;
        TestThreads.RunAll(
            () =>
            {
                for (var i = 0L; i < events; i++)
                {
                    while (!lane.TryWrite(Payload.Of(i))) Thread.SpinWait(10);
                    if (i % 1_000 == 0) Thread.SpinWait(5_000);
                }
            },
            () =>
            {
                var wait = new SpinParkWait(5_000);
                var before = 0L;
                for (var i = 0L; i < events; i++)
                {
                    if (i == 1_000) before = GC.GetAllocatedBytesForCurrentThread(); // The first calls may load types.
                    var there = new RecordThere(lane.Reader);
                    if (!Waiting.Until(ref wait, ref there, signal)) return;
                    lane.Reader.PeekOrNull().AssertIs(i);
                    lane.Reader.Advance(1);
                    lane.Reader.Release();
                }
                allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            });
        Assert.Equal(0, allocated);
        Assert.Equal(0, signal.MissedWakeups);
        Assert.False(control.IsHalted);
    }

    private static void AssertNoAllocation(Action<long> body)
    {
        body(10_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        body(Events);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Consume(LaneReader<Payload> reader)
    {
        reader.Advance(reader.Available(int.MaxValue));
        reader.Release();
    }

    private readonly struct RecordThere(LaneReader<Payload> reader) : IWaitCondition
    {
        public bool IsMet => reader.Available(1) > 0;

        public bool IsCancelled => false;
    }

    private struct Nothing : IBatchHandler<Payload>
    {
        public readonly void OnBatch(RingBuffer<Payload> ring, long first, long last)
        {
        }
    }
}
