using Engine.Core.Events;
using Engine.Core.Gateway;

namespace LoadTest.Probes;

/// <summary>
/// Counts what reaches the gateway, what the socket took, and what the venue has accepted. Read by others.
/// </summary>
internal sealed class CountingGateway(IOrderGateway inner) : IOrderGateway
{
    private long _durable;
    private long _written;
    private long _accepted;

    public string Name => inner.Name;

    public bool IsConnected => inner.IsConnected;

    public bool TakesIntentsFromRecords => inner.TakesIntentsFromRecords;

    /// <summary>Orders that the gateway has seen as durable.</summary>
    public long Durable => Volatile.Read(ref _durable);

    public long Written => Volatile.Read(ref _written);

    public long Accepted => Volatile.Read(ref _accepted);

    public void OnRecord(in EngineEvent record, bool isHistory)
    {
        inner.OnRecord(in record, isHistory);
        if (record.Kind == EventKind.OrderRequested && !isHistory) Volatile.Write(ref _durable, _durable + 1);
    }

    public GatewaySendCode TrySend(in EngineEvent intentRecord, in EngineEvent termsRecord)
    {
        var code = inner.TrySend(in intentRecord, in termsRecord);
        if (code == GatewaySendCode.Written) Volatile.Write(ref _written, _written + 1);
        return code;
    }

    public GatewaySendCode TryCancel(in EngineEvent intentRecord) => inner.TryCancel(in intentRecord);

    public GatewaySendCode TryReplace(in EngineEvent intentRecord, in EngineEvent termsRecord) =>
        inner.TryReplace(in intentRecord, in termsRecord);

    public GatewaySendCode TryQuery(in EngineEvent queryRecord) => inner.TryQuery(in queryRecord);

    public int Poll(Span<EngineEvent> inputs)
    {
        var count = inner.Poll(inputs);
        foreach (ref readonly var said in inputs[..count])
            if (said.Kind == EventKind.OrderAccepted) Volatile.Write(ref _accepted, _accepted + 1);
        return count;
    }
}
