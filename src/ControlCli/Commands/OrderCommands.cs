using System.CommandLine;
using ControlCli.Online;
using ControlCli.Verbs;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Commands;

/// <summary>Orders and positions: <c>cancel</c>, <c>flatten</c>.</summary>
internal static class OrderCommands
{
    public static Command Flatten(CliConsole console)
    {
        var scope = new ScopeOptions();
        var command = new VerbCommand("flatten",
            "Cancel the working orders and close the positions of this engine. Answered when it has begun; "
            + "'wait --for flat' tells when it is done.",
            "enginectl flatten --reason \"end of the trial\" && enginectl wait --for flat --timeout 2m",
            "enginectl flatten --instrument AIG --reason \"halted by the exchange\" --dry-run");
        return CommandVerb.Complete(command, console, call => "flatten " + scope.Describe(call),
            async (call, head) => await call.Link.Control.FlattenAsync(
                new V1.FlattenRequest { Head = head, Scope = scope.Of(call) }, cancellationToken: call.Cancel),
            [scope.Instrument]);
    }

    public static Command Cancel(CliConsole console)
    {
        var id = SharedOptions.OrderId();
        id.Arity = ArgumentArity.ZeroOrOne;
        var mine = new Option<bool>("--mine") { Description = "Those that you submitted." };
        var all = new Option<bool>("--all") { Description = "Every working order of the account." };
        var scope = new ScopeOptions();
        var command = new VerbCommand("cancel", "Cancel working orders: one, yours, those of a scope, or all.",
            "enginectl cancel 17 --reason \"wrong price\"",
            "enginectl cancel --strategy quoting --reason \"restart of the strategy\"",
            "enginectl cancel --all --reason \"end of day\"");
        return CommandVerb.Complete(command, console, call => Choose(call).Deed,
            async (call, head) =>
            {
                var request = Choose(call).Request;
                request.Head = head;
                return await call.Link.Control.CancelAsync(request, cancellationToken: call.Cancel);
            }, [id, mine, all, .. scope.All]);

        (V1.CancelRequest Request, string Deed) Choose(OnlineCall call)
        {
            var orderId = call.Arguments.GetValue(id);
            bool[] chosen = [orderId > 0, call.Get(mine), call.Get(all), scope.IsGiven(call)];
            if (chosen.Count(isChosen => isChosen) != 1)
            {
                throw new CliException(ExitCode.Usage,
                    "Say which orders to cancel: one ID, or one of --mine, --strategy, --instrument, --all.");
            }
            if (orderId > 0) return (new V1.CancelRequest { OrderId = orderId }, $"cancel order {orderId}");
            return call.Get(mine)
                ? (new V1.CancelRequest { Mine = true }, "cancel your orders")
                : (new V1.CancelRequest { Scope = scope.Of(call) }, "cancel the orders of " + scope.Describe(call));
        }
    }
}
