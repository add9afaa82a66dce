using System.CommandLine;
using ControlCli.Verbs;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Commands;

/// <summary>The noun <c>cash</c>: money that came or went without a trade.</summary>
internal static class CashCommands
{
    public static Command Create(CliConsole console)
    {
        var noun = new Command("cash",
            "Book money that came into the account or left it without a trade, so that it counts neither as profit "
            + "nor as loss nor as drawdown.");
        noun.Subcommands.Add(Create(console, "deposit", "Book money that was paid in.", V1.CashFlowKind.Deposit,
            "enginectl cash deposit 25000 USD --reason \"wire of 14 May\""));
        noun.Subcommands.Add(Create(console, "withdraw", "Book money that was paid out.", V1.CashFlowKind.Withdrawal,
            "enginectl cash withdraw 1000.50 USD --reason \"fee of the data vendor\""));
        noun.Subcommands.Add(Create(console, "dividend",
            "Book a dividend that was received; one that is owed on a short position is withdrawn.",
            V1.CashFlowKind.Dividend,
            "enginectl cash dividend 73.12 USD --reason \"AAPL, ex 9 May\""));
        return noun;
    }

    private static Command Create(
        CliConsole console, string name, string description, V1.CashFlowKind kind, string example)
    {
        var amount = new Argument<V1.Decimal?>("AMOUNT")
        {
            Description = "How much, above zero.",
            CustomParser = result => DecimalArgument.AboveZero(result, "AMOUNT"),
        };
        var currency = new Argument<string>("CURRENCY") { Description = "Three capital letters, such as USD." };
        var command = new VerbCommand(name, description, example);
        return CommandVerb.Complete(command, console,
            call => $"book a {kind.ToString().ToLowerInvariant()} of "
                + $"{DecimalOption.Text(call.Arguments.GetValue(amount))} {call.Arguments.GetValue(currency)}",
            async (call, head) => await call.Link.Control.MoveCashAsync(new V1.MoveCashRequest
            {
                Head = head,
                Kind = kind,
                Amount = call.Arguments.GetValue(amount),
                Currency = call.Arguments.GetRequiredValue(currency),
            }, cancellationToken: call.Cancel), [amount, currency]);
    }
}
