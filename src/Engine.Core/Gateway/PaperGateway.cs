using Engine.Core.Events;

namespace Engine.Core.Gateway;

/// <summary>API sketch; follows in a later commit of this branch.</summary>
public sealed class PaperGateway : IOrderGateway
{
    public PaperGateway(VenueModel model) => throw new NotImplementedException();

    public string Name => "paper";

    public bool IsConnected => true;

    public bool TakesIntentsFromRecords => true;

    public void OnRecord(in EngineEvent record, bool isHistory) => throw new NotImplementedException();

    public GatewaySendCode TrySend(in EngineEvent intentRecord) => throw new NotImplementedException();

    public GatewaySendCode TryCancel(in EngineEvent intentRecord) => throw new NotImplementedException();

    public GatewaySendCode TryReplace(in EngineEvent intentRecord) => throw new NotImplementedException();

    public GatewaySendCode TryQuery(in EngineEvent queryRecord) => throw new NotImplementedException();

    public int Poll(Span<EngineEvent> inputs) => throw new NotImplementedException();
}
