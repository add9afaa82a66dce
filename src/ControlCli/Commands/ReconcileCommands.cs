using System.CommandLine;
using ControlCli.Verbs;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Commands;

/// <summary>Engine and venue, side by side: <c>reconcile run</c> and <c>adopt</c>.</summary>
internal static class ReconcileCommands
{
    public static Command Run(CliConsole console)
    {
        var command = new VerbCommand("run",
            "Compare orders, executions, positions and cash with the venue now; 'reconcile last' shows the outcome.",
            "enginectl reconcile run --reason \"the broker called\"");
        return CommandVerb.Complete(command, console, _ => "reconcile with the venue",
            async (call, head) => await call.Link.Control.ReconcileAsync(
                new V1.ReconcileRequest { Head = head }, cancellationToken: call.Cancel));
    }

    public static Command Adopt(CliConsole console)
    {
        var symbol = new Argument<string>("SYMBOL") { Description = "The instrument." };
        var quantity = new Option<V1.Decimal?>("--venue")
        {
            HelpName = "QUANTITY",
            Description = "The venue's position, as 'reconcile diff' shows it; negative = short.",
            CustomParser = result => DecimalArgument.Signed(result, "--venue"),
        };
        var cost = DecimalOption.Create("--cost", "With --venue: what a unit of the part that is opened has cost.");
        var cash = new Option<V1.Decimal?>("--cash")
        {
            HelpName = "AMOUNT",
            Description = "The venue's cash in the instrument, as 'reconcile diff' shows it.",
            CustomParser = result => DecimalArgument.Signed(result, "--cash"),
        };
        var command = new VerbCommand("adopt",
            "Book what the venue holds in an instrument and no execution explains, against the reconciliation account.",
            "enginectl reconcile adopt AIG --venue 300 --cost 48.51 --reason \"bought by hand, ticket 17\"",
            "enginectl reconcile adopt AIG --cash -1220.50 --reason \"fee of the exchange\"");
        return CommandVerb.Complete(command, console, call => "adopt " + call.Arguments.GetValue(symbol),
            async (call, head) =>
            {
                var (venue, money) = (call.Get(quantity), call.Get(cash));
                if (venue is null == money is null)
                    throw new CliException(ExitCode.Usage, "Say what the venue holds: one of --venue and --cash.");
                var request = new V1.AdoptPositionRequest
                {
                    Head = head,
                    Instrument = call.Arguments.GetRequiredValue(symbol),
                    CostPrice = call.Get(cost),
                };
                if (venue is not null) request.VenueQuantity = venue;
                else request.VenueCash = money;
                return await call.Link.Control.AdoptPositionAsync(request, cancellationToken: call.Cancel);
            }, [symbol, quantity, cost, cash]);
    }
}
