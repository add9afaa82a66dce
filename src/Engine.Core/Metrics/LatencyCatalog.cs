namespace Engine.Core.Metrics;

/// <summary>
/// Every latency that the engine measures: the one list that streams, commands, exporters and the document are made
/// from.
/// </summary>
public static class LatencyCatalog
{
    public static IReadOnlyList<LatencyEntry> All { get; } =
    [
        new(LatencySpan.IngestToLogic, "ingest_to_logic", "an input's receive stamp",
            "the logic takes it", "every input of a lane"),
        new(LatencySpan.Logic, "logic", "the logic takes an input",
            "the group with its decisions is published", "every group"),
        new(LatencySpan.JournalWrite, "journal_write", "a batch is taken from the ring",
            "it is written to the journal", "every batch"),
        new(LatencySpan.JournalSync, "journal_sync", "a batch is written",
            "it is synced", "every batch under synced"),
        new(LatencySpan.Durable, "durable", "a group is published",
            "it is durable", "every group"),
        new(LatencySpan.GatewayWrite, "gateway_write", "an order's record is durable",
            "the gateway has written it to the venue", "every new order"),
        new(LatencySpan.TickToOrder, "tick_to_order", "the receive stamp of the input that caused an order",
            "the gateway has written it to the venue", "every new order that an input of a source caused"),
        new(LatencySpan.OrderToAcknowledgement, "order_to_acknowledgement", "an order is written",
            "the venue's acceptance is read", "every order that is accepted"),
        new(LatencySpan.OrderToFill, "order_to_fill", "an order is written",
            "its first execution is read", "every order that is executed"),
        new(LatencySpan.ControlCommand, "control_command", "a command is given to the control lane",
            "its durable answer is told", "every command"),
    ];

    public static LatencyEntry Of(LatencySpan span) => All[(int)span];
}
