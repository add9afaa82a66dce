using System.Net;
using Engine.Core.Config;
using Engine.Core.Events;
using Engine.Grpc.Access;
using Engine.Grpc.Tails;

namespace Engine.Grpc.Hosting;

/// <summary>
/// Settings <c>control.*</c>: the server beside the engine. They decide nothing and are not journaled.
/// </summary>
/// <param name="HasReflection">Tells everybody who may call what there is to call.</param>
internal sealed record ControlOptions(
    ListenerAddress Grpc, ListenerAddress Http, int ConnectionsMax, AccessOptions Access, bool HasReflection,
    TailLimits Journal)
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
        var access = AccessOptions.FromConfig(section);
        RefuseOthers(grpc, access);
        RefuseOthers(http, access);
        var isLocal = grpc.EndPoint is null || IPAddress.IsLoopback(grpc.EndPoint.Address);
        var hasReflection = section.GetBool("reflection", isLocal);
        return new ControlOptions(
            grpc, http, (int)connections, access, hasReflection, TailLimits.FromConfig(section));
    }

    // What others reach must be able to tell them apart, and must not be read on its way.
    private static void RefuseOthers(ListenerAddress listener, AccessOptions access)
    {
        if (listener.EndPoint is not { } endPoint || IPAddress.IsLoopback(endPoint.Address) || access.IsFitForOthers)
            return;

        var missing = access.Tls is null
            ? "TLS; give control.tls.certificate and control.tls.key"
            : "anybody being told apart; give control.tokens or control.tls.clientAuthorities with control.principals";
        throw ConfigException.Invalid(
            listener.Key, endPoint.ToString(), $"others can reach it without {missing}, or a loopback address");
    }

    private static ListenerAddress Read(ConfigSection section, string name, string fallback) =>
        ListenerAddress.Parse(section.KeyOf(name), section.GetText(name, fallback)) with
        {
            IsDefault = !section.Has(name),
        };
}
