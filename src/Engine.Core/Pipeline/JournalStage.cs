using System.Diagnostics;
using Engine.Core.Events;
using Engine.Core.Journal;
using Engine.Core.Sequencing;

namespace Engine.Core.Pipeline;

/// <summary>
/// Writes everything published on the outbound ring straight from ring memory, syncs if the run demands it, and only
/// then moves the durable position: nobody acts on an event above it. Whatever gathers during one sync is the next
/// group commit.
/// </summary>
public sealed class JournalStage : IStage
{
    private readonly RingBuffer<EngineEvent> _ring;
    private readonly Sequence _cursor;
    private readonly JournalWriter _writer;
    private readonly bool _isSynced;
    private readonly LatencyStamps? _stamps;
    private long _next; // First ring position not written.

    /// <param name="stamps">Where the times of batches are noted; null where nobody measures.</param>
    public JournalStage(
        RingBuffer<EngineEvent> ring, Sequence cursor, JournalWriter writer, LatencyStamps? stamps = null)
    {
        ArgumentNullException.ThrowIfNull(cursor);
        ArgumentNullException.ThrowIfNull(writer);
        _ring = ring;
        _cursor = cursor;
        _writer = writer;
        _stamps = stamps;
        _isSynced = writer.Durability == Durability.Synced;
        _next = cursor.Value + 1;
        Durable = new Sequence(cursor.Value);
    }

    public string Name => "journal";

    /// <summary>Last ring position that others may see and act on; also what gates the ring.</summary>
    public Sequence Durable { get; }

    /// <summary>Batches written; records per batch say how well group commit works.</summary>
    public long BatchCount { get; private set; }

    public int RunOnce()
    {
        var last = _cursor.Value;
        if (last < _next) return 0;

        var begun = _stamps is null ? 0 : Stopwatch.GetTimestamp();
        var count = (int)(last - _next + 1);
        ReadOnlySpan<EngineEvent> first = _ring.Slice(_next, count);
        ReadOnlySpan<EngineEvent> second = _ring.Slice(_next + first.Length, count - first.Length);
        _writer.Append(first, second);
        var written = _stamps is null ? 0 : Stopwatch.GetTimestamp();
        if (_isSynced) _writer.Sync();
        _stamps?.AddBatch(
            new BatchStamp(last, begun, written, _isSynced ? Stopwatch.GetTimestamp() : written));

        _next = last + 1;
        BatchCount++;
        Durable.Publish(last);
        return count;
    }
}
