using System.Diagnostics;
using Engine.Core.Events;
using Engine.Core.Gateway;

namespace LoadTest.Probes;

/// <summary>
/// Notes when each new order leaves: it is durable and with the gateway. Everything else passes through.
/// </summary>
internal sealed class TimedGateway(IOrderGateway inner, LatencySamples samples) : IOrderGateway
{
    public string Name => inner.Name;

    public bool IsConnected => inner.IsConnected;

    public bool TakesIntentsFromRecords => inner.TakesIntentsFromRecords;

    public void OnRecord(in EngineEvent record, bool isHistory)
    {
        // The simulated venue has the order from this moment on.
        if (TakesIntentsFromRecords && record.Kind == EventKind.OrderRequested && !isHistory) Note(in record);
        inner.OnRecord(in record, isHistory);
    }

    public GatewaySendCode TrySend(in EngineEvent intentRecord, in EngineEvent termsRecord)
    {
        if (!TakesIntentsFromRecords) Note(in intentRecord);
        return inner.TrySend(in intentRecord, in termsRecord);
    }

    public GatewaySendCode TryCancel(in EngineEvent intentRecord) => inner.TryCancel(in intentRecord);

    public GatewaySendCode TryReplace(in EngineEvent intentRecord, in EngineEvent termsRecord) =>
        inner.TryReplace(in intentRecord, in termsRecord);

    public GatewaySendCode TryQuery(in EngineEvent queryRecord) => inner.TryQuery(in queryRecord);

    public int Poll(Span<EngineEvent> inputs) => inner.Poll(inputs);

    private void Note(in EngineEvent order) => samples.Add(order.Order.SourceEventTimeNs, Stopwatch.GetTimestamp());
}
