using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using ControlCli.Online;
using ControlCli.Output;
using ControlCli.Verbs;
using Grpc.Core;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Commands;

/// <summary><c>shutdown</c>: stops the engine and watches every step of it.</summary>
internal static class ShutdownCommand
{
    private const int EngineWorkRemaining = 3;
    private const string AwaitsSecondPerson = "AwaitsSecondPerson";
    private const long NsPerMs = 1_000_000;
    private const string RewriteLine = "\r\e[K";

    // Beyond the time for the orders: the steps behind it have deadlines of their own.
    private static readonly TimeSpan StepsAfterOrders = TimeSpan.FromSeconds(60);

    private static readonly Dictionary<string, V1.ShutdownMode> Modes = new(StringComparer.Ordinal)
    {
        ["drain"] = V1.ShutdownMode.Drain,
        ["cancel"] = V1.ShutdownMode.Cancel,
        ["flatten"] = V1.ShutdownMode.Flatten,
        ["park"] = V1.ShutdownMode.Park,
    };

    public static Command Create(CliConsole console)
    {
        var mode = new Option<string>("--mode")
        {
            HelpName = string.Join('|', Modes.Keys),
            Description = "Working orders: wait for them, cancel them, cancel and close positions, or leave them.",
            Required = true,
        };
        mode.AcceptOnlyFromAmong([.. Modes.Keys]);
        var timeout = SharedOptions.Duration("--timeout", "Time for the orders; 0 is what the engine is set to", "0");
        var accept = new Option<bool>("--accept-held-protection")
        {
            Description = "Park although positions will be without the stops and targets that the engine holds.",
        };
        var options = new CommandOptions();
        var command = new VerbCommand("shutdown",
            "Stop the engine and watch every step. Leaving it (Ctrl-C) does not undo the stop. "
            + "Ends with 5 if work remains.",
            "enginectl shutdown --mode drain --timeout 30s --reason \"end of day\"",
            "enginectl shutdown --mode flatten --reason \"upgrade\" --dry-run");
        var verb = OnlineVerb.Complete(command, console, call => RunAsync(
            call, options, call.Get(mode)!, TimeSpan.FromMilliseconds(call.Get(timeout) / NsPerMs), call.Get(accept)),
            [mode, timeout, accept]);
        options.AddTo(verb);
        return verb;
    }

    private static async Task<ExitCode> RunAsync(
        OnlineCall call, CommandOptions options, string mode, TimeSpan timeout, bool acceptsHeldProtection)
    {
        var (head, header) = await options.PrepareAsync(call, "shutdown, " + mode);
        var console = call.Console;
        if (!call.IsJson) console.Output.WriteLine(console.Paint(header.Text, header.Paint));
        var request = new V1.ShutdownRequest
        {
            Head = head,
            Mode = Modes[mode],
            TimeoutMs = (long)timeout.TotalMilliseconds,
            AcceptHeldProtection = acceptsHeldProtection,
        };
        DateTime? deadline = timeout > TimeSpan.Zero ? DateTime.UtcNow + timeout + StepsAfterOrders : null;
        using var stream = call.Link.Control.Shutdown(request, deadline: deadline, cancellationToken: call.Cancel);
        V1.ShutdownProgress? last = null;
        try
        {
            while (await stream.ResponseStream.MoveNext(call.Cancel))
            {
                last = stream.ResponseStream.Current;
                Show(call, last);
            }
        }
        catch (RpcException failure) when (last is not null && failure.StatusCode == StatusCode.Unavailable)
        {
            throw new CliException(ExitCode.Unhealthy,
                $"The engine was gone before it told its result, in step {last.Step} ({last.Name}): look into its log "
                + "and its journal ('journal describe').");
        }
        catch (RpcException failure) when (failure.StatusCode == StatusCode.DeadlineExceeded)
        {
            throw new CliException(ExitCode.TimedOut, last is null
                ? $"The engine has not begun to stop in time: repeat it with --key {head.IdempotencyKey}."
                : $"The stop goes on, in step {last.Step} ({last.Name}): 'wait --for stopped' waits for its end.");
        }
        if (head.DryRun) return ExitCode.Ok;
        return Judge(last);
    }

    private static ExitCode Judge(V1.ShutdownProgress? last) => last switch
    {
        { HasExitCode: true, ExitCode: 0 } => ExitCode.Ok,
        { HasExitCode: true, ExitCode: EngineWorkRemaining } => throw new CliException(ExitCode.TimedOut,
            $"Stopped with work remaining: {last.Remaining} The next start takes it up."),
        { HasExitCode: true } => throw new CliException(ExitCode.Unhealthy,
            $"The engine ended with exit code {last.ExitCode}: {last.Remaining} 'explain {last.ExitCode}' tells more."),
        { Name: AwaitsSecondPerson } => throw new CliException(
            ExitCode.Negative, "Not stopped yet: another principal has to approve it, see 'approvals'."),
        _ => throw new CliException(ExitCode.Unhealthy,
            "The engine did not tell the result of its stop: look into its log and its journal."),
    };

    private static void Show(OnlineCall call, V1.ShutdownProgress note)
    {
        var console = call.Console;
        if (call.IsJson)
        {
            var json = new JsonObject
            {
                ["step"] = note.Step,
                ["steps"] = note.Steps,
                ["name"] = note.Name,
                ["isDone"] = note.IsDone,
                ["remaining"] = note.Remaining.Length == 0 ? null : note.Remaining,
                ["exitCode"] = note.HasExitCode ? note.ExitCode : null,
            };
            console.Output.WriteLine(json.ToJsonString(JsonText.Compact));
            console.Output.Flush();
            return;
        }
        var state = note.HasExitCode ? $"exit code {note.ExitCode}" : note.IsDone ? "done" : "...";
        var line = string.Create(CultureInfo.InvariantCulture, $"[{note.Step}/{note.Steps}] {note.Name}: {state}");
        if (note.Remaining.Length > 0) line += "  " + note.Remaining;

        // A step that runs is one line that its end rewrites; where nobody watches, the end alone.
        var isRunning = !note.IsDone && !note.HasExitCode;
        if (console.IsOutputTerminal)
        {
            console.Output.Write(RewriteLine + console.Paint(line, isRunning ? Paint.None : Paint.Good));
            if (!isRunning) console.Output.WriteLine();
        }
        else if (!isRunning || note.Remaining.Length > 0)
        {
            console.Output.WriteLine(line);
        }
        console.Output.Flush();
    }
}
