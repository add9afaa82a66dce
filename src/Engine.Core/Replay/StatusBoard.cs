namespace Engine.Core.Replay;

/// <summary>The latest status, replaced whole: readers on any thread see one consistent picture.</summary>
public sealed class StatusBoard
{
    private EngineStatus? _status;
    private FeedStatus? _feeds;

    /// <summary>Null until the follower has published for the first time.</summary>
    public EngineStatus? Status => Volatile.Read(ref _status);

    /// <summary>What was last heard of the market data; null until the follower has published once.</summary>
    public FeedStatus? Feeds => Volatile.Read(ref _feeds);

    public void Publish(EngineStatus status) => Volatile.Write(ref _status, status);

    public void Publish(FeedStatus feeds) => Volatile.Write(ref _feeds, feeds);
}
