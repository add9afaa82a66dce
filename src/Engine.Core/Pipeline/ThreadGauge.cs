namespace Engine.Core.Pipeline;

/// <summary>What a thread of the engine does.</summary>
/// <param name="StageAtWork">The stage that the thread is in, or was in last.</param>
/// <param name="CpuNs">Time on a core; null where the system does not tell.</param>
/// <param name="BusyPasses">Passes over its stages that found work.</param>
/// <param name="Parks">How often it went to sleep.</param>
/// <param name="Wakeups">How often somebody woke it.</param>
/// <param name="MissedWakeups">Sleeps that lasted on although there was something to do. Zero, or there is a
/// defect.</param>
/// <param name="RecentLongestNs">Longest pass of the last ten seconds; 0 where nobody measures.</param>
/// <param name="LongestNs">Longest pass since the start.</param>
/// <param name="Stalls">Passes longer than <c>metrics.stallLimit</c>.</param>
/// <param name="StalledNs">All of those together.</param>
public sealed record ThreadGauge(
    string Name, IReadOnlyList<string> Stages, string StageAtWork, bool IsRunning, int? Cpu, long? CpuNs,
    long BusyPasses, long Parks, long Wakeups, long MissedWakeups, long RecentLongestNs, long LongestNs, long Stalls,
    long StalledNs);
