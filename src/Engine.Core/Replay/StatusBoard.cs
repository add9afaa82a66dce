using Engine.Core.Control;

namespace Engine.Core.Replay;

/// <summary>
/// The latest status, replaced whole: readers on any thread see one consistent picture. Holds may be ahead of the rest,
/// because their answers are: whoever has been told of a halt sees it here.
/// </summary>
public sealed class StatusBoard
{
    private EngineStatus? _status;
    private FeedStatus? _feeds;
    private HoldsInForce? _holds;

    /// <summary>Null until the follower has published for the first time.</summary>
    public EngineStatus? Status
    {
        get
        {
            var status = Volatile.Read(ref _status);
            var holds = Volatile.Read(ref _holds);
            if (status is null || holds is null || holds.Sequence <= status.Sequence) return status;
            return status with { Holds = holds.Holds, Permission = holds.AccountPermission };
        }
    }

    /// <summary>What was last heard of the market data; null until the follower has published once.</summary>
    public FeedStatus? Feeds => Volatile.Read(ref _feeds);

    public void Publish(EngineStatus status) => Volatile.Write(ref _status, status);

    public void Publish(HoldsInForce holds) => Volatile.Write(ref _holds, holds);

    public void Publish(FeedStatus feeds) => Volatile.Write(ref _feeds, feeds);
}
