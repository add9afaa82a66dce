using System.CommandLine;
using ControlCli.Journals;
using ControlCli.Verbs;
using Grpc.Core;

namespace ControlCli.Online;

/// <summary>Turns a method into a verb on a running engine, and perhaps a second one into the same on files.</summary>
internal static class OnlineVerb
{
    private const string Sources =
        " Asks a running engine; with --journal of a stopped one (or --offline) reads the files.";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Gives the command the options of the connection, <c>--output</c>, its own, and its deed.</summary>
    /// <param name="acceptsNobody">That no engine runs on the journal is a good answer.</param>
    /// <param name="patience">How long to wait for an engine to run on the journal.</param>
    public static Command Complete(
        VerbCommand command, CliConsole console, Func<OnlineCall, Task<ExitCode>> run, Symbol[]? own = null,
        Func<VerbCall, ExitCode>? offline = null, Func<ParseResult, bool>? acceptsNobody = null,
        Func<ParseResult, TimeSpan>? patience = null)
    {
        if (offline is not null) command.Description += Sources;
        foreach (var symbol in own ?? [])
        {
            if (symbol is Option option) command.Options.Add(option);
            else command.Arguments.Add((Argument)symbol);
        }
        var output = SharedOptions.Output([SharedOptions.Table, SharedOptions.Json]);
        command.Options.Add(output);
        var connection = new ConnectionOptions(offline is not null);
        connection.AddTo(command);
        command.SetAction(async (arguments, cancel) =>
        {
            var format = arguments.GetValue(output)!;
            if (connection.FilesOf(arguments) is { } folder)
                return (int)offline!(new VerbCall(arguments, console, JournalFiles.Open(folder, console), format));

            if (acceptsNobody?.Invoke(arguments) == true && connection.IsNobodyThere(arguments))
            {
                console.Error.WriteLine("No engine runs on that journal.");
                return (int)ExitCode.Ok;
            }
            if (patience is not null)
            {
                var until = DateTime.UtcNow + patience(arguments);
                while (connection.IsNobodyThere(arguments) && DateTime.UtcNow < until) await Task.Delay(Pause, cancel);
            }
            var target = connection.Target(arguments, console);
            return (int)await RunAsync(arguments, console, target, format, run, cancel);
        });
        return command;
    }

    private static async Task<ExitCode> RunAsync(
        ParseResult arguments, CliConsole console, EngineTarget target, string format,
        Func<OnlineCall, Task<ExitCode>> run, CancellationToken cancel)
    {
        using var link = new EngineLink(target);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel, console.Stop);
        var call = new OnlineCall(arguments, console, link, format, stop.Token);
        try
        {
            return await run(call);
        }
        catch (Exception failure) when (
            failure is OperationCanceledException or RpcException && stop.IsCancellationRequested)
        {
            if (call.IsWatching) return ExitCode.Ok;
            throw new CliException(ExitCode.TimedOut, call.Key is null
                ? "Interrupted."
                : $"Interrupted. The command may have been applied all the same: repeat it with --key {call.Key}.");
        }
        catch (RpcException failure)
        {
            throw RpcFailures.Explain(failure, link, call.Key);
        }
    }
}
