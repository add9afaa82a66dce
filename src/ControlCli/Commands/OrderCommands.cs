using System.CommandLine;
using System.Globalization;
using ControlCli.Online;
using ControlCli.Verbs;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Commands;

/// <summary>Orders and positions: <c>cancel</c>, <c>orders submit</c>, <c>flatten</c>.</summary>
internal static class OrderCommands
{
    private const int DecimalsMax = 9;

    private static readonly Dictionary<string, V1.TimeInForce> TimesInForce = new(StringComparer.Ordinal)
    {
        ["day"] = V1.TimeInForce.Day,
        ["ioc"] = V1.TimeInForce.ImmediateOrCancel,
    };

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

    public static Command Submit(CliConsole console)
    {
        var symbol = new Argument<string>("SYMBOL") { Description = "The instrument." };
        var side = new Argument<string>("SIDE") { HelpName = "buy|sell", Description = "buy or sell." };
        side.AcceptOnlyFromAmong("buy", "sell");
        var quantity = new Argument<V1.Decimal?>("QUANTITY")
        {
            Description = "How much.",
            CustomParser = result => Parse(result, "QUANTITY"),
        };
        var limit = new Option<V1.Decimal?>("--limit")
        {
            HelpName = "PRICE",
            Description = "A limit order at this price (default: a market order).",
            CustomParser = result => Parse(result, "--limit"),
        };
        var time = new Option<string>("--tif")
        {
            HelpName = string.Join('|', TimesInForce.Keys),
            Description = "How long it works: until the close of its session, or only at once.",
            DefaultValueFactory = _ => "day",
        };
        time.AcceptOnlyFromAmong([.. TimesInForce.Keys]);
        var reduceOnly = new Option<bool>("--reduce-only") { Description = "Refuse it rather than add exposure." };
        var hold = SharedOptions.WholeNumber(
            "--hold", "ID", "With --reduce-only: the hold that an administrator trades under.", 1);
        var command = new VerbCommand("submit", "Send an order of your own, checked by risk like any other.",
            "enginectl orders submit AIG sell 100 --reduce-only --reason \"close what was left\"",
            "enginectl orders submit AIG buy 100 --limit 48.51 --tif ioc --reason \"test of the route\"");
        return CommandVerb.Complete(command, console,
            call => $"{call.Arguments.GetValue(side)} {Text(call.Arguments.GetValue(quantity))} "
                + $"{call.Arguments.GetValue(symbol)} "
                + (call.Get(limit) is { } price ? "at " + Text(price) : "at market"),
            async (call, head) =>
            {
                var request = new V1.SubmitOrderRequest
                {
                    Head = head,
                    Instrument = call.Arguments.GetRequiredValue(symbol),
                    Side = call.Arguments.GetValue(side) == "buy" ? V1.Side.Buy : V1.Side.Sell,
                    Type = call.Get(limit) is null ? V1.OrderType.Market : V1.OrderType.Limit,
                    TimeInForce = TimesInForce[call.Get(time)!],
                    Quantity = call.Arguments.GetValue(quantity),
                    LimitPrice = call.Get(limit),
                    ReduceOnly = call.Get(reduceOnly),
                };
                if (call.Get(hold) is { } holdId) request.HoldId = checked((int)holdId);
                return await call.Link.Control.SubmitOrderAsync(request, cancellationToken: call.Cancel);
            }, [symbol, side, quantity, limit, time, reduceOnly, hold]);
    }

    internal static V1.Decimal? Parse(System.CommandLine.Parsing.ArgumentResult result, string name)
    {
        var text = result.Tokens[0].Value;
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var decimals = point < 0 ? 0 : text.Length - point - 1;
        var digits = point < 0 ? text : text.Remove(point, 1);
        if (decimals <= DecimalsMax && point != 0 && point != text.Length - 1
            && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var mantissa) && mantissa > 0)
            return new V1.Decimal { Mantissa = mantissa, Exponent = decimals };

        result.AddError(
            $"{name} is '{text}': give a number above zero with at most {DecimalsMax} decimals, such as 48.51.");
        return null;
    }

    private static string Text(V1.Decimal? value) => Rows.Exact.Of(value).Cell.Text;
}
