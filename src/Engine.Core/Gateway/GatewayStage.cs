namespace Engine.Core.Gateway;

/// <summary>API sketch; follows in a later commit of this branch.</summary>
public sealed class GatewayStage
{
    public GatewayStage(IDurableRecords records, IOrderGateway gateway, IInputWriter inbound, long firstSequence, int inFlightMessages) =>
        throw new NotImplementedException();

    public string Name { get; } = "gateway";

    public int RunOnce() => throw new NotImplementedException();
}
