namespace Engine.Core.Pipeline;

/// <summary>Collector and memory of the whole process, since its start.</summary>
/// <param name="Collections">By generation.</param>
/// <param name="PauseNs">All pauses of the collector together.</param>
/// <param name="LastPauseNs">Of the last collection.</param>
/// <param name="AllocatedBytes">By all threads.</param>
public sealed record MemoryGauge(
    IReadOnlyList<int> Collections, long PauseNs, long LastPauseNs, long AllocatedBytes, long HeapBytes,
    long ResidentBytes, long ProcessCpuNs)
{
    private const long NsPerTimeSpanTick = 100;

    internal static MemoryGauge Read()
    {
        var collector = GC.GetGCMemoryInfo(GCKind.Any);
        var lastPause = TimeSpan.Zero;
        foreach (var pause in collector.PauseDurations) lastPause += pause;
        return new MemoryGauge(
            [.. Enumerable.Range(0, GC.MaxGeneration + 1).Select(GC.CollectionCount)],
            GC.GetTotalPauseDuration().Ticks * NsPerTimeSpanTick, lastPause.Ticks * NsPerTimeSpanTick,
            GC.GetTotalAllocatedBytes(), GC.GetTotalMemory(forceFullCollection: false), Environment.WorkingSet,
            Environment.CpuUsage.TotalTime.Ticks * NsPerTimeSpanTick);
    }
}
