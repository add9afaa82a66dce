using System.CommandLine;
using System.Globalization;
using ControlCli.Online;
using ControlCli.Output;
using ControlCli.Verbs;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Commands;

/// <summary>The second person: <c>approvals</c> shows what waits for him, <c>approve</c> gives it.</summary>
internal static class ApprovalCommands
{
    private const long NsPerSecond = 1_000_000_000;

    private static readonly IReadOnlyList<Column<V1.Approval>> Columns =
    [
        new("SEQUENCE", "sequence", approval => Cell.Whole(approval.Sequence)),
        new("COMMAND", "command", approval => Cell.Of(approval.Command)),
        new("WHO", "principal", approval => Cell.Of(approval.Principal)),
        new("CALLED", "operatorName", approval => Cell.Of(approval.OperatorName)),
        new("WHY", "reason", approval => Cell.Of(approval.Reason)),
        new("GIVEN", "givenTime", approval => Cell.Time(approval.GivenTimeNs)),
        new("EXPIRES", "expiresTime", approval => Cell.Time(approval.ExpiresTimeNs)),
    ];

    public static Command List(CliConsole console)
    {
        var command = new VerbCommand("approvals",
            "List the commands that wait for a second person: what exactly, who, why, and until when.",
            "enginectl approvals",
            "enginectl approvals -o json | jq -r '.approvals[].sequence'");
        return OnlineVerb.Complete(command, console, ListAsync);
    }

    public static Command Approve(CliConsole console)
    {
        var sequence = new Argument<long>("SEQUENCE")
        {
            Description = "Of the command, as 'approvals' lists it.",
        };
        sequence.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<long>() <= 0) result.AddError("SEQUENCE must be above 0, see 'approvals'.");
        });
        var command = new VerbCommand("approve",
            "Give a command that waits for a second person, as that person. It is applied if it is exactly that, "
            + "another one gave it, and its time has not passed.",
            "enginectl approve 48123 --reason \"checked with the desk\"",
            "enginectl approve 48123 --reason \"checked\" --dry-run");
        return CommandVerb.Complete(command, console,
            call => string.Create(CultureInfo.InvariantCulture,
                $"approve the command at {call.Arguments.GetValue(sequence)}"),
            async (call, head) => await call.Link.Control.ApproveAsync(
                new V1.ApproveRequest { Head = head, Sequence = call.Arguments.GetValue(sequence) },
                cancellationToken: call.Cancel), [sequence]);
    }

    private static async Task<ExitCode> ListAsync(OnlineCall call)
    {
        var report = await call.ReportAsync();
        var list = await call.Link.Status.ListApprovalsAsync(
            new V1.ListApprovalsRequest(), cancellationToken: call.Cancel);
        report
            .Field("Time", "time", Cell.Time(list.EngineTimeNs))
            .Listing("WAITING", "approvals", Columns, list.Approvals);
        foreach (var approval in list.Approvals)
        {
            var seconds = (approval.ExpiresTimeNs - list.EngineTimeNs) / NsPerSecond;
            report.Lines(
                string.Create(CultureInfo.InvariantCulture,
                    $"{approval.Sequence} {approval.Command}, {seconds} s of engine time left"),
                string.Create(CultureInfo.InvariantCulture, $"content{approval.Sequence}"),
                [.. approval.Content, .. approval.Effects]);
        }
        report.Write(call.Console, call.IsJson);
        return ExitCode.Ok;
    }
}
