using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using ControlCli.Commands;
using ControlCli.Contexts;
using ControlCli.Verbs;
using Engine.Core.Config;
using Engine.Core.Journal;
using Engine.Core.Snapshots;

namespace ControlCli;

/// <summary>
/// The command line: parses, runs a verb, and turns every failure into one clear line and an exit code.
/// </summary>
internal static class EngineCtl
{
    private const string Name = "enginectl";

    private const int BrokenPipe = 32; // EPIPE, as .NET puts it into HResult.

    public static ExitCode Run(string[] args, CliConsole console)
    {
        var root = CreateRoot(console);
        var parsed = root.Parse(args);
        try
        {
            if (parsed.Errors.Count > 0 && !IsAnswered(parsed, root)) return Refuse(parsed, console);

            var code = (ExitCode)parsed.Invoke(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                Output = console.Output,
                Error = console.Error,
            });
            console.Output.Flush();
            return code;
        }
        catch (Exception exception)
        {
            return Fail(exception, console);
        }
    }

    // Help and completion are asked for in the middle of a line, which need not be right.
    private static bool IsAnswered(ParseResult parsed, RootCommand root) => parsed.Action is HelpWithExamples
        || root.Directives.Any(directive => parsed.GetResult(directive) is not null);

    private static RootCommand CreateRoot(CliConsole console)
    {
        var root = new RootCommand(
            "Looks into a running trading engine and acts on it, and looks into its journals: what happened, whether "
            + "it is whole, and whether a replay decides the same.");
        root.Subcommands.Add(StatusVerb.Create(console));
        root.Subcommands.Add(HealthVerb.Create(console));
        root.Subcommands.Add(RiskVerb.Create(console));
        root.Subcommands.Add(HoldVerbs.Create(console));
        root.Subcommands.Add(BreakerVerbs.Create(console));
        root.Subcommands.Add(LimitVerbs.Create(console));
        root.Subcommands.Add(LadderVerbs.Create(console));
        root.Subcommands.Add(PermissionCommands.Pause(console));
        root.Subcommands.Add(PermissionCommands.Resume(console));
        root.Subcommands.Add(PermissionCommands.Halt(console));
        root.Subcommands.Add(ArmCommands.Arm(console));
        root.Subcommands.Add(ArmCommands.Disarm(console));
        root.Subcommands.Add(OrderCommands.Flatten(console));
        root.Subcommands.Add(OrderCommands.Cancel(console));
        root.Subcommands.Add(CashCommands.Create(console));
        root.Subcommands.Add(UpkeepCommands.Snapshot(console));
        root.Subcommands.Add(ReconcileVerbs.Create(console));
        root.Subcommands.Add(UpkeepCommands.LogLevel(console));
        root.Subcommands.Add(ApprovalCommands.List(console));
        root.Subcommands.Add(ApprovalCommands.Approve(console));
        root.Subcommands.Add(ShutdownCommand.Create(console));
        root.Subcommands.Add(WaitVerb.Create(console));
        root.Subcommands.Add(EventVerbs.Create(console));
        root.Subcommands.Add(TopVerb.Create(console));
        root.Subcommands.Add(LatencyVerb.Create(console));
        root.Subcommands.Add(ExplainVerb.Create(console));
        root.Subcommands.Add(ContextVerbs.Create(console));
        root.Subcommands.Add(TokenVerbs.Create(console));
        root.Subcommands.Add(VersionVerb.Create(console));
        root.Subcommands.Add(CompletionVerb.Create(console));
        root.Subcommands.Add(JournalVerbs.Create(console));
        root.Subcommands.Add(ReplayVerbs.Create(console));
        root.Subcommands.Add(BarsVerb.Create(console));
        root.Subcommands.Add(OrderVerbs.Create(console));
        root.Subcommands.Add(PositionsVerb.Create(console));
        root.Subcommands.Add(ProfitVerb.Create(console));
        foreach (var option in root.Options)
            if (option is HelpOption { Action: HelpAction usual } help) help.Action = new HelpWithExamples(usual);
        return root;
    }

    private static ExitCode Refuse(ParseResult parsed, CliConsole console)
    {
        // A wrong word is the cause, a missing command only its consequence.
        var wrongWords = parsed.UnmatchedTokens;
        foreach (var error in parsed.Errors)
        {
            if (wrongWords.Count > 0
                && !wrongWords.Any(word => error.Message.Contains(word, StringComparison.Ordinal))) continue;
            console.Error.WriteLine($"{Name}: {OneLine(error.Message)}");
        }

        var path = new List<string>();
        for (var result = parsed.CommandResult; result is not null; result = result.Parent as CommandResult)
            path.Insert(0, result.Parent is null ? Name : result.Command.Name);
        console.Error.WriteLine($"Run '{string.Join(' ', path)} --help' for the usage.");
        return ExitCode.Usage;
    }

    // The parser lists permitted values one below the other.
    private static string OneLine(string message) =>
        string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    // The edge of the process: whatever went wrong ends here as a line that says what to do.
    private static ExitCode Fail(Exception exception, CliConsole console)
    {
        // Whoever read the output has had enough.
        if (exception is IOException { HResult: BrokenPipe }) return ExitCode.Ok;

        TryFlush(console);
        var (code, message) = exception switch
        {
            CliException e => (e.Code, e.Message),
            JournalReadException e => (ExitCode.Unreachable, e.Message),
            JournalRecycledException e => (ExitCode.Negative, e.Message),
            JournalCorruptException or SnapshotException => (ExitCode.Unhealthy, exception.Message),
            ConfigException e =>
                (ExitCode.Unhealthy, $"The configuration in the journal cannot be used by this build. {e.Message}"),
            IOException or UnauthorizedAccessException => (ExitCode.Unhealthy, exception.Message),
            _ => (ExitCode.Unhealthy, $"internal error: {exception.GetType().Name}: {exception.Message} "
                + "Report it with the command line and the output of 'journal verify'."),
        };
        console.Error.WriteLine($"{Name}: {message}");
        return code;
    }

    private static void TryFlush(CliConsole console)
    {
        try
        {
            console.Output.Flush();
        }
        catch (IOException)
        {
            // The first failure is what counts.
        }
    }
}
