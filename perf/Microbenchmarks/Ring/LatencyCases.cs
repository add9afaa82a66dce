using System.Diagnostics;
using System.Runtime.CompilerServices;
using Engine.Core.Pipeline;

namespace Microbenchmarks.Ring;

/// <summary>
/// One-way latency at a fixed rate, from the time an event was due (not from when it was written, so a producer that is
/// held up does not hide it), and round trips. The clock reading is part of every one-way figure.
/// </summary>
internal static class LatencyCases
{
    private static readonly double NsPerTick = 1e9 / Stopwatch.Frequency;

    /// <summary>p50, p90 and the median over 10 ms windows of the window's p99, in ns.</summary>
    public static double[] OneWay(int cpuProducer, int cpuConsumer, int ratePerSecond, IHop hop)
    {
        var events = Math.Max(2_000, ratePerSecond / 10); // A tenth of a second.
        var latencies = new long[events];
        using var ready = new ManualResetEventSlim();
        var consumer = new Thread(() =>
        {
            CpuAffinity.TryPin(cpuConsumer);
            ready.Set();
            hop.Consume(latencies);
        })
        { IsBackground = true };
        CpuAffinity.TryPin(cpuProducer);
        consumer.Start();
        ready.Wait();
        Produce(hop, events, Stopwatch.Frequency / (double)ratePerSecond);
        consumer.Join();
        return Percentiles(latencies, Math.Max(20, ratePerSecond / 100));
    }

    /// <summary>Median round trip over two hops, in ns.</summary>
    public static double[] RoundTrip(int cpuProducer, int cpuConsumer, IHop there, IHop back, int trips)
    {
        var latencies = new long[trips];
        using var ready = new ManualResetEventSlim();
        var echo = new Thread(() =>
        {
            CpuAffinity.TryPin(cpuConsumer);
            ready.Set();
            for (var i = 0; i < trips; i++)
            {
                there.Receive();
                back.Send(0);
            }
        })
        { IsBackground = true };
        CpuAffinity.TryPin(cpuProducer);
        echo.Start();
        ready.Wait();
        for (var i = 0; i < trips; i++)
        {
            var start = Stopwatch.GetTimestamp();
            there.Send(0);
            back.Receive();
            latencies[i] = Stopwatch.GetTimestamp() - start;
        }
        echo.Join();
        Array.Sort(latencies);
        return [latencies[trips / 2] * NsPerTick];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Produce(IHop hop, int events, double ticksBetween)
    {
        var start = Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 10_000);
        for (var i = 0; i < events; i++)
        {
            var due = start + (long)(i * ticksBetween);
            while (Stopwatch.GetTimestamp() < due)
            {
            }
            hop.Send(due);
        }
    }

    private static double[] Percentiles(long[] latencies, int window)
    {
        var windows = latencies.Chunk(window).Where(w => w.Length == window)
            .Select(w => { Array.Sort(w); return w[w.Length * 99 / 100]; }).Order().ToArray();
        Array.Sort(latencies);
        return
        [
            latencies[latencies.Length / 2] * NsPerTick,
            latencies[latencies.Length * 9 / 10] * NsPerTick,
            windows[windows.Length / 2] * NsPerTick,
        ];
    }
}
