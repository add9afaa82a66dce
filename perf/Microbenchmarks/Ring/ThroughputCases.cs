using System.Diagnostics;
using System.Runtime.CompilerServices;
using Engine.Core.Pipeline;
using Engine.Core.Sequencing;

namespace Microbenchmarks.Ring;

/// <summary>
/// Saturated throughput in million events per second. Every case checks the sum of what was consumed.
/// </summary>
internal static class ThroughputCases
{
    public const int Capacity = 65_536;

    public static double[] Bare<T>(int cpuProducer, int cpuConsumer, long events, int batch)
        where T : unmanaged, IPayload<T>
    {
        var ring = new BareRing<T>(Capacity);
        var sum = 0L;
        return Measure(cpuProducer, cpuConsumer, events, () => ProduceBare(ring, events, batch),
            () => sum = ConsumeBare(ring, events), () => sum);
    }

    public static double[] Ring<T, TWait>(int cpuProducer, int cpuConsumer, long events, int batch, TWait wait)
        where T : unmanaged, IPayload<T>
        where TWait : struct, IWaitStrategy
    {
        var ring = new RingBuffer<T>(Capacity);
        var sequencer = new SingleProducerSequencer(Capacity);
        var result = new SumResult();
        var processor = new EventProcessor<T, SumHandler<T>, TWait>(
            "sum", ring, new SequenceBarrier(sequencer.Cursor), new SumHandler<T>(result, events - 1), wait,
                result.Control);
        sequencer.AddGate(processor.Progress);
        return Measure(cpuProducer, cpuConsumer, events, () => ProduceRing(ring, sequencer, events, batch),
            processor.Run, () => result.Sum);
    }

    public static double[] Lane<T>(int cpuProducer, int cpuConsumer, long events, int batch)
        where T : unmanaged, IPayload<T>
    {
        var lane = new Lane<T>(Capacity);
        var sum = 0L;
        return Measure(cpuProducer, cpuConsumer, events, () => ProduceLane(lane, events, batch),
            () => sum = ConsumeLanes([lane.Reader], events), () => sum);
    }

    /// <summary>
    /// Two producers and a consumer on two cores; the producers share one lane or have a lane each.
    /// </summary>
    public static double[] TwoProducers(int cpuProducer, int cpuConsumer, long events, bool ownLanes)
    {
        var half = events / 2;
        var lanes = new[] { new Lane<Event64>(Capacity), new Lane<Event64>(Capacity) };
        var shared = new SharedLane<Event64>(Capacity);
        var readers = ownLanes ? lanes.Select(l => l.Reader).ToArray() : [shared.Reader];
        var sum = 0L;
        var expected = half * (half - 1);
        var started = new Barrier(3);
        void Produce(int index)
        {
            started.SignalAndWait();
            if (ownLanes) ProduceLane(lanes[index], half, 1);
            else ProduceShared(shared, half);
        }
        // Unpinned, as a pinned pair of producers would only measure the scheduler.
        var other = new Thread(() => Produce(1)) { IsBackground = true };
        var consumer = new Thread(() =>
        {
            started.SignalAndWait();
            sum = ConsumeLanes(readers, 2 * half);
        })
        { IsBackground = true };
        CpuAffinity.TrySet([cpuProducer, cpuConsumer]);
        other.Start();
        consumer.Start();
        var start = Stopwatch.GetTimestamp();
        Produce(0);
        other.Join();
        consumer.Join();
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        if (sum != expected) throw new InvalidOperationException($"Consumed sum is {sum}, expected {expected}.");
        return [2 * half / seconds / 1e6];
    }

    public static double[] ThreeStages(int cpuProducer, int cpuConsumer, long events, int batch)
    {
        var ring = new RingBuffer<Event128>(Capacity);
        var sequencer = new SingleProducerSequencer(Capacity);
        var result = new SumResult();
        var stages = new Fused<Event128, TouchHandler, Fused<Event128, TouchHandler, SumHandler<Event128>>>(
            default, new(default, new SumHandler<Event128>(result, events - 1)));
        var processor = Processor(ring, new SequenceBarrier(sequencer.Cursor), stages, result.Control);
        sequencer.AddGate(processor.Progress);
        return Measure(cpuProducer, cpuConsumer, events, () => ProduceRing(ring, sequencer, events, batch),
            processor.Run, () => result.Sum);
    }

