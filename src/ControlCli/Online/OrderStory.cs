using System.Globalization;
using ControlCli.Output;
using ControlCli.Rows;
using Engine.Core.Events;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Online;

/// <summary><c>orders show</c> of a running engine: the order as it stands, and its life from the journal.</summary>
internal static class OrderStory
{
    private const int NsPerMicrosecond = 1_000;

    public static async Task<ExitCode> TellAsync(OnlineCall call, long orderId)
    {
        var report = await call.ReportAsync();
        var list = await call.Link.Status.ListOrdersAsync(
            new V1.ListOrdersRequest { IncludeClosed = true }, cancellationToken: call.Cancel);
        var order = list.Orders.FirstOrDefault(order => order.OrderId == orderId);
        var life = await LifeAsync(call, orderId, order);
        if (order is null && life.Count == 0)
        {
            throw new CliException(ExitCode.Negative,
                $"The engine has no order {orderId}: 'orders list' shows those it has, "
                + "with --status denied those that were refused.");
        }

        report.Field("Order", "orderId", Cell.Whole(orderId));
        if (order is not null) AddOrder(report, RemoteRows.Order(order));
        if (life.Count > 0) AddIntent(report, life);
        report
            .Listing("LIFE", "life", LifeColumns(life.Count == 0 ? 0 : life[0].TimeNs), life)
            .Write(call.Console, call.IsJson);
        return ExitCode.Ok;
    }

    // Nothing about an order lies before the record that requested it.
    private static async Task<List<V1.EngineEvent>> LifeAsync(OnlineCall call, long orderId, V1.Order? order)
    {
        var life = new List<V1.EngineEvent>();
        var id = orderId.ToString(CultureInfo.InvariantCulture);
        var request = new V1.ReadEventsRequest
        {
            FromSequence = order?.Sequence ?? 0,
            Instrument = order?.Instrument ?? "",
        };
        await foreach (var batch in EngineEvents.ReadAsync(call.Link, request, call.Cancel))
        {
            life.AddRange(batch.Events.Where(record =>
                EngineEvents.Field(record, nameof(OrderPayload.OrderId)) == id));
        }
        return life;
    }

    private static void AddOrder(Report report, OrderRow order) => report
        .Field("Symbol", "symbol", Cell.Of(order.Symbol))
        .Field("Strategy", "strategy", Cell.Of(order.Strategy))
        .Field("Side", "side", Cell.Of(order.Side))
        .Field("Quantity", "quantity", order.Quantity.Cell)
        .Field("Type", "type", Cell.Of(order.Type))
        .Field("Limit price", "limitPrice", order.LimitPrice.Cell)
        .Field("Time in force", "timeInForce", Cell.Of(order.TimeInForce))
        .Field("Broker id", "brokerOrderId", Cell.Whole(order.BrokerOrderId))
        .Field("Venue id", "venueOrderId", Cell.Whole(order.VenueOrderId))
        .Field("Reference", "reference", Cell.Of(order.Reference))
        .Field("Status", "status", Cell.Of(order.Status))
        .Field("Unknown for", "unknownForNs", OrderRow.AgeCell(order.UnknownForNs))
        .Field("Filled", "filledQuantity", order.Filled.Cell)
        .Field("Average fill", "averageFillPrice", order.AverageFill.Cell);

    private static void AddIntent(Report report, List<V1.EngineEvent> life)
    {
        var intent = life.Find(record =>
            record.Kind is nameof(EventKind.OrderRequested) or nameof(EventKind.OrderDenied));
        if (intent is not null)
        {
            report
                .Field("Class", "class", Cell.Of(EngineEvents.Field(intent, nameof(OrderPayload.Class))))
                .Field("Caused by", "cause", Cell.Of(intent.CauseSequence.ToString(CultureInfo.InvariantCulture)))
                .Field("Risk", "riskCode", Cell.Of(EngineEvents.Field(intent, nameof(OrderPayload.Code))))
                .Field("Reference price", "referencePrice",
                    EngineEvents.Decimal(intent, nameof(OrderPayload.ReferencePrice)))
                .Field("Nearest to", "riskNearest",
                    Cell.Of(EngineEvents.Field(intent, nameof(OrderPayload.TightestCheck))))
                .Field("Limit", "riskLimit", EngineEvents.Number(intent, nameof(OrderPayload.Limit)))
                .Field("Measured", "riskMeasured", EngineEvents.Number(intent, nameof(OrderPayload.Measured)));
        }
        var terms = life.Find(record => record.Kind == nameof(EventKind.OrderTerms));
        if (terms is not null) report.Field("Terms", "terms", Cell.Of(SummaryOf(terms)));
        report
            .Field("Executions", "executions",
                Cell.Whole(life.Count(record => record.Kind == nameof(EventKind.Execution))))
            .Field("Last event", "lastEvent", Cell.Of(life[^1].Kind));
    }

    private static IReadOnlyList<Column<V1.EngineEvent>> LifeColumns(long firstTimeNs) =>
    [
        new("SEQUENCE", "sequence", record => Cell.Whole(record.Sequence)),
        new("TIME", "time", record => Cell.Time(record.TimeNs)),
        new("AFTER", "afterNs", record => After(record.TimeNs - firstTimeNs)),
        new("EVENT", "event", record => Cell.Of(record.Kind)),
        new("DETAIL", "detail", record => Cell.Of(SummaryOf(record))),
    ];

    private static string SummaryOf(V1.EngineEvent record) =>
        EngineEvents.Summary(record.Fields.Select(field => (field.Name, field.Value)));

    private static Cell After(long ns) => Cell.Whole(ns) with
    {
        Text = string.Create(CultureInfo.InvariantCulture, $"+{ns / NsPerMicrosecond} us"),
    };
}
