using System.CommandLine;
using Engine.Core;
using Engine.Core.Config;
using Engine.Core.Gateway;
using Engine.Grpc.Configuration;

namespace Engine.Grpc.Commands;

/// <summary><c>engine venue</c>: the simulated venue in a process of its own, with its own synced log.</summary>
internal static class VenueCommand
{
    private const string Section = "venue.";

    private const string Help =
        """
        Run the simulated venue as a separate process, until SIGTERM or Ctrl-C.

        An engine reaches it with the setting venue.address. What it says is in its log before anybody hears it.
        Exit codes: 0 stopped in order, 4 refused to start or the log failed, 64 the command line is wrong.
        """;

    private static readonly Option<string> Listen = new("--listen")
    {
        Description = "unix:PATH or tcp:127.0.0.1:PORT.",
        Required = true,
    };

    private static readonly Option<string> Log = new("--log")
    {
        Description = "File of the venue's own log.",
        Required = true,
    };

    private static readonly Option<string> Account = new("--account")
    {
        Description = "The account it serves.",
        Required = true,
    };

    private static readonly Option<string[]> Set = new("--set")
    {
        Description = "A setting of the section venue, as key=value, for example latency=5ms.",
    };

    public static Command Create()
    {
        var command = new Command("venue", Help) { Listen, Log, Account, Set };
        command.SetAction(async (parsed, cancellationToken) => (int)await RunAsync(parsed, cancellationToken));
        return command;
    }

    private static async Task<ExitCode> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        try
        {
            var settings = new CanonicalConfig();
            foreach (var argument in parsed.GetValue(Set) ?? [])
            {
                var (key, value) = CommandLineSettings.Setting(argument);
                settings.Set(key.StartsWith(Section, StringComparison.Ordinal) ? key : Section + key, value);
            }
            var options = new VenueServerOptions
            {
                Listen = parsed.GetRequiredValue(Listen),
                LogPath = parsed.GetRequiredValue(Log),
                Account = parsed.GetRequiredValue(Account),
                Venue = VenueOptions.FromConfig(settings.Section("venue"), EngineLimits.Default),
            };
            SettingsLoader.RefuseUnknownKeys(settings);
            await VenueServer.RunAsync(
                options, cancellationToken, address => Console.Out.WriteLine("listening " + address));
            return ExitCode.Clean;
        }
        catch (Exception exception) when (exception is ConfigException or VenueException)
        {
            await Console.Error.WriteLineAsync("engine venue: " + exception.Message);
            return ExitCode.RefusedToStart;
        }
    }
}
