using Engine.Core.Sequencing;
using Xunit;

namespace Engine.Core.Tests.Sequencing;

public sealed class SingleProducerSequencerTests : SequencerContract
{
    [Fact]
    public void A_restarted_ring_goes_on_at_its_position()
    {
        var sequencer = new SingleProducerSequencer(4, firstPosition: 1001);
        var gate = new Sequence(1000);
        sequencer.AddGate(gate);

        Assert.Equal(1000, sequencer.Cursor.Value);
        Assert.True(sequencer.TryClaim(4, out var first));
        Assert.Equal(1001, first);
        Assert.False(sequencer.TryClaim(1, out _));
    }

    [Fact]
    public void The_producer_waits_for_space_until_the_gate_moves_or_the_pipeline_halts()
    {
        var sequencer = new SingleProducerSequencer(2);
        var gate = new Sequence();
        sequencer.AddGate(gate);
        var signal = new WakeSignal();
        sequencer.WakeProducer(signal);
        var control = new RunControl();
        var wait = default(BlockingWait);
        Assert.True(sequencer.TryClaim(2, out _));
        sequencer.Publish(1);

        var threads = new TestThreads();
        threads.Start(() =>
        {
            TestThreads.Until(() => signal.Parks > 0);
            gate.Publish(0);
        });
        Assert.True(sequencer.WaitForSpace(1, ref wait, signal, control));
        threads.JoinAll();
        Assert.True(sequencer.TryClaim(1, out _));
        control.Halt();
        Assert.False(sequencer.WaitForSpace(1, ref wait, signal, control));
        Assert.Equal(0, signal.MissedWakeups);
    }

    protected override ISubject Create(int capacity) => new Subject(new SingleProducerSequencer(capacity));

    private sealed class Subject(SingleProducerSequencer sequencer) : ISubject
    {
        public void AddGate(Sequence gate) => sequencer.AddGate(gate);

        public bool TryClaim(int count, out long first) => sequencer.TryClaim(count, out first);

        public void Publish(long first, long last) => sequencer.Publish(last);

        public SequenceBarrier Barrier() => new(sequencer.Cursor);
    }
}
