using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Measuring;

/// <summary>
/// The least a message between two cores can cost: one counter each way, a cache-line pair apart, both sides spinning.
/// What an order adds to twice a hop is the engine's own work.
/// </summary>
public static class BareRoundTrip
{
    private const int RoundsPerSample = 1_000;
    private const int Samples = 200;

    /// <summary>
    /// Median nanoseconds of a round trip; regimes of the host are seen in it before and after a run.
    /// </summary>
    public static double MedianNs()
    {
        var line = new Line();
        var answerer = new Thread(() => Answer(line)) { IsBackground = true, Name = "answer" };
        answerer.Start();
        var samples = new double[Samples];
        var value = 0L;
        for (var s = 0; s < Samples; s++)
        {
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < RoundsPerSample; i++)
            {
                Volatile.Write(ref line.There, ++value);
                while (Volatile.Read(ref line.Back) != value) Pause();
            }
            samples[s] = Stopwatch.GetElapsedTime(start).TotalNanoseconds / RoundsPerSample;
        }
        Volatile.Write(ref line.There, -1);
        answerer.Join();
        Array.Sort(samples);
        return samples[Samples / 2];
    }

    private static void Answer(Line line)
    {
        var last = 0L;
        while (true)
        {
            var value = Volatile.Read(ref line.There);
            if (value < 0) return;
            if (value == last)
            {
                Pause();
                continue;
            }
            last = value;
            Volatile.Write(ref line.Back, value);
        }
    }

    private static void Pause()
    {
        if (X86Base.IsSupported) X86Base.Pause();
        else Thread.SpinWait(1);
    }

    [StructLayout(LayoutKind.Explicit, Size = 512)]
    private sealed class Line
    {
        [FieldOffset(128)] public long There;
        [FieldOffset(256)] public long Back;
    }
}
