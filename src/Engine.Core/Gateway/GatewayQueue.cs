using System.Diagnostics;
using Engine.Core.Events;

namespace Engine.Core.Gateway;

/// <summary>A bounded queue of records, allocated once. Single thread.</summary>
internal sealed class GatewayQueue(int capacity)
{
    private readonly EngineEvent[] _records = new EngineEvent[capacity];
    private int _first;

    public int Count { get; private set; }

    public int Free => _records.Length - Count;

    public ref EngineEvent this[int index] => ref _records[(_first + index) % _records.Length];

    /// <summary>The longest run of queued records that lie side by side.</summary>
    public Span<EngineEvent> FirstRun => _records.AsSpan(_first, Math.Min(Count, _records.Length - _first));

    /// <summary>False if it is full.</summary>
    public bool TryAdd(in EngineEvent record)
    {
        if (Free == 0) return false;

        Count++;
        this[Count - 1] = record;
        return true;
    }

    public void RemoveFirst(int count)
    {
        Debug.Assert(count <= Count);
        _first = (_first + count) % _records.Length;
        Count -= count;
    }

    public void RemoveAt(int index)
    {
        for (var i = index; i < Count - 1; i++) this[i] = this[i + 1];
        Count--;
    }
}
