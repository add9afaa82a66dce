using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using ControlCli.Verbs;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Commands;

/// <summary>Moves strategies on the size ladder: <c>ladder set</c>.</summary>
internal static class LadderCommands
{
    private const int PartsPerPercent = 100;

    public static Command Set(CliConsole console)
    {
        var strategy = new Argument<string>("STRATEGY") { Description = "As the configuration names it." };
        var percent = new Argument<int>("PERCENT")
        {
            Description = "A step of risk.ladder.steps, or 0: then nothing is opened.",
            CustomParser = Parse,
        };
        var command = new VerbCommand("set",
            "Open so much of what a strategy asks for. Trades nothing; more than before needs the role admin.",
            "enginectl ladder set quoting 35 --reason \"seven stable days\"",
            "enginectl ladder set quoting 10 --reason \"slippage\" --dry-run");
        return CommandVerb.Complete(command, console,
            call => string.Create(CultureInfo.InvariantCulture,
                $"set {call.Arguments.GetRequiredValue(strategy)} to {Shown(call.Arguments.GetValue(percent))} %"),
            async (call, head) => await call.Link.Control.SetSizeFactorAsync(new V1.SetSizeFactorRequest
            {
                Head = head,
                Strategy = call.Arguments.GetRequiredValue(strategy),
                PerTenThousand = call.Arguments.GetValue(percent),
            }, cancellationToken: call.Cancel), [strategy, percent]);
    }

    private static string Shown(int perTenThousand) =>
        ((decimal)perTenThousand / PartsPerPercent).ToString("0.##", CultureInfo.InvariantCulture);

    private static int Parse(ArgumentResult result)
    {
        const decimal whole = 100;
        var text = result.Tokens[0].Value;
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            && value <= whole && value * PartsPerPercent == decimal.Truncate(value * PartsPerPercent))
            return (int)(value * PartsPerPercent);
        result.AddError($"PERCENT is '{text}': give a number from 0 to 100 with at most two decimals.");
        return 0;
    }
}
