using Engine.Core.Metrics;
using Engine.Core.Sequencing;

namespace Engine.Core.Pipeline;

/// <summary>
/// Makes latencies of the stamps of everything that the gateway has consumed. It runs on the gateway's thread, behind
/// its writes, so it delays no order; it gates nothing, and every sample counts.
/// </summary>
public sealed class LatencyStage : IStage
{
    private readonly LatencyStamps _stamps;
    private readonly LatencyBook _book;
    private readonly Sequence _consumed;
    private readonly bool _isSynced;
    private BatchCursor _batches;
    private long _next;

    /// <param name="consumed">How far the gateway is: at or below the durable position.</param>
    /// <param name="isSynced">A batch is synced before it is durable.</param>
    public LatencyStage(LatencyStamps stamps, LatencyBook book, Sequence consumed, bool isSynced)
    {
        ArgumentNullException.ThrowIfNull(consumed);
        _stamps = stamps;
        _book = book;
        _consumed = consumed;
        _isSynced = isSynced;
        _next = consumed.Value + 1;
    }

    public string Name => "latency";

    /// <summary>Nobody waits for it: measuring is no work that keeps a thread awake.</summary>
    public int RunOnce()
    {
        for (var last = _consumed.Value; _next <= last;)
        {
            var group = _stamps.Group(_next);
            if (!group.IsAt(_next))
            {
                _book.LostGroups++;
                _next++;
                continue;
            }
            while (_batches.MoveTowards(_stamps, _next)) Record(_batches.Current);
            Record(in group);
            _next += group.Count;
        }
        return 0;
    }

    private void Record(in BatchStamp batch)
    {
        _book[LatencySpan.JournalWrite].Record(batch.BegunTicks, batch.WrittenTicks);
        if (_isSynced) _book[LatencySpan.JournalSync].Record(batch.WrittenTicks, batch.DurableTicks);
    }

    private void Record(in GroupStamp group)
    {
        if (group.IngestTicks != 0) _book[LatencySpan.IngestToLogic].Record(group.IngestTicks, group.TakenTicks);
        _book[LatencySpan.Logic].Record(group.TakenTicks, group.DecidedTicks);
        _book[LatencySpan.Durable].Record(group.DecidedTicks, _batches.Current.DurableTicks);
    }
}
