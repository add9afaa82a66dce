using System.CommandLine;
using System.Globalization;
using ControlCli.Journals;
using ControlCli.Online;
using ControlCli.Output;
using ControlCli.Rows;
using Engine.Core.Events;
using Engine.Core.Replay;

namespace ControlCli.Verbs;

/// <summary><c>orders show</c>: the whole life of one order from the journal.</summary>
internal static class OrderShowVerb
{
    private const int NsPerMicrosecond = 1_000;

    public static Command Create(CliConsole console)
    {
        var id = SharedOptions.OrderId();
        var command = new VerbCommand("show",
            "Show the whole life of an order: cause, intent, risk figures, answers, executions.",
            "enginectl orders show 17",
            "enginectl orders show 17 --journal ./journal -o json");
        return OnlineVerb.Complete(
            command, console, call => OrderStory.TellAsync(call, call.Arguments.GetValue(id)), [id],
            call => Run(call, call.Arguments.GetValue(id)));
    }

    private static ExitCode Run(VerbCall call, long orderId)
    {
        var names = new JournalNames();
        var life = Collect(call.Journal, names, orderId, out var cause);
        if (life.Count == 0)
        {
            throw new CliException(ExitCode.Negative,
                $"The journal has no order {orderId}: 'orders list' shows those it has, "
                + "with --status denied those that were refused.");
        }

        var report = new Report().Header(FileRows.Header(call.Journal)).Field("Order", "orderId", Cell.Whole(orderId));
        var intentIndex = life.FindIndex(record => record.Kind is EventKind.OrderRequested or EventKind.OrderDenied);
        if (intentIndex >= 0) AddIntent(report, life[intentIndex], cause, names);
        if (intentIndex >= 0 && life[intentIndex].HasTerms && life.Count > intentIndex + 1)
            report.Field("Terms", "terms", Cell.Of(RecordSummary.Of(life[intentIndex + 1], names)));
        AddOutcome(report, life, names);
        report
            .Listing("LIFE", "life", LifeColumns(names, life[0].TimestampNs), life)
            .Write(call.Console, call.IsJson);
        return ExitCode.Ok;
    }

    private static List<EngineEvent> Collect(
        JournalFiles journal, JournalNames names, long orderId, out EngineEvent cause)
    {
        var life = new List<EngineEvent>();
        EngineEvent input = default, causeOfIntent = default;
        journal.Walk("reading", (in record) =>
        {
            names.Note(in record);
            if (record.IsInput) input = record;
            if (OrderIdOf(in record) != orderId) return true;

            if (record.Kind is EventKind.OrderRequested or EventKind.OrderDenied) causeOfIntent = input;
            life.Add(record);
            return true;
        });
        cause = causeOfIntent;
        return life;
    }

    private static long OrderIdOf(in EngineEvent record)
    {
        if (record.IsContinuation) return 0;
        if (record.Kind is EventKind.Execution or EventKind.ExecutionBusted or EventKind.ExecutionCorrected
            or EventKind.ExecutionBooked) return record.Execution.OrderId;
        if (record.Kind == EventKind.ExecutionRestated) return record.Restatement.OrderId;
        if (record.Kind is EventKind.OrderResolveCommanded or EventKind.ExecutionAttributeCommanded)
            return record.OrderEvidence.OrderId;
        if (record.Kind is (>= EventKind.OrderRequested and <= EventKind.ReplaceDenied) or EventKind.CancelDeferred
            or EventKind.OrderAdopted) return record.Order.OrderId;
        if (record.Kind == EventKind.RiskFigures) return record.RiskFigures.OrderId;
        if (record.Kind == EventKind.OrderRounded) return record.OrderRounded.OrderId;
        if (record.Kind == EventKind.OrderTerms) return record.OrderTerms.OrderId;
        if (record.Kind < EventKind.OrderSent
            || record.Kind is EventKind.VenueConnected or EventKind.VenueDisconnected) return 0;
        return EventDescriber.PayloadTypeOf(record.Kind) == typeof(OrderReportPayload) ? record.OrderReport.OrderId : 0;
    }

