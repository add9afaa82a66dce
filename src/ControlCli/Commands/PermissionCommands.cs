using System.CommandLine;
using System.Globalization;
using ControlCli.Verbs;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Commands;

/// <summary>What may be traded: <c>pause</c>, <c>resume</c>, <c>halt</c>, <c>holds release</c>.</summary>
internal static class PermissionCommands
{
    private static readonly Dictionary<string, V1.CancelPolicy> Policies = new(StringComparer.Ordinal)
    {
        ["opening"] = V1.CancelPolicy.Opening,
        ["all"] = V1.CancelPolicy.All,
        ["keep"] = V1.CancelPolicy.Keep,
    };

    public static Command Pause(CliConsole console)
    {
        var scope = new ScopeOptions();
        var command = new VerbCommand("pause",
            "Let only what reduces exposure pass, until it is resumed.",
            "enginectl pause --reason \"news at ten\"",
            "enginectl pause --strategy quoting --reason \"spread too wide\" --dry-run");
        return CommandVerb.Complete(command, console, call => "pause " + scope.Describe(call),
            async (call, head) => await call.Link.Control.PauseAsync(
                new V1.PauseRequest { Head = head, Scope = scope.Of(call) }, cancellationToken: call.Cancel), scope.All);
    }

    public static Command Resume(CliConsole console)
    {
        var scope = new ScopeOptions();
        var command = new VerbCommand("resume",
            "Release the operators' own holds of a scope, and no others; the answer names those that remain.",
            "enginectl resume --reason \"news are out\"");
        return CommandVerb.Complete(command, console, call => "resume " + scope.Describe(call),
            async (call, head) => await call.Link.Control.ResumeAsync(
                new V1.ResumeRequest { Head = head, Scope = scope.Of(call) }, cancellationToken: call.Cancel), scope.All);
    }

    public static Command Halt(CliConsole console)
    {
        var scope = new ScopeOptions();
        var cancel = new Option<string>("--cancel")
        {
            HelpName = string.Join('|', Policies.Keys),
            Description = "Working orders to cancel: those that could add exposure, all, or none.",
            DefaultValueFactory = _ => "opening",
        };
        cancel.AcceptOnlyFromAmong([.. Policies.Keys]);
        var command = new VerbCommand("halt",
            "Stop all trading in a scope until it is resumed; no order that has not left yet will.",
            "enginectl halt --reason \"prices look wrong\"",
            "enginectl halt --cancel all --instrument AIG --reason \"trading suspended\"");
        return CommandVerb.Complete(command, console,
            call => $"halt {scope.Describe(call)}, cancel {call.Get(cancel)}",
            async (call, head) => await call.Link.Control.HaltAsync(
                new V1.HaltRequest { Head = head, Scope = scope.Of(call), Cancel = Policies[call.Get(cancel)!] },
                cancellationToken: call.Cancel), [.. scope.All, cancel]);
    }

    public static Command Release(CliConsole console)
    {
        var id = new Argument<int>("ID")
        {
            Description = "Number of the hold, as 'holds list' shows it.",
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0)
                    return value;
                result.AddError($"'{text}' is not the number of a hold: give a whole number from 1.");
                return 0;
            },
        };
        var command = new VerbCommand("release", "Release one hold by its number.",
            "enginectl holds release 7 --reason \"positions checked by hand\"");
        return CommandVerb.Complete(command, console, call => $"release hold {call.Arguments.GetValue(id)}",
            async (call, head) => await call.Link.Control.ReleaseHoldAsync(
                new V1.ReleaseHoldRequest { Head = head, HoldId = call.Arguments.GetValue(id) },
                cancellationToken: call.Cancel), [id]);
    }
}
