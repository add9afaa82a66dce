using Engine.Core.Gateway;
using Engine.Core.Sequencing;

namespace Engine.Core.Pipeline;

/// <summary>The gateway as a stage of a thread. Drained when nothing waits to be written or to be journaled.</summary>
public sealed class GatewayRunner(GatewayStage gateway) : IStage
{
    private int _mustClose;
    private int _isQuiet;

    public string Name => gateway.Name;

    public bool IsDrained => gateway is { Unsent: 0, Backlog: 0 };

    /// <summary>After <see cref="Close"/>: all that is durable is written, all that was said is in the lane.</summary>
    public bool IsQuiet => Volatile.Read(ref _isQuiet) != 0;

    /// <summary>
    /// Takes nothing more from the venue, so that a stop can come to its end while orders go on working there: what the
    /// venue says from now on is asked for at the next start. Called by the host.
    /// </summary>
    public void Close() => Volatile.Write(ref _mustClose, 1);

    public int RunOnce()
    {
        if (Volatile.Read(ref _mustClose) == 0) return gateway.RunOnce();

        gateway.IsClosed = true;
        var work = gateway.RunOnce();
        Volatile.Write(ref _isQuiet, IsDrained ? 1 : 0);
        return work;
    }
}
