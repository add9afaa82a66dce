using System.CommandLine;
using ControlCli.Verbs;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Commands;

/// <summary><c>orders submit</c>: an order of the operator, of any type that there is.</summary>
internal static class SubmitCommand
{
    private static readonly Dictionary<string, V1.TimeInForce> TimesInForce = new(StringComparer.Ordinal)
    {
        ["day"] = V1.TimeInForce.Day,
        ["ioc"] = V1.TimeInForce.ImmediateOrCancel,
        ["fok"] = V1.TimeInForce.FillOrKill,
        ["gtc"] = V1.TimeInForce.GoodTillCanceled,
        ["gtd"] = V1.TimeInForce.GoodTillDate,
    };

    public static Command Create(CliConsole console)
    {
        var symbol = new Argument<string>("SYMBOL") { Description = "The instrument." };
        var side = new Argument<string>("SIDE") { HelpName = "buy|sell", Description = "buy or sell." };
        side.AcceptOnlyFromAmong("buy", "sell");
        var quantity = new Argument<V1.Decimal?>("QUANTITY")
        {
            Description = "How much.",
            CustomParser = result => DecimalArgument.AboveZero(result, "QUANTITY"),
        };
        var time = new Option<string>("--tif")
        {
            HelpName = string.Join('|', TimesInForce.Keys),
            Description = "How long it works: until the close, at once, all at once, until canceled, until --until.",
            DefaultValueFactory = _ => "day",
        };
        time.AcceptOnlyFromAmong([.. TimesInForce.Keys]);
        var terms = new TermsOptions();
        var reduceOnly = new Option<bool>("--reduce-only") { Description = "Refuse it rather than add exposure." };
        var hold = SharedOptions.WholeNumber(
            "--hold", "ID", "With --reduce-only: the hold that an administrator trades under.", 1);
        var command = new VerbCommand("submit", "Send an order of your own, checked by risk like any other.",
            "enginectl orders submit AIG sell 100 --reduce-only --reason \"close what was left\"",
            "enginectl orders submit AIG buy 100 --limit 48.51 --tif ioc --reason \"test of the route\"",
            "enginectl orders submit AIG sell 100 --stop 47.00 --tif gtc --reason \"guard the position\"",
            "enginectl orders submit AIG buy 100 --protect-stop 47.00 --protect-target 51.00 --reason \"bracket\"");
        return CommandVerb.Complete(command, console,
            call => $"{call.Arguments.GetValue(side)} {DecimalOption.Text(call.Arguments.GetValue(quantity))} "
                + $"{call.Arguments.GetValue(symbol)} " + terms.Describe(call),
            async (call, head) =>
            {
                var request = new V1.SubmitOrderRequest
                {
                    Head = head,
                    Instrument = call.Arguments.GetRequiredValue(symbol),
                    Side = call.Arguments.GetValue(side) == "buy" ? V1.Side.Buy : V1.Side.Sell,
                    Type = terms.TypeOf(call),
                    TimeInForce = TimesInForce[call.Get(time)!],
                    Quantity = call.Arguments.GetValue(quantity),
                    LimitPrice = call.Get(terms.Limit),
                    ReduceOnly = call.Get(reduceOnly),
                    Terms = terms.Of(call),
                };
                if (call.Get(hold) is { } holdId) request.HoldId = checked((int)holdId);
                return await call.Link.Control.SubmitOrderAsync(request, cancellationToken: call.Cancel);
            }, [symbol, side, quantity, time, .. terms.All, reduceOnly, hold]);
    }
}
