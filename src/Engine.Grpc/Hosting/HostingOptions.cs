using Engine.Core;
using Engine.Core.Config;
using Engine.Core.Events;
using Engine.Grpc.Health;
using Engine.Grpc.Metrics;
using Engine.Grpc.Systemd;
using Engine.Grpc.Terminal;

namespace Engine.Grpc.Hosting;

/// <summary>Everything that stands around the engine in this process, and decides nothing in it.</summary>
internal sealed record HostingOptions(
    ControlOptions Control, HealthOptions Health, SystemdOptions Systemd, LogVerbosity LogLevel,
    MetricsExportOptions Metrics)
{
    /// <exception cref="ConfigException">A setting cannot be used.</exception>
    public static HostingOptions FromConfig(CanonicalConfig config, EngineSetup setup) => new(
        ControlOptions.FromConfig(config, setup.Options.Mode), HealthOptions.FromConfig(config, setup.Limits),
        SystemdOptions.From(config, setup.Limits, Environment.GetEnvironmentVariable),
        LogLevels.FromConfig(config), MetricsExportOptions.FromConfig(config.Section("metrics")));
}