    private static EventProcessor<Event128, THandler, SpinParkWait> Processor<THandler>(
        RingBuffer<Event128> ring, SequenceBarrier barrier, THandler stages, RunControl control)
        where THandler : IBatchHandler<Event128> => new("three", ring, barrier, stages, new SpinParkWait(), control);

    private static double[] Measure(int cpuProducer, int cpuConsumer, long events, Action produce, Action consume,
        Func<long> sum)
    {
        using var ready = new ManualResetEventSlim();
        var consumer = new Thread(() =>
        {
            CpuAffinity.TryPin(cpuConsumer);
            ready.Set();
            consume();
        })
        { IsBackground = true };
        CpuAffinity.TryPin(cpuProducer);
        consumer.Start();
        ready.Wait();
        var start = Stopwatch.GetTimestamp();
        produce();
        consumer.Join();
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var expected = events * (events - 1) / 2;
        if (sum() != expected) throw new InvalidOperationException($"Consumed sum is {sum()}, expected {expected}.");
        return [events / seconds / 1e6];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ProduceBare<T>(BareRing<T> ring, long events, int batch) where T : unmanaged, IPayload<T>
    {
        for (var first = 0L; first < events; first += batch)
        {
            var last = first + batch - 1;
            ring.WaitForSpace(last);
            for (var position = first; position <= last; position++) T.Fill(ref ring[position], position);
            ring.Publish(last);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long ConsumeBare<T>(BareRing<T> ring, long events) where T : unmanaged, IPayload<T>
    {
        var sum = 0L;
        for (var next = 0L; next < events;)
        {
            var last = ring.Cursor;
            if (last < next) continue;
            for (; next <= last; next++) sum += T.Read(ref ring[next]);
            ring.Consumed(last);
        }
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ProduceRing<T>(RingBuffer<T> ring, SingleProducerSequencer sequencer, long events, int batch)
        where T : unmanaged, IPayload<T>
    {
        for (var done = 0L; done < events; done += batch)
        {
            long first;
            while (!sequencer.TryClaim(batch, out first)) Thread.SpinWait(1);
            var last = first + batch - 1;
            for (var position = first; position <= last; position++) T.Fill(ref ring[position], position);
            sequencer.Publish(last);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ProduceLane<T>(Lane<T> lane, long events, int batch) where T : unmanaged, IPayload<T>
    {
        for (var done = 0L; done < events; done += batch)
        {
            while (!lane.TryClaim(batch)) Thread.SpinWait(1);
            for (var i = 0; i < batch; i++) T.Fill(ref lane.Claimed(i), done + i);
            lane.Publish();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ProduceShared<T>(SharedLane<T> lane, long events) where T : unmanaged, IPayload<T>
    {
        for (var done = 0L; done < events; done++)
        {
            long position;
            while (!lane.TryClaim(1, out position)) Thread.SpinWait(1);
            T.Fill(ref lane.Claimed(position), done);
            lane.Publish(position, 1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long ConsumeLanes<T>(LaneReader<T>[] lanes, long events) where T : unmanaged, IPayload<T>
    {
        const int sweepMax = 256;
        var sum = 0L;
        var consumed = 0L;
        while (consumed < events)
        {
            foreach (var lane in lanes)
            {
                for (var i = 0; i < sweepMax; i++)
                {
                    ref var slot = ref lane.PeekOrNull();
                    if (Unsafe.IsNullRef(ref slot)) break;
                    sum += T.Read(ref slot);
                    lane.Advance(1);
                    consumed++;
                }
                lane.Release();
            }
        }
        return sum;
    }

    /// <summary>A stage that looks at every event.</summary>
    private struct TouchHandler : IBatchHandler<Event128>
    {
        private long _seen;

        public void OnBatch(RingBuffer<Event128> ring, long first, long last)
        {
            var seen = 0L;
            for (var position = first; position <= last; position++) seen += ring[position].H;
            _seen += seen;
        }
    }
}
