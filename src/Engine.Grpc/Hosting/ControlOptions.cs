using Engine.Core.Config;
using Engine.Core.Events;

namespace Engine.Grpc.Hosting;

/// <summary>
/// Settings <c>control.*</c>: the server beside the engine. They decide nothing and are not journaled.
/// </summary>
internal sealed record ControlOptions(ListenerAddress Grpc, ListenerAddress Http, int ConnectionsMax)
{
    public const string GrpcKey = "control.grpc";
    public const string HttpKey = "control.http";

    private const int ConnectionsMaxDefault = 4_096;
    private const int ConnectionsMaxMax = 65_536;

    /// <summary>
    /// A backtest is over before anybody looks, and many run at once: it listens only where it is told to.
    /// </summary>
    /// <exception cref="ConfigException">An address cannot be used.</exception>
    public static ControlOptions FromConfig(CanonicalConfig config, EngineMode mode)
    {
        var isServed = mode != EngineMode.Backtest;
        var section = config.Section("control");
        var grpc = Read(section, "grpc", isServed ? "127.0.0.1:5051" : "off");
        var http = Read(section, "http", isServed ? "127.0.0.1:5052" : "off");
        var connections = section.GetLong("connectionsMax", 1, ConnectionsMaxMax, ConnectionsMaxDefault);
        if (grpc.EndPoint is { Port: not 0 } taken && taken.Equals(http.EndPoint))
        {
            throw ConfigException.Invalid(
                HttpKey, taken.ToString(), $"{GrpcKey} has the same; give each a port of its own");
        }
        return new ControlOptions(grpc, http, (int)connections);
    }

    private static ListenerAddress Read(ConfigSection section, string name, string fallback) =>
        ListenerAddress.Parse(section.KeyOf(name), section.GetText(name, fallback));
}
