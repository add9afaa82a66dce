using Engine.Core.Sequencing;
using Xunit;

namespace Engine.Core.Tests.Sequencing;

/// <summary>
/// Goal: no torn, stale, lost or doubled event, whatever the threads do. Method: several producers and consumers on
/// rings of the smallest sizes, so that every claim wraps and every gate is touched; the payload follows from the
/// position.
/// </summary>
public sealed class RingStressTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(8, 3)]
    [InlineData(64, 17)]
    public void Two_parallel_consumers_and_one_behind_both(int capacity, int batch) =>
        Run(capacity, producers: 1, batch, multi: false);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(8, 3)]
    [InlineData(64, 17)]
    public void Three_producers_two_parallel_consumers_and_one_behind_both(int capacity, int batch) =>
        Run(capacity, producers: 3, batch, multi: true);

    private static void Run(int capacity, int producers, int batch, bool multi)
    {
        const long events = 30_000;
        var ring = new RingBuffer<Payload>(capacity);
        var single = new SingleProducerSequencer(capacity);
        var many = new MultiProducerSequencer(capacity);
        var control = new RunControl();
        EventProcessor<Payload, Checker, SpinParkWait> Processor(SequenceBarrier barrier) =>
            new("check", ring, barrier, new Checker(), new SpinParkWait(2_000), control);
        SequenceBarrier Published() => multi ? new SequenceBarrier(many) : new SequenceBarrier(single.Cursor);

        var left = Processor(Published());
        var right = Processor(Published());
        var behind = Processor(new SequenceBarrier(left.Progress, right.Progress));
        if (multi) many.AddGate(behind.Progress);
        else single.AddGate(behind.Progress);

        var consumers = new TestThreads();
        consumers.Start(left.Run);
        consumers.Start(right.Run);
        consumers.Start(behind.Run);
        var writers = new TestThreads();
        var reserved = 0L;
        for (var p = 0; p < producers; p++)
        {
            writers.Start(() =>
            {
                while (Interlocked.Add(ref reserved, batch) <= events && !control.IsHalted)
                {
                    long first;
                    var spin = default(SpinWait);
                    while (!(multi ? many.TryClaim(batch, out first) : single.TryClaim(batch, out first)))
                    {
                        if (control.IsHalted) return;
                        spin.SpinOnce(sleep1Threshold: -1);
                    }
                    for (var i = 0; i < batch; i++) ring[first + i].Fill(first + i);
                    if (multi) many.Publish(first, first + batch - 1);
                    else single.Publish(first + batch - 1);
                }
            });
        }
        writers.JoinAll();
        left.Drain();
        right.Drain();
        var last = (events / batch * batch) - 1;
        TestThreads.Until(() => behind.Progress.Value == last || control.IsHalted);
        behind.Drain();
        consumers.JoinAll();

        Assert.Null(control.Fault);
        foreach (var processor in new[] { left, right, behind })
        {
            Assert.Equal(last, processor.Progress.Value);
            Assert.Equal(0, processor.Signal.MissedWakeups);
        }
    }

    private struct Checker : IBatchHandler<Payload>
    {
        private long _next;

        public void OnBatch(RingBuffer<Payload> ring, long first, long last)
        {
            if (first != _next) throw new InvalidDataException($"Batch begins at {first}, expected {_next}.");
            for (var position = first; position <= last; position++) ring[position].AssertIs(position);
            _next = last + 1;
        }
    }
}
