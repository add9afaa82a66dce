using System.Diagnostics;
using Engine.Core.Control;
using Engine.Core.Metrics;

namespace Engine.Core.Replay;

/// <summary>
/// The latest status, replaced whole: readers on any thread see one consistent picture. Holds may be ahead of the rest,
/// because their answers are: whoever has been told of a halt sees it here.
/// </summary>
public sealed class StatusBoard
{
    private static readonly long AskedTicks = Stopwatch.Frequency;

    private EngineStatus? _status;
    private DetailPicture? _details;
    private long _askedUntil = long.MinValue;
    private long _askedClosedUntil = long.MinValue;
    private FeedStatus? _feeds;
    private SnapshotMark? _snapshot;
    private TradingFigures? _trading;
    private HoldsInForce? _holds;
    private InstrumentNames _instruments = InstrumentNames.None;

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

    /// <summary>Orders by status, positions and profits, once a second; null until the follower has published
    /// once.</summary>
    public TradingFigures? Trading => Volatile.Read(ref _trading);

    /// <summary>What the follower has seen of this run.</summary>
    public RecordTally Tally { get; } = new();

    /// <summary>Null before the first snapshot of this run.</summary>
    public SnapshotMark? Snapshot => Volatile.Read(ref _snapshot);

    /// <summary>What the instruments are called; grows, never changes.</summary>
    public InstrumentNames Instruments => Volatile.Read(ref _instruments);

    /// <summary>Orders and positions, as old as the last time somebody asked; null before the first.</summary>
    public DetailPicture? Details => Volatile.Read(ref _details);

    /// <summary>
    /// Has orders and positions published for the next second: by a flag that the follower finds, never by a lock.
    /// </summary>
    public void AskForDetails(bool withClosed)
    {
        var until = Stopwatch.GetTimestamp() + AskedTicks;
        if (withClosed) Volatile.Write(ref _askedClosedUntil, until);
        Volatile.Write(ref _askedUntil, until);
    }

    /// <summary>True if somebody has asked within the last second. For the follower.</summary>
    public bool IsAskedForDetails(long nowTicks, out bool withClosed)
    {
        withClosed = nowTicks < Volatile.Read(ref _askedClosedUntil);
        return nowTicks < Volatile.Read(ref _askedUntil);
    }

    public void Publish(EngineStatus status) => Volatile.Write(ref _status, status);

    public void Publish(HoldsInForce holds) => Volatile.Write(ref _holds, holds);

    public void Publish(SnapshotMark snapshot) => Volatile.Write(ref _snapshot, snapshot);

    public void Publish(TradingFigures trading) => Volatile.Write(ref _trading, trading);

    public void Publish(FeedStatus feeds) => Volatile.Write(ref _feeds, feeds);

    public void Publish(DetailPicture details) => Volatile.Write(ref _details, details);

    public void Publish(InstrumentNames instruments) => Volatile.Write(ref _instruments, instruments);
}
