using Engine.Core.Sequencing;
using Xunit;

namespace Engine.Core.Tests.Sequencing;

/// <summary>What every wait strategy must do, alone and driving a processor.</summary>
public abstract class WaitStrategyContract<TWait> where TWait : struct, IWaitStrategy
{
    protected abstract TWait Create();

    /// <summary>Whether an idle wait of this strategy ends up parked.</summary>
    protected abstract bool Parks { get; }

    [Fact]
    public void A_condition_that_holds_is_met_without_a_park()
    {
        var (wait, signal) = (Create(), new WakeSignal());
        var reached = new SequenceReached(new Sequence(5), 5, new RunControl());
        Assert.True(Waiting.Until(ref wait, ref reached, signal));
        Assert.Equal(0, signal.Parks);
    }

    [Fact]
    public void A_wait_ends_when_the_sequence_is_published()
    {
        var signal = new WakeSignal();
        var sequence = new Sequence();
        sequence.WakeOnPublish(signal);
        var control = new RunControl();
        var threads = new TestThreads();
        var waiting = false;
        threads.Start(() =>
        {
            TestThreads.Until(() => Volatile.Read(ref waiting) && (!Parks || signal.Parks > 0));
            sequence.Publish(0);
        });
        threads.Start(() =>
        {
            var wait = Create();
            var reached = new SequenceReached(sequence, 0, control);
            Volatile.Write(ref waiting, true);
            Assert.True(Waiting.Until(ref wait, ref reached, signal));
        });
        threads.JoinAll();
        Assert.Equal(Parks, signal.Parks > 0);
        Assert.Equal(0, signal.MissedWakeups);
    }

    [Fact]
    public void A_halt_ends_a_wait_for_something_that_never_comes()
    {
        var control = new RunControl();
        var threads = new TestThreads();
        var waiting = false;
        threads.Start(() =>
        {
            var wait = Create();
            var reached = new SequenceReached(new Sequence(), 0, control);
            Volatile.Write(ref waiting, true);
            Assert.False(Waiting.Until(ref wait, ref reached, new WakeSignal()));
        });
        TestThreads.Until(() => Volatile.Read(ref waiting));
        control.Halt();
        threads.JoinAll();
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(8, 3)]
    [InlineData(1024, 64)]
    public void A_processor_gets_every_event_once_whole_and_in_order(int capacity, int batch)
    {
        const long events = 50_000;
        var ring = new RingBuffer<Payload>(capacity);
        var sequencer = new SingleProducerSequencer(capacity);
        var control = new RunControl();
        var handler = new CheckingHandler();
        var processor = new EventProcessor<Payload, CheckingHandler, TWait>(
            "check", ring, new SequenceBarrier(sequencer.Cursor), handler, Create(), control);
        sequencer.AddGate(processor.Progress);
        var full = new WakeSignal();
        sequencer.WakeProducer(full);

        TestThreads.RunAll(
            () =>
            {
                var wait = Create();
                for (var published = 0L; published < events;)
                {
                    var count = (int)Math.Min(batch, events - published);
                    long first;
                    while (!sequencer.TryClaim(count, out first))
                        Assert.True(sequencer.WaitForSpace(count, ref wait, full, control));
                    for (var i = 0; i < count; i++) ring[first + i].Fill(first + i);
                    published += count;
                    sequencer.Publish(published - 1);
                }
                processor.Drain();
            },
            processor.Run);

        Assert.Null(control.Fault);
        Assert.Equal(events, handler.Next);
        Assert.Equal(events - 1, processor.Progress.Value);
        Assert.Equal(0, processor.Signal.MissedWakeups);
        Assert.Equal(0, full.MissedWakeups);
    }

    private sealed class CheckingHandler : IBatchHandler<Payload>
    {
        public long Next { get; private set; }

        public void OnBatch(RingBuffer<Payload> ring, long first, long last)
        {
            if (first != Next) throw new InvalidDataException($"Batch begins at {first}, expected {Next}.");
            for (var position = first; position <= last; position++) ring[position].AssertIs(position);
            Next = last + 1;
        }
    }
}
