using Engine.Core;
using Engine.Core.Config;
using Engine.Grpc.Health;
using Engine.Grpc.Systemd;

namespace Engine.Grpc.Hosting;

/// <summary>Everything that stands around the engine in this process, and decides nothing in it.</summary>
internal sealed record HostingOptions(ControlOptions Control, HealthOptions Health, SystemdOptions Systemd)
{
    /// <exception cref="ConfigException">A setting cannot be used.</exception>
    public static HostingOptions FromConfig(CanonicalConfig config, EngineSetup setup) => new(
        ControlOptions.FromConfig(config, setup.Options.Mode), HealthOptions.FromConfig(config, setup.Limits),
        SystemdOptions.From(config, setup.Limits, Environment.GetEnvironmentVariable));
}
