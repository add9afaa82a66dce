using Engine.Core.Events;

namespace Engine.Core.Gateway;

/// <summary>
/// The way to a venue. Called by the gateway stage only, from one thread; no method ever waits. What the venue says
/// comes back as inputs through <see cref="Poll"/>.
/// </summary>
public interface IOrderGateway
{
    string Name { get; }

    bool IsConnected { get; }

    /// <summary>
    /// True if the venue takes intents from the records themselves (the simulated venue in this process): an intent is
    /// then with the venue as soon as it is durable, and a halt cannot hold it back.
    /// </summary>
    bool TakesIntentsFromRecords { get; }

    /// <summary>
    /// Every durable record, in order: market data, definitions, calendar and time for simulated venues.
    /// </summary>
    /// <param name="isHistory">From before this run: for knowledge only, nothing may be sent because of it.</param>
    void OnRecord(in EngineEvent record, bool isHistory);

    /// <param name="termsRecord">
    /// Its <see cref="EventKind.OrderTerms"/>, to be sent with it or not at all; all zero if it has none.
    /// </param>
    GatewaySendCode TrySend(in EngineEvent intentRecord, in EngineEvent termsRecord);

    GatewaySendCode TryCancel(in EngineEvent intentRecord);

    /// <inheritdoc cref="TrySend"/>
    GatewaySendCode TryReplace(in EngineEvent intentRecord, in EngineEvent termsRecord);

    /// <summary>
    /// Asks what <see cref="QueryPayload.Query"/> says (open orders, executions, positions, one order; None = the first
    /// three). The answer ends with <see cref="EventKind.QueryCompleted"/>, one per question.
    /// </summary>
    GatewaySendCode TryQuery(in EngineEvent queryRecord);

    /// <summary>
    /// Moves the connection forward and takes what the venue said, in its order; returns how many inputs.
    /// </summary>
    int Poll(Span<EngineEvent> inputs);
}
