using Engine.Core.Sequencing;
using Engine.Core.Gateway;

namespace Engine.Core.Pipeline;

/// <summary>The gateway as a stage of a thread. Drained when nothing waits to be written or to be journaled.</summary>
public sealed class GatewayRunner(GatewayStage gateway) : IStage
{
    public string Name => gateway.Name;

    public bool IsDrained => gateway is { Unsent: 0, Backlog: 0 };

    public int RunOnce() => gateway.RunOnce();
}
