using Engine.Core.Events;
using Engine.Core.Gateway;

namespace Engine.Simulation;

/// <summary>Between gateway stage and venue: notes what was shown, and dies at a send if told to.</summary>
internal sealed class WitnessGateway(IOrderGateway inner, Witness witness) : IOrderGateway
{
    public IOrderGateway Inner => inner;

    /// <summary>The send at which the process dies; 0 = none.</summary>
    public int SendsUntilCrash { get; set; }

    /// <summary>The venue has it when the process dies.</summary>
    public bool CrashesAfterSend { get; set; }

    public string Name => inner.Name;

    public bool IsConnected => inner.IsConnected;

    public bool TakesIntentsFromRecords => inner.TakesIntentsFromRecords;

    public void OnRecord(in EngineEvent record, bool isHistory)
    {
        witness.SeeRecord(in record);
        inner.OnRecord(in record, isHistory);
    }

    public GatewaySendCode TrySend(in EngineEvent intentRecord, in EngineEvent termsRecord)
    {
        if (SendsUntilCrash > 0 && --SendsUntilCrash == 0)
        {
            if (CrashesAfterSend) inner.TrySend(in intentRecord, in termsRecord);
            throw new SimulatedCrashException(CrashesAfterSend ? "after a send" : "before a send");
        }
        return inner.TrySend(in intentRecord, in termsRecord);
    }

    public GatewaySendCode TryCancel(in EngineEvent intentRecord) => inner.TryCancel(in intentRecord);

    public GatewaySendCode TryReplace(in EngineEvent intentRecord, in EngineEvent termsRecord) =>
        inner.TryReplace(in intentRecord, in termsRecord);

    public GatewaySendCode TryQuery(in EngineEvent queryRecord) => inner.TryQuery(in queryRecord);

    public int Poll(Span<EngineEvent> inputs) => inner.Poll(inputs);
}
