using Engine.Core.Sequencing;
using Xunit;

namespace Engine.Core.Tests.Sequencing;

/// <summary>What every sequencer must do, whatever the number of producers.</summary>
public abstract class SequencerContract
{
    /// <summary>The sequencer under test behind one shape.</summary>
    protected interface ISubject
    {
        void AddGate(Sequence gate);

        bool TryClaim(int count, out long first);

        void Publish(long first, long last);

        /// <summary>What a first consumer reads by.</summary>
        SequenceBarrier Barrier();
    }

    protected abstract ISubject Create(int capacity);

    [Fact]
    public void The_first_position_is_zero_and_claims_are_side_by_side()
    {
        var sequencer = Create(8);
        sequencer.AddGate(new Sequence());

        Assert.True(sequencer.TryClaim(1, out var first));
        Assert.Equal(0, first);
        Assert.True(sequencer.TryClaim(3, out first));
        Assert.Equal(1, first);
        Assert.True(sequencer.TryClaim(4, out first));
        Assert.Equal(4, first);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(64)]
    public void No_claim_overruns_the_slowest_gate(int capacity)
    {
        var sequencer = Create(capacity);
        var (fast, slow) = (new Sequence(), new Sequence());
        sequencer.AddGate(fast);
        sequencer.AddGate(slow);
        for (var i = 0; i < capacity; i++) Assert.True(sequencer.TryClaim(1, out _));

        Assert.False(sequencer.TryClaim(1, out _));
        fast.Publish(capacity - 1);
        Assert.False(sequencer.TryClaim(1, out _));
        slow.Publish(0);
        Assert.True(sequencer.TryClaim(1, out var first));
        Assert.Equal(capacity, first);
        Assert.False(sequencer.TryClaim(1, out _));
    }

    [Fact]
    public void A_batch_that_does_not_fit_takes_nothing()
    {
        var sequencer = Create(8);
        var gate = new Sequence();
        sequencer.AddGate(gate);
        Assert.True(sequencer.TryClaim(6, out _));

        Assert.False(sequencer.TryClaim(3, out _));
        Assert.True(sequencer.TryClaim(2, out var first));
        Assert.Equal(6, first);
        gate.Publish(7);
        Assert.True(sequencer.TryClaim(8, out first));
        Assert.Equal(8, first);
    }

    [Fact]
    public void Nothing_is_visible_before_it_is_published_and_all_of_a_batch_after()
    {
        var sequencer = Create(8);
        sequencer.AddGate(new Sequence());
        var barrier = sequencer.Barrier();
        Assert.True(sequencer.TryClaim(5, out var first));

        Assert.True(barrier.Available(0) < 0);
        sequencer.Publish(first, first + 4);
        Assert.Equal(4, barrier.Available(0));
        Assert.Equal(4, barrier.Available(3));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(9)]
    public void A_claim_larger_than_the_ring_or_of_nothing_is_an_error(int count)
    {
        var sequencer = Create(8);
        Assert.Throws<ArgumentOutOfRangeException>(() => sequencer.TryClaim(count, out _));
        Assert.True(sequencer.TryClaim(8, out var first));
        Assert.Equal(0, first);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void A_capacity_that_is_no_power_of_two_is_refused(int capacity) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Create(capacity));

    [Fact]
    public void Random_claims_and_consumption_follow_the_model_over_many_laps()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var run = 0; run < 50; run++)
        {
            var capacity = 1 << random.Next(0, 6);
            var sequencer = Create(capacity);
            var gates = Enumerable.Range(0, random.Next(1, 4)).Select(_ => new Sequence()).ToArray();
            foreach (var gate in gates) sequencer.AddGate(gate);
            var barrier = sequencer.Barrier();
            var claimed = 0L;
            for (var step = 0; step < 500; step++)
            {
                var count = random.Next(1, capacity + 1);
                var expected = claimed + count <= gates.Min(g => g.Value) + 1 + capacity;
                Assert.True(expected == sequencer.TryClaim(count, out var first),
                    $"seed {seed}, run {run}, step {step}");
                if (expected)
                {
                    Assert.Equal(claimed, first);
                    claimed += count;
                    sequencer.Publish(first, claimed - 1);
                }
                Assert.Equal(claimed - 1, barrier.Available(gates[0].Value + 1));
                var mover = gates[random.Next(gates.Length)];
                if (mover.Value < claimed - 1) mover.Publish(random.NextInt64(mover.Value + 1, claimed));
            }
        }
    }
}
