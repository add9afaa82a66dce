using System.CommandLine;
using Engine.Core;
using Engine.Core.Config;
using Engine.Core.Gateway;

namespace Engine.Grpc.Commands;

/// <summary><c>engine venue</c>: the simulated venue in a process of its own, with its own synced log.</summary>
internal static class VenueCommand
{
    private static readonly Option<string> Listen = new("--listen")
    {
        Description = "unix:PATH or tcp:127.0.0.1:PORT.",
        Required = true,
    };

    private static readonly Option<string> Log = new("--log") { Description = "File of the venue's own log.", Required = true };

    private static readonly Option<string> Account = new("--account") { Description = "The account it serves.", Required = true };

    private static readonly Option<string[]> Set = new("--set")
    {
        Description = "A setting of the section venue, as key=value, for example latency=5ms.",
    };

    public static Command Create()
    {
        var command = new Command("venue", "Run the simulated venue as a separate process.") { Listen, Log, Account, Set };
        command.SetAction(async (parsed, cancellationToken) => (int)await RunAsync(parsed, cancellationToken));
        return command;
    }

    private static async Task<ExitCode> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        try
        {
            var settings = new CanonicalConfig((parsed.GetValue(Set) ?? []).Select(Split));
            var options = new VenueServerOptions
            {
                Listen = parsed.GetRequiredValue(Listen),
                LogPath = parsed.GetRequiredValue(Log),
                Account = parsed.GetRequiredValue(Account),
                Venue = VenueOptions.FromConfig(settings.Section("venue"), EngineLimits.Default),
            };
            await VenueServer.RunAsync(options, cancellationToken, address => Console.Out.WriteLine("listening " + address));
            return ExitCode.Clean;
        }
        catch (Exception exception) when (exception is ConfigException or VenueException)
        {
            await Console.Error.WriteLineAsync("engine venue: " + exception.Message);
            return ExitCode.RefusedToStart;
        }
    }

    private static KeyValuePair<string, string> Split(string setting)
    {
        var separator = setting.IndexOf('=', StringComparison.Ordinal);
        if (separator <= 0) throw ConfigException.Invalid("--set", setting, "write key=value");
        return new("venue." + setting[..separator], setting[(separator + 1)..]);
    }
}
