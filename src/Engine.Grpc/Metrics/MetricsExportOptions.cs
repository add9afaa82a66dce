using Engine.Core.Config;
using Engine.Grpc.Metrics.Otlp;

namespace Engine.Grpc.Metrics;

/// <summary>Settings <c>metrics.*</c> of this process; those of the engine are in the core.</summary>
internal sealed record MetricsExportOptions(SeriesBounds Bounds, OtlpOptions Otlp)
{
    /// <exception cref="ConfigException">A setting cannot be used.</exception>
    public static MetricsExportOptions FromConfig(ConfigSection metrics) => new(
        SeriesBounds.FromConfig(metrics), OtlpOptions.FromConfig(metrics.Section("otlp")));
}
