using System.CommandLine;
using System.CommandLine.Parsing;
using ControlCli.Online;
using ControlCli.Output;
using ControlCli.Verbs;
using Google.Protobuf;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Commands;

/// <summary>How much may be traded: <c>limits plan</c>, <c>apply</c> and <c>accept</c>.</summary>
internal static class LimitCommands
{
    private static readonly IReadOnlyList<Column<V1.LimitsPlan.Types.Line>> Columns =
    [
        new("LIMIT", "key", line => Cell.Of(line.Key)),
        new("BASELINE", "baseline", line => Cell.Of(line.Baseline)),
        new("EFFECTIVE", "effective", line => Cell.Of(line.Effective)),
        new("PLANNED", "planned", line => Cell.Of(line.Planned).With(line.Loosens ? Paint.Bad : Paint.Good)),
        new("LOOSENS", "loosens", line => Cell.Of(line.Loosens)),
        new("CEILING", "ceiling", line => Cell.Of(line.Ceiling)),
    ];

    public static Command Plan(CliConsole console)
    {
        var changes = Changes();
        var command = new VerbCommand("plan",
            "Say what a change of limits would do, and who may apply it. Changes nothing; 'limits apply' wants the "
            + "plan.",
            "enginectl limits plan risk.maxOrderQuantity=50 risk.maxPosition=200");
        return OnlineVerb.Complete(command, console, async call =>
        {
            var report = await call.ReportAsync();
            var request = new V1.PlanLimitsRequest { Changes = { call.Arguments.GetRequiredValue(changes) } };
            var plan = await call.Link.Control.PlanLimitsAsync(request, cancellationToken: call.Cancel);
            report
                .Field("Plan", "plan", Cell.Of(Convert.ToHexStringLower(plan.Hash.Span)))
                .Field("Role needed", "role", Cell.Of(plan.Role))
                .Listing("LIMITS", "limits", Columns, plan.Lines)
                .Write(call.Console, call.IsJson);
            return ExitCode.Ok;
        }, [changes]);
    }

    public static Command Apply(CliConsole console)
    {
        var changes = Changes();
        var plan = new Option<byte[]?>("--plan")
        {
            HelpName = "HASH",
            Description = "As 'limits plan' printed it for the same changes; refused if limits changed since.",
            Required = true,
            CustomParser = ParseHash,
        };
        var command = new VerbCommand("apply", "Apply a plan. Loosening needs the role admin.",
            "enginectl limits apply risk.maxPosition=200 --plan 9f3c... --reason \"smaller until Monday\"");
        return CommandVerb.Complete(command, console,
            call => "change " + string.Join(", ", call.Arguments.GetRequiredValue(changes)
                .Select(change => $"{change.Key} to {change.Value}")),
            async (call, head) => await call.Link.Control.ApplyLimitsAsync(new V1.ApplyLimitsRequest
            {
                Head = head,
                Changes = { call.Arguments.GetRequiredValue(changes) },
                PlanHash = ByteString.CopyFrom(call.Get(plan)!),
            }, cancellationToken: call.Cancel), [changes, plan]);
    }

    public static Command Accept(CliConsole console)
    {
        var command = new VerbCommand("accept",
            "Accept limits that were changed at run time although the configuration file changed since; see "
            + "'limits show'.",
            "enginectl limits accept --reason \"compared with the file\"");
        return CommandVerb.Complete(command, console, _ => "accept the limits in force",
            async (call, head) => await call.Link.Control.AcceptLimitsAsync(
                new V1.AcceptLimitsRequest { Head = head }, cancellationToken: call.Cancel));
    }

    private static Argument<V1.LimitValue[]> Changes() => new("KEY=VALUE")
    {
        Description = "Limits as the configuration calls them, with their new values.",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = ParseChanges,
    };

    private static V1.LimitValue[] ParseChanges(ArgumentResult result)
    {
        var changes = new List<V1.LimitValue>();
        foreach (var token in result.Tokens)
        {
            var separator = token.Value.IndexOf('=', StringComparison.Ordinal);
            if (separator > 0 && separator < token.Value.Length - 1)
                changes.Add(new() { Key = token.Value[..separator], Value = token.Value[(separator + 1)..] });
            else result.AddError($"'{token.Value}' is no change of a limit: give KEY=VALUE.");
        }
        return [.. changes];
    }

    private static byte[]? ParseHash(ArgumentResult result)
    {
        try
        {
            return Convert.FromHexString(result.Tokens[0].Value);
        }
        catch (FormatException)
        {
            result.AddError($"--plan is '{result.Tokens[0].Value}': give it as 'limits plan' printed it.");
            return null;
        }
    }
}
