using System.CommandLine;
using ControlCli.Journals;
using ControlCli.Output;
using Engine.Core.Events;
using Engine.Core.Orders;
using Engine.Core.Pipeline.Logic;

namespace ControlCli.Verbs;

/// <summary>
/// <c>orders list</c>: the orders that the engine remembers at the end of the journal, or those it denied.
/// </summary>
internal static class OrderListVerb
{
    private const string All = "all";
    private const string Working = "working";
    private const string Denied = "denied";

    private static readonly string[] Statuses =
        [All, Working, Denied, .. Enum.GetNames<OrderStatus>().Skip(1).Select(name => name.ToLowerInvariant())];

    public static Command Create(CliConsole console)
    {
        var status = new Option<string>("--status")
        {
            HelpName = "STATUS",
            Description = $"One of {string.Join(", ", Statuses)}.",
            DefaultValueFactory = _ => All,
        };
        status.AcceptOnlyFromAmong(Statuses);
        var symbol = SharedOptions.Symbol("Only orders in this instrument.");
        var strategy = new Option<string>("--strategy")
        {
            HelpName = "NAME",
            Description = "Only orders of this strategy.",
        };
        var command = new VerbCommand("list", "List the orders remembered at the end of the journal, oldest first.",
            "enginectl orders list --journal ./journal",
            "enginectl orders list -j ./journal --status working",
            "enginectl orders list -j ./journal --status denied --symbol AIG -o json");
        return SharedOptions.Complete(command, console,
            call => Run(call, call.Get(status)!, call.Get(symbol) ?? "", call.Get(strategy) ?? ""),
            [status, symbol, strategy]);
    }

    private static ExitCode Run(VerbCall call, string status, string symbol, string strategy)
    {
        if (status == Denied) return ListDenied(call, symbol, strategy);

        var replay = JournalReplay.ToState(call.Journal, call.Console, JournalPlace.End);
        var view = replay.View;
        if (symbol.Length > 0 && !view.Market.TryFind(symbol, out _))
            throw new CliException(
                ExitCode.Negative, $"The journal has no instrument '{symbol}'; 'journal stats' lists them.");
        if (strategy.Length > 0 && !view.Strategies.Any(host => host.Name == strategy))
            throw UnknownStrategy(view, strategy);

        var orders = StateColumns.OrdersOf(view).Where(order => Matches(in order, status)
            && (symbol.Length == 0 || StateColumns.Symbol(view, order.InstrumentId) == symbol)
            && (strategy.Length == 0 || StateColumns.Strategy(view, order.StrategyId) == strategy));
        new Report()
            .Field("", "sequence", Cell.Whole(replay.Cursor.LastSequence))
            .Field("", "time", Cell.Time(view.State.EngineTimeNs))
            .Listing("", "orders", StateColumns.Orders(view), orders)
            .Write(call.Console, call.IsJson);
        return ExitCode.Ok;
    }

    private static bool Matches(in OrderState order, string status) => status switch
    {
        All => true,
        Working => order.IsWorking,
        _ => string.Equals(order.Status.ToString(), status, StringComparison.OrdinalIgnoreCase),
    };

    // A denied order never was an order: only the journal has it.
    private static ExitCode ListDenied(VerbCall call, string symbol, string strategy)
    {
        var names = new JournalNames();
        var denied = new List<EngineEvent>();
        call.Journal.Walk("reading", (in record) =>
        {
            names.Note(in record);
            if (record.Kind == EventKind.OrderDenied
                && (symbol.Length == 0 || names.Symbol(record.InstrumentId) == symbol)
                && (strategy.Length == 0 || names.Strategy(record.StrategyId) == strategy)) denied.Add(record);
            return true;
        });
        if (symbol.Length > 0 && !names.Symbols.Contains(symbol)) throw JournalCatVerb.UnknownSymbol(symbol, names);

        new Report().Listing("", "orders", DeniedColumns(names), denied).Write(call.Console, call.IsJson);
        return ExitCode.Ok;
    }

    private static IReadOnlyList<Column<EngineEvent>> DeniedColumns(JournalNames names) =>
    [
        new("ORDER", "orderId", record => Cell.Whole(record.Order.OrderId)),
        new("SEQUENCE", "sequence", record => Cell.Whole(record.Sequence)),
        new("TIME", "time", record => Cell.Time(record.TimestampNs)),
        new("SYMBOL", "symbol", record => Cell.Of(names.Symbol(record.InstrumentId))),
        new("STRATEGY", "strategy", record => Cell.Of(names.Strategy(record.StrategyId))),
        new("SIDE", "side", record => Cell.Name(record.Order.Side)),
        new("QUANTITY", "quantity", record =>
            Cell.Decimal(record.Order.Quantity, names.Instrument(record.InstrumentId)?.SizeExponent ?? 0)),
        new("LIMIT", "limitPrice", record =>
            Cell.Decimal(record.Order.LimitPrice, names.Instrument(record.InstrumentId)?.PriceExponent ?? 0)),
        new("CODE", "code", record => Cell.Name(record.Order.Code).With(Paint.Bad)),
        new("ALLOWED", "limit", record => Cell.Whole(record.Order.Limit)),
        new("MEASURED", "measured", record => Cell.Whole(record.Order.Measured)),
        new("HOLD", "holdSequence", record =>
            record.Order.HoldSequence == 0 ? Cell.Empty : Cell.Whole(record.Order.HoldSequence)),
    ];

    private static CliException UnknownStrategy(LogicView view, string strategy) =>
        new(ExitCode.Negative, view.Strategies.Count == 0
            ? $"The journal has no strategy '{strategy}', nor any other."
            : $"The journal has no strategy '{strategy}': "
                + $"give one of {string.Join(", ", view.Strategies.Select(host => host.Name))}.");
}
