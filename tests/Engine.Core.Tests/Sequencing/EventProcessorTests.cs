using Engine.Core.Sequencing;
using Xunit;

namespace Engine.Core.Tests.Sequencing;

public sealed class EventProcessorTests
{
    [Fact]
    public void End_of_batch_is_told_on_the_last_event_only()
    {
        var ring = new RingBuffer<Payload>(8);
        var cursor = new Sequence();
        var log = new List<(long Position, bool EndOfBatch)>();
        var processor = new EventProcessor<Payload, PerEvent<Payload, Logging>, BusySpinWait>(
            "log", ring, new SequenceBarrier(cursor), new(new Logging(log)), default, new RunControl());

        cursor.Publish(2);
        Assert.Equal(3, processor.RunOnce());
        cursor.Publish(3);
        Assert.Equal(1, processor.RunOnce());
        Assert.Equal(0, processor.RunOnce());
        Assert.Equal([(0, false), (1, false), (2, true), (3, true)], log);
        Assert.Equal(3, processor.Progress.Value);
    }

    [Fact]
    public void A_barrier_over_several_consumers_stops_at_the_slowest()
    {
        var (first, second) = (new Sequence(), new Sequence());
        var barrier = new SequenceBarrier(first, second);
        first.Publish(9);
        Assert.Equal(-1, barrier.Available(0));
        second.Publish(4);
        Assert.Equal(4, barrier.Available(0));
        Assert.Throws<ArgumentException>(() => new SequenceBarrier());
    }

    [Fact]
    public void Fused_handlers_see_each_batch_one_after_the_other()
    {
        var calls = new List<string>();
        var fused = new Fused<Payload, Naming, Fused<Payload, Naming, Naming>>(
            new Naming("a", calls), new(new Naming("b", calls), new Naming("c", calls)));
        var cursor = new Sequence();
        var ring = new RingBuffer<Payload>(8);
        var processor = Processor(ring, new SequenceBarrier(cursor), fused);
        cursor.Publish(1);
        processor.RunOnce();
        cursor.Publish(2);
        processor.RunOnce();

        Assert.Equal(["a0-1", "b0-1", "c0-1", "a2-2", "b2-2", "c2-2"], calls);
    }

    [Fact]
    public void A_handler_that_throws_halts_the_pipeline_and_is_reported_once()
    {
        var ring = new RingBuffer<Payload>(64);
        var sequencer = new SingleProducerSequencer(64);
        var faults = new List<PipelineFault>();
        var control = new RunControl(faults.Add);
        var failing = new EventProcessor<Payload, PerEvent<Payload, FailingAt>, SpinParkWait>(
            "failing", ring, new SequenceBarrier(sequencer.Cursor), new(new FailingAt(10)), new SpinParkWait(),
            control);
        var behindLog = new List<(long Position, bool EndOfBatch)>();
        var behind = new EventProcessor<Payload, PerEvent<Payload, Logging>, SpinParkWait>(
            "behind", ring, new SequenceBarrier(failing.Progress), new(new Logging(behindLog)), new SpinParkWait(),
            control);
        sequencer.AddGate(behind.Progress);

        TestThreads.RunAll(failing.Run, behind.Run, () =>
        {
            while (!control.IsHalted)
            {
                if (sequencer.TryClaim(1, out var position)) sequencer.Publish(position);
                else Thread.SpinWait(10);
            }
        });

        var fault = Assert.Single(faults);
        Assert.Equal("failing", fault.Stage);
        Assert.Equal("at 10", fault.Exception.Message);
        Assert.Same(fault, control.Fault);
        Assert.True(failing.Progress.Value < 10); // The failing event never counts as handled, and nobody sees past it.
        Assert.All(behindLog, entry => Assert.True(entry.Position < 10));
    }

    [Fact]
    public void Of_two_faults_the_first_is_reported()
    {
        var faults = new List<PipelineFault>();
        var control = new RunControl(faults.Add);
        Assert.True(control.ReportFault("one", new InvalidOperationException()));
        Assert.False(control.ReportFault("two", new InvalidOperationException()));
        Assert.Equal("one", Assert.Single(faults).Stage);
        Assert.True(control.IsHalted);
    }

    [Fact]
    public void A_drain_handles_everything_published_before_it()
    {
        for (var round = 0; round < 200; round++)
        {
            var ring = new RingBuffer<Payload>(64);
            var cursor = new Sequence();
            var log = new List<(long Position, bool EndOfBatch)>();
            var processor = new EventProcessor<Payload, PerEvent<Payload, Logging>, SpinParkWait>(
                "log", ring, new SequenceBarrier(cursor), new(new Logging(log)), new SpinParkWait(), new RunControl());
            var threads = new TestThreads();
            threads.Start(processor.Run);
            cursor.Publish(round % 64);
            processor.Drain();
            threads.JoinAll();
            Assert.Equal((round % 64) + 1, log.Count);
        }
    }

    [Fact]
    public void A_halt_stops_before_the_next_batch()
    {
        var ring = new RingBuffer<Payload>(64);
        var cursor = new Sequence(40);
        var control = new RunControl();
        var processor = new EventProcessor<Payload, Naming, SpinParkWait>(
            "never", ring, new SequenceBarrier(cursor), new Naming("x", []), new SpinParkWait(), control);
        control.Halt();
        processor.Run();
        Assert.Equal(-1, processor.Progress.Value);
    }

    [Fact]
    public void A_processor_can_begin_behind_a_position()
    {
        var cursor = new Sequence(1_005);
        var log = new List<(long Position, bool EndOfBatch)>();
        var processor = new EventProcessor<Payload, PerEvent<Payload, Logging>, BusySpinWait>(
            "log", new RingBuffer<Payload>(8), new SequenceBarrier(cursor), new(new Logging(log)), default,
            new RunControl(),
            new Sequence(1_003));
        Assert.Equal(2, processor.RunOnce());
        Assert.Equal([(1_004, false), (1_005, true)], log);
    }

    private static EventProcessor<Payload, THandler, BusySpinWait> Processor<THandler>(
        RingBuffer<Payload> ring, SequenceBarrier barrier, THandler handler)
        where THandler : IBatchHandler<Payload> => new("test", ring, barrier, handler, default, new RunControl());

    private readonly struct Logging(List<(long Position, bool EndOfBatch)> log) : IEventHandler<Payload>
    {
        public void OnEvent(ref Payload e, long position, bool endOfBatch) => log.Add((position, endOfBatch));
    }

    private readonly struct FailingAt(long failing) : IEventHandler<Payload>
    {
        public void OnEvent(ref Payload e, long position, bool endOfBatch)
        {
            if (position == failing) throw new InvalidOperationException($"at {position}");
        }
    }

    private readonly struct Naming(string name, List<string> calls) : IBatchHandler<Payload>
    {
        public void OnBatch(RingBuffer<Payload> ring, long first, long last) => calls.Add($"{name}{first}-{last}");
    }
}
