using Engine.Core.Config;

namespace Engine.Core.Metrics;

/// <summary>Settings <c>metrics.*</c>: what the engine measures of itself. They decide nothing.</summary>
/// <param name="Latency">Stage stamps, latency histograms, and the watch over the loops of the threads.</param>
/// <param name="StallLimit">A pass of a thread's loop longer than this is a stall.</param>
public sealed record MetricsOptions(bool Latency, TimeSpan StallLimit)
{
    private const long StallNsMin = 100_000;
    private const long StallNsMax = 60_000_000_000;
    private const long NsPerTimeSpanTick = 100;

    /// <exception cref="ConfigException">A setting cannot be used.</exception>
    public static MetricsOptions FromConfig(ConfigSection metrics)
    {
        return new MetricsOptions(
            metrics.GetBool("latency", true),
            TimeSpan.FromTicks(
                metrics.GetDurationNs("stallLimit", StallNsMin, StallNsMax, "10ms") / NsPerTimeSpanTick));
    }
}
