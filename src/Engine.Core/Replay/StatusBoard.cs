namespace Engine.Core.Replay;

/// <summary>The latest status, replaced whole: readers on any thread see one consistent picture.</summary>
public sealed class StatusBoard
{
    private EngineStatus? _status;
    private FeedStatus? _feeds;
    private InstrumentNames _instruments = InstrumentNames.None;

    /// <summary>Null until the follower has published for the first time.</summary>
    public EngineStatus? Status => Volatile.Read(ref _status);

    /// <summary>What was last heard of the market data; null until the follower has published for the first time.</summary>
    public FeedStatus? Feeds => Volatile.Read(ref _feeds);

    /// <summary>What the instruments are called; grows, never changes.</summary>
    public InstrumentNames Instruments => Volatile.Read(ref _instruments);

    public void Publish(EngineStatus status) => Volatile.Write(ref _status, status);

    public void Publish(FeedStatus feeds) => Volatile.Write(ref _feeds, feeds);

    public void Publish(InstrumentNames instruments) => Volatile.Write(ref _instruments, instruments);
}
