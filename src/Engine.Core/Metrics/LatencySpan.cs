namespace Engine.Core.Metrics;

/// <summary>
/// What is measured, from where to where. <see cref="LatencyCatalog"/> says the rest; docs/METRICS.md has the table.
/// </summary>
public enum LatencySpan
{
    IngestToLogic,
    Logic,
    JournalWrite,
    JournalSync,
    Durable,
    GatewayWrite,
    TickToOrder,
    OrderToAcknowledgement,
    OrderToFill,
    ControlCommand,
}
