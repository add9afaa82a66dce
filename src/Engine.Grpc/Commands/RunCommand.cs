using System.CommandLine;
using Engine.Core;
using Engine.Core.Config;
using Engine.Core.Gateway;
using Engine.Core.Journal;
using Engine.Core.Loading;
using Engine.Core.MarketData;
using Engine.Core.Replay;
using Engine.Core.Snapshots;
using Engine.Core.Time;
using Engine.Grpc.Configuration;
using Engine.Grpc.Terminal;

namespace Engine.Grpc.Commands;

/// <summary><c>engine run</c>: trades until the data ends or somebody stops it.</summary>
internal static class RunCommand
{
    private static readonly Option<bool> Demo = new("--demo")
    {
        Description = "Paper trading of a simulated market on built-in settings; ends by itself within half a minute.",
    };

    private static readonly Option<string?> ConfigFile = new("--config", "-c")
    {
        Description = "JSON file of settings. Environment (ENGINE__risk__maxPosition=...) and command line win over it.",
    };

    private static readonly Option<string?> Mode = new("--mode") { Description = "backtest or paper." };

    private static readonly Option<string?> Account = new("--account") { Description = "The account that is traded." };

    private static readonly Option<string?> Journal = new("--journal", "-j") { Description = "Folder of the journal." };

    private static readonly Option<string[]> Data = new("--data", "-d")
    {
        Description = "Tick or bar file, CSV or CSV.gz; may be given several times. Without it the market is simulated.",
    };

    private static readonly Option<string?> Pace = new("--pace")
    {
        Description = "How much faster than real time data is replayed: a number, or max (backtest).",
    };

    private static readonly Option<string[]> Strategy = new("--strategy", "-s")
    {
        Description = "Strategy to run, with its default parameters; may be given several times.",
    };

    private static readonly Option<bool> SkipBadRows = new("--skip-bad-rows")
    {
        Description = "Count malformed rows and go on, instead of stopping at the first.",
    };

    private static readonly Option<string[]> Set = new("--set")
    {
        Description = "Any setting, as key=value; may be given several times. Wins over everything else.",
    };

    private static readonly Option<bool> Quiet = new("--quiet", "-q") { Description = "No progress, only the summary." };

    public static Command Create()
    {
        var command = new Command("run", "Trade: backtest or paper, on an embedded journal.")
        {
            Demo, ConfigFile, Mode, Account, Journal, Data, Pace, Strategy, SkipBadRows, Set, Quiet,
        };
        command.SetAction(parsed => (int)Run(parsed));
        return command;
    }

    private static ExitCode Run(ParseResult parsed)
    {
        try
        {
            var config = SettingsLoader.Load(DefaultSettings.For(parsed.GetValue(Demo)), parsed.GetValue(ConfigFile), CommandLine(parsed));
            StrategyCatalog.Pin(config);
            var setup = new EngineSetup(config, new StrategyCatalog(), BuildInfo.Id);
            SettingsLoader.RefuseUnknownKeys(config);
            return EngineHost.Run(setup, new RunReporter(Console.Out, isQuiet: parsed.GetValue(Quiet)));
        }
        catch (Exception exception) when (IsRefusal(exception))
        {
            Console.Error.WriteLine("engine: " + exception.Message);
            return ExitCode.RefusedToStart;
        }
    }

    /// <summary>Everything that the environment or the operator can set right; anything else is a defect and shows its stack.</summary>
    private static bool IsRefusal(Exception exception) => exception
        is ConfigException or StrategyAssemblyException
        or JournalLockedException or JournalMismatchException or JournalCorruptException or JournalReadException
        or JournalWriteException or SnapshotException or ReplayDivergedException
        or SourceFileException or BadRowException or CalendarFileException or VenueException;

    private static IEnumerable<KeyValuePair<string, string>> CommandLine(ParseResult parsed)
    {
        foreach (var (option, key) in new[] { (Mode, "mode"), (Account, "account"), (Journal, "journal.directory"), (Pace, "data.pace") })
            if (parsed.GetValue(option) is { } value) yield return new(key, value);

        var files = parsed.GetValue(Data) ?? [];
        for (var i = 0; i < files.Length; i++) yield return new($"data.files.{i}", files[i]);
        foreach (var name in parsed.GetValue(Strategy) ?? []) yield return new($"strategies.{name}.type", name);
        if (parsed.GetValue(SkipBadRows)) yield return new("data.skipBadRows", "true");
        foreach (var setting in parsed.GetValue(Set) ?? [])
        {
            var separator = setting.IndexOf('=', StringComparison.Ordinal);
            if (separator <= 0) throw ConfigException.Invalid("--set", setting, "write key=value");
            yield return new(setting[..separator], setting[(separator + 1)..]);
        }
    }
}
