using Engine.Core;
using Engine.Core.Config;

namespace Engine.Grpc.Systemd;

/// <summary>What the service manager asked for by its variables, and the settings <c>systemd.*</c>.</summary>
/// <param name="NotifyAddress">Null if the engine was not started by a manager that listens.</param>
internal sealed record SystemdOptions(string? NotifyAddress, ReadyWhen ReadyWhen, TimeSpan? Watchdog)
{
    // Beyond the deadline for working orders: threads, follower, snapshot and seal have deadlines of their own.
    private static readonly TimeSpan StopOverhead = TimeSpan.FromMinutes(5);

    /// <param name="variable">Reads the environment.</param>
    /// <exception cref="ConfigException">A setting or a variable cannot be used.</exception>
    public static SystemdOptions From(CanonicalConfig config, EngineLimits limits, Func<string, string?> variable)
    {
        var section = config.Section("systemd");
        var text = section.GetText("readyWhen", "running");
        var readyWhen = text switch
        {
            "running" => ReadyWhen.Running,
            "reconciled" => ReadyWhen.Reconciled,
            _ => throw ConfigException.Invalid(section.KeyOf("readyWhen"), text, "give running or reconciled"),
        };
        var address = variable(NotifySocket.Variable);
        var watchdog = string.IsNullOrEmpty(address) ? null : WatchdogSetting.Read(variable, limits);
        return new SystemdOptions(address, readyWhen, watchdog);
    }

    public SystemdNotifier NotifierFor(EngineOptions options, NotifySocket socket) => new(
        socket.Send, ReadyWhen, Watchdog, TimeSpan.FromTicks(options.StopDeadlineNs / 100) + StopOverhead,
        TimeProvider.System);
}
