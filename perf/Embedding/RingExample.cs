using System.Runtime.InteropServices;
using Engine.Core.Sequencing;

namespace Embedding;

/// <summary>One producer, one consumer, one event at a time.</summary>
public static class RingExample
{
    private const int Capacity = 65_536;

    /// <returns>Events consumed.</returns>
    public static long Run(long events)
    {
        var ring = new RingBuffer<Message>(Capacity);
        var sequencer = new SingleProducerSequencer(Capacity);
        var total = new Total();
        var processor = new EventProcessor<Message, PerEvent<Message, Handler>, SpinParkWait>(
            "sum", ring, new SequenceBarrier(sequencer.Cursor), new(new Handler(total)), new SpinParkWait(),
            new RunControl());
        sequencer.AddGate(processor.Progress); // Nothing is overwritten before it was handled.
        var consumer = new Thread(processor.Run) { IsBackground = true };
        consumer.Start();
        for (var i = 0L; i < events; i++)
        {
            long position;
            while (!sequencer.TryClaim(1, out position)) Thread.SpinWait(1);
            ring[position].Value = i;
            sequencer.Publish(position);
        }
        processor.Drain();
        consumer.Join();
        return total.Sum == events * (events - 1) / 2
            ? total.Count
            : throw new InvalidOperationException($"The sum is {total.Sum}.");
    }

    /// <summary>An event of a cache line.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 64)]
    private struct Message
    {
        [FieldOffset(0)] public long Value;
    }

    private sealed class Total
    {
        public long Count { get; set; }

        public long Sum { get; set; }
    }

    /// <summary>A struct, so that the processor's loop is compiled for it.</summary>
    private struct Handler(Total total) : IEventHandler<Message>
    {
        private long _count;
        private long _sum;

        public void OnEvent(ref Message e, long position, bool endOfBatch)
        {
            _count++;
            _sum += e.Value;
            if (!endOfBatch) return;
            total.Count = _count;
            total.Sum = _sum;
        }
    }
}
