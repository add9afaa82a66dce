using Engine.Core.Sequencing;
using Xunit;

namespace Engine.Core.Tests.Sequencing;

public sealed class MultiProducerSequencerTests : SequencerContract
{
    [Fact]
    public void A_gap_hides_what_was_published_behind_it()
    {
        var sequencer = new MultiProducerSequencer(8);
        sequencer.AddGate(new Sequence());
        Assert.True(sequencer.TryClaim(2, out var slow));
        Assert.True(sequencer.TryClaim(3, out var quick));

        sequencer.Publish(quick, quick + 2);
        Assert.Equal(-1, sequencer.HighestPublished(0));
        sequencer.Publish(slow, slow + 1);
        Assert.Equal(4, sequencer.HighestPublished(0));
        Assert.Equal(4, sequencer.Claimed);
    }

    protected override ISubject Create(int capacity) => new Subject(new MultiProducerSequencer(capacity));

    private sealed class Subject(MultiProducerSequencer sequencer) : ISubject
    {
        public void AddGate(Sequence gate) => sequencer.AddGate(gate);

        public bool TryClaim(int count, out long first) => sequencer.TryClaim(count, out first);

        public void Publish(long first, long last) => sequencer.Publish(first, last);

        public SequenceBarrier Barrier() => new(sequencer);
    }
}
