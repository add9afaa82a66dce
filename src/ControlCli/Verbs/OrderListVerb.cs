using System.CommandLine;
using ControlCli.Journals;
using ControlCli.Online;
using ControlCli.Output;
using ControlCli.Rows;
using Engine.Core.Events;
using Engine.Core.Pipeline.Logic;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Verbs;

/// <summary>
/// <c>orders list</c>: the orders that the engine remembers, or those it denied.
/// </summary>
internal static class OrderListVerb
{
    private const string All = "all";
    private const string Working = "working";
    private const string Denied = "denied";
    private const string Foreign = "foreign";

    private static readonly string[] Statuses =
        [
            All, Working, Denied, Foreign,
            .. Enum.GetNames<OrderStatus>().Skip(1).Select(name => name.ToLowerInvariant()),
        ];

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
        var command = new VerbCommand("list",
            "List the orders that the engine remembers, oldest first, and those of others that work at the venue; with "
            + "--status denied those it refused.",
            "enginectl orders list --status working",
            "enginectl orders list --status foreign",
            "enginectl orders list --journal ./journal",
            "enginectl orders list -j ./journal --status denied --symbol AIG -o json");
        return OnlineVerb.Complete(command, console,
            call => RunAsync(call, call.Get(status)!, call.Get(symbol) ?? "", call.Get(strategy) ?? ""),
            [status, symbol, strategy],
            call => Run(call, call.Get(status)!, call.Get(symbol) ?? "", call.Get(strategy) ?? ""));
    }

    private static async Task<ExitCode> RunAsync(OnlineCall call, string status, string symbol, string strategy)
    {
        var report = await call.ReportAsync();
        if (status == Denied)
        {
            var denied = await EngineEvents.CollectAsync(call.Link, new V1.ReadEventsRequest
            {
                Kinds = { nameof(EventKind.OrderDenied) },
                Instrument = symbol,
                Strategy = strategy,
            }, call.Cancel);
            report.Listing("", "orders", DeniedRow.Columns, denied.Select(DeniedRow.Of))
                .Write(call.Console, call.IsJson);
            return ExitCode.Ok;
        }

        var list = await call.Link.Status.ListOrdersAsync(new V1.ListOrdersRequest
        {
            IncludeClosed = status != Working,
            Instrument = symbol,
            Strategy = strategy,
        }, cancellationToken: call.Cancel);
        Add(report, list.Sequence, list.EngineTimeNs, list.Orders.Concat(list.Foreign).Select(RemoteRows.Order), status)
            .Write(call.Console, call.IsJson);
        if (list.IsCut)
        {
            call.Console.Error.WriteLine(
                "enginectl: More orders matched than one answer takes: narrow it with --symbol or --strategy.");
        }
        return ExitCode.Ok;
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

        var orders = FileRows.Orders(view).Concat(FileRows.ForeignOrders(view)).Where(order =>
            (symbol.Length == 0 || order.Symbol == symbol) && (strategy.Length == 0 || order.Strategy == strategy));
        Add(new Report().Header(FileRows.Header(call.Journal)), replay.Cursor.LastSequence, view.State.EngineTimeNs,
                orders, status)
            .Write(call.Console, call.IsJson);
        return ExitCode.Ok;
    }

    private static Report Add(
        Report report, long sequence, long timeNs, IEnumerable<OrderRow> orders, string status) => report
        .Field("", "sequence", Cell.Whole(sequence))
        .Field("", "time", Cell.Time(timeNs))
        .Listing("", "orders", OrderRow.Columns, orders.Where(order => Matches(order, status)));

    private static bool Matches(OrderRow order, string status) => status switch
    {
        All => true,
        Working => order.IsWorking,
        Foreign => order.IsForeign,
        _ => string.Equals(order.Status, status, StringComparison.OrdinalIgnoreCase),
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

        new Report().Header(FileRows.Header(call.Journal))
            .Listing("", "orders", DeniedRow.Columns, denied.Select(record => DeniedRow.Of(record, names)))
            .Write(call.Console, call.IsJson);
        return ExitCode.Ok;
    }

    private static CliException UnknownStrategy(LogicView view, string strategy) =>
        new(ExitCode.Negative, view.Strategies.Count == 0
            ? $"The journal has no strategy '{strategy}', nor any other."
            : $"The journal has no strategy '{strategy}': "
                + $"give one of {string.Join(", ", view.Strategies.Select(host => host.Name))}.");
}
