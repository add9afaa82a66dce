using System.Diagnostics;
using Engine.Core.Events;
using Engine.Core.Time;

namespace Engine.Core.MarketData;

/// <summary>
/// The common half of the sources: holds a chunk of inputs that are read but not written yet, and writes what fits the
/// lane and, with a clock, what is due on it. Times do not step back within a source.
/// </summary>
internal sealed class SourcePump(IInputWriter writer, IClock? clock)
{
    private const int ChunkRecords = 256;

    private readonly EngineEvent[] _pending = new EngineEvent[ChunkRecords];
    private EngineEvent[]? _opening;    // SourceOpened with its continuation records, until it is written.
    private int _start;
    private int _end;

    public bool IsEmpty => HasNoRows && _opening is null;

    /// <summary>Everything read is written; time to read on.</summary>
    public bool HasNoRows => _start == _end;

    /// <summary>Room for a row and a definition before it.</summary>
    public bool HasRoom => _end <= ChunkRecords - 2;

    public void Open(EngineEvent[] opening) => _opening = opening;

    /// <summary>The next free slot, all zero. It counts once it is committed.</summary>
    public ref EngineEvent Next()
    {
        Debug.Assert(_end < ChunkRecords);
        ref var slot = ref _pending[_end];
        slot = default;
        return ref slot;
    }

    /// <summary>The slot given by <see cref="Next"/> last.</summary>
    public ref readonly EngineEvent Uncommitted => ref _pending[_end];

    public void Commit() => _end++;

    public void Add(in EngineEvent input)
    {
        Next() = input;
        Commit();
    }

    public int Write()
    {
        var written = 0;
        if (_opening is not null)
        {
            if (!IsDue(in _opening[0]) || !writer.TryWrite(_opening)) return 0;
            _opening = null;
            written = 1;
        }
        var count = clock is null ? _end - _start : CountDue(clock.NowNs);
        if (count != 0) count = writer.WriteBatch(_pending.AsSpan(_start, count));
        _start += count;
        if (_start == _end) _start = _end = 0;
        return written + count;
    }

    private bool IsDue(in EngineEvent input) => clock is null || input.TimestampNs <= clock.NowNs;

    private int CountDue(long nowNs)
    {
        var count = 0;
        while (_start + count < _end && _pending[_start + count].TimestampNs <= nowNs) count++;
        return count;
    }
}