    private static void AddIntent(Report report, in EngineEvent intent, in EngineEvent cause, JournalNames names)
    {
        var definition = names.Instrument(intent.InstrumentId);
        var (price, size) = (definition?.PriceExponent ?? 0, definition?.SizeExponent ?? 0);
        ref readonly var order = ref intent.Order;
        report
            .Field("Symbol", "symbol", Cell.Of(names.Symbol(intent.InstrumentId)))
            .Field("Strategy", "strategy", Cell.Of(names.Strategy(intent.StrategyId)))
            .Field("Side", "side", Cell.Name(order.Side))
            .Field("Quantity", "quantity", Cell.Decimal(order.Quantity, size))
            .Field("Type", "type", Cell.Name(order.Type))
            .Field("Limit price", "limitPrice", Cell.Decimal(order.LimitPrice, price))
            .Field("Time in force", "timeInForce", Cell.Name(order.TimeInForce))
            .Field("Class", "class", Cell.Name(order.Class))
            .Field("Tag", "tag", Cell.Whole(order.Tag))
            .Field("Broker id", "brokerOrderId", Cell.Whole(order.BrokerOrderId))
            .Field("Session", "sessionEpoch", Cell.Whole(order.SessionEpoch))
            .Field("Caused by", "cause", Cell.Of(CauseText(in cause, names)))
            .Field("Risk", "riskCode", Cell.Of(order.Code.ToString())
                .With(order.Code == RiskCode.Accepted ? Paint.Good : Paint.Bad))
            .Field("Reference price", "referencePrice", Cell.Decimal(order.ReferencePrice, price));
        if (order.TightestCheck != RiskCode.Accepted)
            report.Field("Nearest to", "riskNearest", Cell.Of(order.TightestCheck.ToString()));
        if (order.Code == RiskCode.Accepted && order.TightestCheck == RiskCode.Accepted) return;

        report
            .Field("Limit", "riskLimit", Cell.Whole(order.Limit))
            .Field("Measured", "riskMeasured", Cell.Whole(order.Measured))
            .Field("Margin", "riskMargin", Cell.Whole(RiskFiguresPayload.MarginOf(order.Limit, order.Measured)));
        if (order.HoldSequence > 0) report.Field("Hold placed at", "holdSequence", Cell.Whole(order.HoldSequence));
    }

    private static string CauseText(in EngineEvent cause, JournalNames names) =>
        $"{cause.Sequence} {cause.Kind} {names.Symbol(cause.InstrumentId)} {RecordSummary.Of(in cause, names)}";

    private static void AddOutcome(Report report, List<EngineEvent> life, JournalNames names)
    {
        var executions = life.Where(record => record.Kind == EventKind.Execution)
            .DistinctBy(record => record.Execution.ExecutionId.ToString()).ToArray();
        var size = names.Instrument(life[0].InstrumentId)?.SizeExponent ?? 0;
        report
            .Field("Filled", "filledQuantity", Cell.Decimal(executions.Sum(record => record.Execution.Quantity), size))
            .Field("Executions", "executions", Cell.Whole(executions.Length))
            .Field("Commission", "commission", Cell.Money(executions.Sum(record => record.Execution.Commission)))
            .Field("Last event", "lastEvent", Cell.Of(life[^1].Kind.ToString()));
    }

    private static IReadOnlyList<Column<EngineEvent>> LifeColumns(JournalNames names, long firstTimeNs) =>
    [
        new("SEQUENCE", "sequence", record => Cell.Whole(record.Sequence)),
        new("TIME", "time", record => Cell.Time(record.TimestampNs)),
        new("AFTER", "afterNs", record => After(record.TimestampNs - firstTimeNs)),
        new("EVENT", "event", record => Cell.Of(record.Kind.ToString())),
        new("DETAIL", "detail", record => Cell.Of(RecordSummary.Of(in record, names))),
    ];

    private static Cell After(long ns) => Cell.Whole(ns) with
    {
        Text = string.Create(CultureInfo.InvariantCulture, $"+{ns / NsPerMicrosecond} us"),
    };
}
