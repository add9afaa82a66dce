using System.CommandLine;
using ControlCli.Online;
using ControlCli.Output;
using ControlCli.Rows;
using ControlCli.Verbs;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Commands;

/// <summary>Sends one command to the engine.</summary>
internal delegate Task<V1.CommandReply> CommandSender(OnlineCall call, V1.CommandHead head);

/// <summary>Turns a method that sends a command into a verb.</summary>
internal static class CommandVerb
{
    /// <param name="deed">What it does, for the question before it: a verb and its object.</param>
    public static Command Complete(
        VerbCommand command, CliConsole console, Func<OnlineCall, string> deed, CommandSender send,
        Symbol[]? own = null)
    {
        var options = new CommandOptions();
        var verb = OnlineVerb.Complete(command, console, call => RunAsync(call, options, deed(call), send), own);
        options.AddTo(verb);
        return verb;
    }

    private static async Task<ExitCode> RunAsync(
        OnlineCall call, CommandOptions options, string deed, CommandSender send)
    {
        var (head, header) = await options.PrepareAsync(call, deed);
        var reply = await send(call, head);
        Write(call, header, deed, head, reply);
        if (reply.Code >= 0) return ExitCode.Ok;
        throw new CliException(ExitCode.Refused,
            $"Refused: {reply.CodeName} ({reply.Code}): 'enginectl explain {reply.CodeName}' says what to do.");
    }

    private static void Write(
        OnlineCall call, EngineHeader header, string deed, V1.CommandHead head, V1.CommandReply reply)
    {
        var isDry = head.DryRun;
        var refusal = reply.Code < 0;
        new Report()
            .Header(header)
            .Field(isDry ? "Would" : "Command", "command", Cell.Of(deed))
            .Field("Reason", "reason", Cell.Of(head.Reason))
            .Field("Result", "codeName", Cell.Of(reply.CodeName).With(refusal ? Paint.Bad : Paint.Good))
            .Field("", "code", Cell.Whole(reply.Code))
            .Field("Sequence", "sequence", reply.HasSequence ? Cell.Whole(reply.Sequence) : Cell.Empty)
            .Field("Repeated", "isRepeat", Cell.Of(reply.IsRepeat))
            .Field("", "isDryRun", Cell.Of(isDry))
            .Field("Permission", "permission", StatusRow.PermissionCell(RemoteRows.NameOf(reply.Permission)))
            .Field("Orders affected", "ordersAffected", Cell.Whole(reply.OrdersAffected))
            .Field(reply.HasOrderId ? "Order" : "", "orderId", reply.HasOrderId ? Cell.Whole(reply.OrderId) : Cell.Empty)
            .Field("Key", "key", isDry ? Cell.Empty : Cell.Of(head.IdempotencyKey))
            .Lines(isDry ? "WOULD DO" : "EFFECTS", "effects", reply.Effects)
            .Lines("LEFT ALONE", "doesNot", reply.DoesNot)
            .Listing("HOLDS THAT REMAIN", "holds", HoldRow.Columns, reply.Holds.Select(RemoteRows.Hold))
            .Write(call.Console, call.IsJson);
    }
}
