using Engine.Core.Events;

namespace Engine.Core.Pipeline.Logic;

/// <summary>What the venue answers after a start or a reconnect, compared with what the engine believes.</summary>
internal sealed class ReconciliationFlow
{
    private readonly LogicParts _parts;
    private readonly OrderFlow _orders;
    private readonly LifecycleFlow _lifecycle;
    private readonly HoldFlow _holds;

    public ReconciliationFlow(LogicParts parts, OrderFlow orders, LifecycleFlow lifecycle, HoldFlow holds)
    {
        _parts = parts;
        _orders = orders;
        _lifecycle = lifecycle;
        _holds = holds;
    }

    /// <summary>False if the input is not of this flow.</summary>
    public bool TryHandle(GroupWriter group, in EngineEvent e)
    {
        switch (e.Kind)
        {
            case EventKind.VenueConnected:
                _parts.Orders.OnVenueConnected(e.OrderReport.BrokerOrderId, e.OrderReport.SessionEpoch);
                return true;
            case EventKind.VenueDisconnected:
                _lifecycle.OnVenueDisconnected(group);
                return true;
            default:
                return false;
        }
    }
}
