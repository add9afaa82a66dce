using Engine.Core.Events;
using Engine.Core.Gateway;

namespace CrashHost;

/// <summary>Dies between the journal and the venue, on the way out or back.</summary>
internal sealed class CrashingGateway(IOrderGateway inner, CrashSwitch crash) : IOrderGateway
{
    private readonly HashSet<long> _closing = [];
    private long _sentOrderId; // Sent since the last poll; 0 = none.

    public string Name => inner.Name;

    public bool IsConnected => inner.IsConnected;

    public bool TakesIntentsFromRecords => inner.TakesIntentsFromRecords;

    public void OnRecord(in EngineEvent record, bool isHistory)
    {
        var isOrder = TakesIntentsFromRecords && !isHistory && record.Kind == EventKind.OrderRequested;
        if (isOrder) crash.Reach(CrashPoint.BeforeSend, $"order {record.Order.OrderId}");
        inner.OnRecord(in record, isHistory);
        if (isOrder) _sentOrderId = record.Order.OrderId;
    }

    public GatewaySendCode TrySend(in EngineEvent intentRecord, in EngineEvent termsRecord)
    {
        if (intentRecord.Order.Class == OrderClass.EmergencyExit) return TryClose(in intentRecord, in termsRecord);
        if (!TakesIntentsFromRecords) crash.Reach(CrashPoint.BeforeSend, $"order {intentRecord.Order.OrderId}");
        var code = inner.TrySend(in intentRecord, in termsRecord);
        if (code == GatewaySendCode.Written) _sentOrderId = intentRecord.Order.OrderId;
        return code;
    }

    public GatewaySendCode TryCancel(in EngineEvent intentRecord)
    {
        var code = inner.TryCancel(in intentRecord);
        if (crash.IsFlattening) crash.Reach(CrashPoint.FlattenCancel, $"cancel of order {intentRecord.Order.OrderId}");
        return code;
    }

    public GatewaySendCode TryReplace(in EngineEvent intentRecord, in EngineEvent termsRecord) =>
        inner.TryReplace(in intentRecord, in termsRecord);

    public GatewaySendCode TryQuery(in EngineEvent queryRecord) => inner.TryQuery(in queryRecord);

    public int Poll(Span<EngineEvent> inputs)
    {
        var count = inner.Poll(inputs); // Writes to the socket first.
        foreach (ref readonly var said in inputs[..count])
        {
            if (IsAnswer(said.Kind)) crash.Reach(CrashPoint.AfterAck, $"{said.Kind} of order {OrderIdOf(in said)}");
            if (_closing.Contains(OrderIdOf(in said)))
                crash.Reach(CrashPoint.FlattenAnswer, $"{said.Kind} of order {OrderIdOf(in said)}");
            if (OrderIdOf(in said) == _sentOrderId) _sentOrderId = 0; // Answered already.
        }
        if (_sentOrderId != 0) crash.Reach(CrashPoint.AfterSend, $"order {_sentOrderId}");
        _sentOrderId = 0;
        return count;
    }

    private GatewaySendCode TryClose(in EngineEvent intentRecord, in EngineEvent termsRecord)
    {
        crash.Reach(CrashPoint.FlattenBeforeClose, $"order {intentRecord.Order.OrderId}");
        var code = inner.TrySend(in intentRecord, in termsRecord);
        _closing.Add(intentRecord.Order.OrderId);
        crash.Reach(CrashPoint.FlattenAfterClose, $"order {intentRecord.Order.OrderId}");
        return code;
    }

    private static bool IsAnswer(EventKind kind) => kind
        is EventKind.VenueConnected or EventKind.OrderAccepted or EventKind.OrderRejected or EventKind.Execution
            or EventKind.OrderCanceled
        or EventKind.OrderExpired or EventKind.OrderReplaced;

    private static long OrderIdOf(in EngineEvent said) =>
        said.Kind == EventKind.Execution ? said.Execution.OrderId
        : IsAnswer(said.Kind) ? said.OrderReport.OrderId : 0;
}
