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
using Engine.Grpc.Hosting;
using Engine.Grpc.Terminal;

namespace Engine.Grpc.Commands;

/// <summary><c>engine run</c>: trades until the data ends or somebody stops it.</summary>
internal static class RunCommand
{
    private const string Help =
        $"""
         Trade: backtest or paper, on an embedded journal.

         Settings come from the JSON file, the environment (ENGINE__risk__maxPosition=500) and the command line;
         the later wins. Paper trading needs an account, every risk limit and every breaker's limit; a backtest has
         defaults. SIGTERM and the first Ctrl-C stop in order (stop.mode), a second Ctrl-C aborts; SIGHUP reads log
         level, tokens and certificates again. A run on a journal that exists goes on where it ends.

         {EngineCommand.ExitCodes}
         """;

    private static readonly Option<bool> Demo = new("--demo")
    {
        Description = "Paper trading of a simulated market on built-in settings; ends by itself after 20 s.",
    };

    private static readonly Option<string?> ConfigFile = new("--config", "-c")
    {
        Description = "JSON file of settings.",
    };

    private static readonly Option<string?> Mode = new("--mode")
    {
        Description = "backtest or paper; must be given, here or as setting 'mode', outside --demo.",
    };

    private static readonly Option<string?> Account = new("--account") { Description = "The account that is traded." };

    private static readonly Option<string?> Journal = new("--journal", "-j")
    {
        Description = "Folder of the journal (default engine.journal; --demo makes a new one in the temporary folder).",
    };

    private static readonly Option<string[]> Data = new("--data", "-d")
    {
        Description = "Tick or bar file, CSV or CSV.gz; may be given several times; else the market is simulated.",
    };

    private static readonly Option<string?> Pace = new("--pace")
    {
        Description = "How many times faster than real time: a number, or max (backtest only).",
    };

    private static readonly Option<string[]> Strategy = new("--strategy", "-s")
    {
        Description = "Strategy to run: mean-reversion, moving-average-crossover, passive-quoting, or "
            + "CLASS@ASSEMBLY.dll; may be given several times. Parameters are settings: strategies.NAME.KEY.",
    };

    private static readonly Option<bool> SkipBadRows = new("--skip-bad-rows")
    {
        Description = "Count malformed rows and go on, instead of halting at the first.",
    };

    private static readonly Option<string[]> Set = new("--set")
    {
        Description = "Any setting, as key=value; may be given several times. Wins over everything else.",
    };

    private static readonly Option<OutputFormat> Output = new("--output", "-o")
    {
        Description = "Form of the final summary: text or json (one object on standard output).",
    };

    private static readonly Option<bool> Quiet = new("--quiet", "-q")
    {
        Description = "No progress, only the summary.",
    };

    public static Command Create()
    {
        var command = new Command("run", Help)
        {
            Demo, ConfigFile, Mode, Account, Journal, Data, Pace, Strategy, SkipBadRows, Set, Output, Quiet,
        };
        command.SetAction(parsed => (int)Run(parsed));
        return command;
    }

    private static ExitCode Run(ParseResult parsed)
    {
        try
        {
            var isDemo = parsed.GetValue(Demo);
            var choosesStrategies = parsed.GetValue(Strategy) is { Length: > 0 };
            var choosesPace = parsed.GetValue(Pace) is not null;
            var defaults = DefaultSettings.For(isDemo, choosesStrategies, choosesPace);
            var source = new SettingsSource(defaults, parsed.GetValue(ConfigFile), CommandLine(parsed));
            var config = source.Read();
            var given = config.ToText();
            StrategyCatalog.Pin(config);
            var setup = new EngineSetup(config, new StrategyCatalog(), BuildInfo.Id);
            var hosting = HostingOptions.FromConfig(config, setup);
            SettingsLoader.RefuseUnknownKeys(config);
            var levels = new LogLevels(hosting.LogLevel);
            var reporter = new RunReporter(parsed.GetValue(Output), parsed.GetValue(Quiet), isDemo, levels);
            return EngineHost.Run(setup, hosting, reporter, levels, new SettingsReload(source.Read, given));
        }
        catch (Exception exception) when (IsRefusal(exception))
        {
            Console.Error.WriteLine("engine: " + exception.Message);
            return ExitCode.RefusedToStart;
        }
    }

    // Everything that the environment or the operator can set right; anything else is a defect and shows its stack.
    private static bool IsRefusal(Exception exception) => exception
        is ConfigException or StrategyAssemblyException
        or JournalLockedException or JournalMismatchException or JournalCorruptException or JournalReadException
        or JournalRecycledException or JournalWriteException or SnapshotException or ReplayDivergedException
        or SourceFileException or BadRowException or CalendarFileException or VenueException;

    private static IEnumerable<KeyValuePair<string, string>> CommandLine(ParseResult parsed)
    {
        foreach (var (option, key) in new[]
                 {
                     (Mode, "mode"), (Account, "account"), (Journal, "journal.directory"), (Pace, "data.pace"),
                 })
        {
            if (parsed.GetValue(option) is { } value) yield return new(key, value);
        }
        var files = parsed.GetValue(Data) ?? [];
        for (var i = 0; i < files.Length; i++) yield return new($"data.files.{i}", files[i]);
        foreach (var setting in (parsed.GetValue(Strategy) ?? []).SelectMany(CommandLineSettings.Strategy))
            yield return setting;
        if (parsed.GetValue(SkipBadRows)) yield return new("data.skipBadRows", "true");
        foreach (var argument in parsed.GetValue(Set) ?? []) yield return CommandLineSettings.Setting(argument);
    }
}
