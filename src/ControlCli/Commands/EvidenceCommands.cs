using System.CommandLine;
using ControlCli.Verbs;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Commands;

/// <summary>
/// What an operator knows of orders and executions: <c>orders resolve</c>, <c>orders adopt</c>,
/// <c>orders attribute</c>.
/// </summary>
internal static class EvidenceCommands
{
    private static readonly Dictionary<string, V1.OrderStatus> Endings = new(StringComparer.Ordinal)
    {
        ["filled"] = V1.OrderStatus.Filled,
        ["canceled"] = V1.OrderStatus.Canceled,
        ["rejected"] = V1.OrderStatus.Rejected,
    };

    public static Command Resolve(CliConsole console)
    {
        var id = SharedOptions.OrderId();
        var ending = new Option<string>("--as")
        {
            HelpName = string.Join('|', Endings.Keys),
            Description = "How it ended.",
            Required = true,
        };
        ending.AcceptOnlyFromAmong([.. Endings.Keys]);
        var evidence = new Option<string>("--evidence")
        {
            HelpName = "TEXT",
            Description = "Where that is seen: a statement, a call, a screen. It goes into the journal.",
            Required = true,
        };
        var price = new Option<V1.Decimal?>("--price")
        {
            HelpName = "PRICE",
            Description = "With --as filled: of the quantity for which no execution came. It is booked at this price, "
                + "without commission, until executions of the venue take its place.",
            CustomParser = result => DecimalArgument.AboveZero(result, "--price"),
        };
        var command = new VerbCommand("resolve", "End an order in state Unknown by what you know of it.",
            "enginectl orders resolve 17 --as canceled --evidence \"desk, call of 14:05\" --reason \"lost session\"",
            "enginectl orders resolve 18 --as filled --price 48.51 --evidence \"statement, page 2\" "
                + "--reason \"executions were lost\"");
        return CommandVerb.Complete(command, console,
            call => $"resolve order {call.Arguments.GetValue(id)} as {call.Get(ending)}",
            async (call, head) => await call.Link.Control.ResolveOrderAsync(
                new V1.ResolveOrderRequest
                {
                    Head = head,
                    OrderId = call.Arguments.GetValue(id),
                    Status = Endings[call.Get(ending)!],
                    Evidence = call.Get(evidence),
                    Price = call.Get(price),
                }, cancellationToken: call.Cancel), [id, ending, evidence, price]);
    }

    public static Command Adopt(CliConsole console)
    {
        var id = new Argument<long>("VENUE_ORDER_ID")
        {
            Description = "As 'orders list --status foreign' shows it.",
        };
        var command = new VerbCommand("adopt",
            "Make an order that another has sent one of this engine, so that it can be canceled. It belongs to no "
            + "strategy.",
            "enginectl orders adopt 90017 --reason \"left over\" && enginectl cancel 42 --reason \"left over\"");
        return CommandVerb.Complete(command, console,
            call => $"adopt the order that the venue calls {call.Arguments.GetValue(id)}",
            async (call, head) => await call.Link.Control.AdoptOrderAsync(
                new V1.AdoptOrderRequest { Head = head, VenueOrderId = call.Arguments.GetValue(id) },
                cancellationToken: call.Cancel), [id]);
    }

    public static Command Attribute(CliConsole console)
    {
        var execution = new Argument<string>("EXECUTION_ID")
        {
            Description = "As 'orders unattributed' shows it.",
        };
        var order = SharedOptions.OrderId();
        var command = new VerbCommand("attribute",
            "Give an execution that no order is known of to its order, and to that order's strategy.",
            "enginectl orders attribute SIM-1234 17 --reason \"the venue had lost our id\"");
        return CommandVerb.Complete(command, console,
            call => $"attribute execution {call.Arguments.GetValue(execution)} to order "
                + $"{call.Arguments.GetValue(order)}",
            async (call, head) => await call.Link.Control.AttributeExecutionAsync(
                new V1.AttributeExecutionRequest
                {
                    Head = head,
                    ExecutionId = call.Arguments.GetRequiredValue(execution),
                    OrderId = call.Arguments.GetValue(order),
                }, cancellationToken: call.Cancel), [execution, order]);
    }
}
