namespace Measuring;

/// <summary>
/// Latencies with the time at which each was due. Besides the usual percentiles it knows w99: the median over windows
/// of 10 ms of each window's p99, which the preemptions of a shared machine do not move.
/// </summary>
public sealed class LatencySamples(int capacity)
{
    private const long WindowNs = 10_000_000;
    private const int SamplesPerWindowMin = 10;

    private readonly long[] _plannedNs = new long[capacity]; // Event time of the quote; its due time follows from it.
    private readonly long[] _leftTicks = new long[capacity];

    public int Count { get; private set; }

    public (long PlannedNs, long LeftTicks) this[int index] => index < Count
        ? (_plannedNs[index], _leftTicks[index])
        : throw new ArgumentOutOfRangeException(nameof(index), index, $"There are {Count} samples.");

    public void Add(long plannedNs, long leftTicks)
    {
        if (Count == _plannedNs.Length) return;
        _plannedNs[Count] = plannedNs;
        _leftTicks[Count++] = leftTicks;
    }

    /// <summary>Every latency, in the order in which the orders left.</summary>
    /// <param name="dueTicks">When a quote of an event time was due.</param>
    public IReadOnlyList<double> LatenciesNs(Func<long, long> dueTicks)
    {
        var nsPerTick = 1e9 / System.Diagnostics.Stopwatch.Frequency;
        var latencies = new double[Count];
        for (var i = 0; i < Count; i++) latencies[i] = (_leftTicks[i] - dueTicks(_plannedNs[i])) * nsPerTick;
        return latencies;
    }

    /// <param name="dueTicks">When a quote of an event time was due.</param>
    /// <param name="fromNs">Samples planned before are warm-up.</param>
    /// <param name="toNs">Samples planned from here on belong to something else.</param>
    public LatencyFigures Figures(
        Func<long, long> dueTicks, long fromNs, double nsPerTick, long toNs = long.MaxValue)
    {
        var kept = new List<double>(Count);
        var windows = new List<double>();
        var window = new List<double>();
        var windowIndex = -1L;
        for (var i = 0; i < Count; i++)
        {
            if (_plannedNs[i] < fromNs || _plannedNs[i] >= toNs) continue;
            var latencyNs = (_leftTicks[i] - dueTicks(_plannedNs[i])) * nsPerTick;
            kept.Add(latencyNs);
            var index = (_plannedNs[i] - fromNs) / WindowNs;
            if (index != windowIndex) CloseWindow(windows, window);
            windowIndex = index;
            window.Add(latencyNs);
        }
        CloseWindow(windows, window);
        windows.Sort();
        return LatencyFigures.Of(kept, Quantiles.At(windows, 0.5));
    }

    private static void CloseWindow(List<double> windows, List<double> window)
    {
        if (window.Count >= SamplesPerWindowMin)
        {
            window.Sort();
            windows.Add(Quantiles.At(window, 0.99));
        }
        window.Clear();
    }
}
