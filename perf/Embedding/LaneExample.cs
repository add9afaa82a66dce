using System.Runtime.CompilerServices;
using Engine.Core.Events;
using Engine.Core.Sequencing;

namespace Embedding;

/// <summary>
/// One producer, one consumer that looks at records in their slots, as the logic does with its inputs.
/// </summary>
public static class LaneExample
{
    private const int Capacity = 65_536;
    private const int SweepMax = 256;

    /// <returns>Events consumed.</returns>
    public static long Run(long events)
    {
        var lane = new Lane<EngineEvent>(Capacity);
        var producer = new Thread(() => Produce(lane, events)) { IsBackground = true };
        producer.Start();
        var (count, sum) = (0L, 0L);
        while (count < events)
        {
            for (var i = 0; i < SweepMax; i++)
            {
                ref var slot = ref lane.Reader.PeekOrNull();
                if (Unsafe.IsNullRef(ref slot)) break;
                sum += slot.TimestampNs;
                lane.Reader.Advance(1);
                count++;
            }
            lane.Reader.Release(); // From here on the producer may write over what was read.
        }
        producer.Join();
        return sum == events * (events - 1) / 2
            ? count
            : throw new InvalidOperationException($"The sum is {sum}.");
    }

    private static void Produce(Lane<EngineEvent> lane, long events)
    {
        EngineEvent record = default;
        for (var i = 0L; i < events; i++)
        {
            record.TimestampNs = i;
            while (!lane.TryWrite(in record)) Thread.SpinWait(1);
        }
    }
}
