using Engine.Core.Events;
using Engine.Core.Replay;
using static Engine.Grpc.Metrics.MetricKind;

namespace Engine.Grpc.Metrics.Entries;

/// <summary>Orders, denials, rejects and executions. Codes have the names that <c>explain</c> knows.</summary>
internal static class OrderEntries
{
    private static readonly OrderStatus[] Working =
    [
        OrderStatus.PendingNew, OrderStatus.Accepted, OrderStatus.PartiallyFilled, OrderStatus.PendingCancel,
        OrderStatus.PendingReplace, OrderStatus.Unknown,
    ];

    private static readonly RiskCode[] Denials = [.. Enum.GetValues<RiskCode>().Where(code => code < 0)];
    private static readonly VenueReason[] Reasons = Enum.GetValues<VenueReason>();

    public static IReadOnlyList<MetricEntry> All { get; } =
    [
        MetricEntry.Each(Gauge, "engine_orders", "state", "working orders; what is over is in `engine_events_total`",
            Working, (reading, state) => reading.Trading?.OrdersByStatus[(int)state]),
        Status(Gauge, "engine_unknown_orders", "working orders whose outcome is not known",
            status => status.UnknownOrders),
        MetricEntry.One(Gauge, "engine_unknown_orders_oldest_age", MetricUnit.Seconds,
            "since when the oldest of them is so, by the run's clock; 0 if there is none", OldestUnknown),
        Status(Gauge, "engine_foreign_orders", "orders at the venue that this engine did not send",
            status => status.ForeignOrders),
        Status(Counter, "engine_filled_orders", "orders filled in the life of the journal",
            status => status.Counters.FilledOrderCount),
        Status(Counter, "engine_order_anomalies", "messages of the venue that did not fit the order, in that life",
            status => status.Counters.AnomalyCount),
        Status(Counter, "engine_refused_inputs", "inputs that the logic refused, in that life",
            status => status.Counters.RefusedInputCount),
        Status(Gauge, "engine_unattributed_executions", "executions that belong to no order known",
            status => status.Executions.Unattributed),
        MetricEntry.Each(Counter, "engine_denials", "code", "orders, cancels and replacements that risk denied",
            Denials, (reading, code) => reading.Tally.Denials(code)),
        MetricEntry.Each(Counter, "engine_rejects", "reason", "orders that the venue rejected", Reasons,
            (reading, reason) => reading.Tally.Rejects(reason)),
    ];

    private static MetricEntry Status(
        MetricKind kind, string name, string meaning, Func<EngineStatus, double> read) =>
        MetricEntry.One(kind, name, MetricUnit.None, meaning,
            reading => reading.Status is { } status ? read(status) : null);

    private static double? OldestUnknown(EngineReading reading)
    {
        if (reading.Status is not { } status) return null;
        if (status.OldestUnknownSinceNs == 0) return 0;
        return Units.Seconds(Math.Max(0, Math.Max(reading.EngineNowNs, status.EngineTimeNs)
            - status.OldestUnknownSinceNs));
    }
}
