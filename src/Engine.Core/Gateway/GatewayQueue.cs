using System.Diagnostics;
using Engine.Core.Events;

namespace Engine.Core.Gateway;

/// <summary>A bounded queue of records, allocated once; an order may have its terms beside it. Single thread.</summary>
internal sealed class GatewayQueue(int capacity, bool hasTerms = false)
{
    private readonly EngineEvent[] _records = new EngineEvent[capacity];
    private readonly EngineEvent[] _terms = hasTerms ? new EngineEvent[capacity] : [];
    private int _first;

    public int Count { get; private set; }

    public int Free => _records.Length - Count;

    public ref EngineEvent this[int index] => ref _records[(_first + index) % _records.Length];

    /// <summary>The terms of a queued order; all zero if it has none.</summary>
    public ref EngineEvent TermsOf(int index) => ref _terms[(_first + index) % _terms.Length];

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

    /// <inheritdoc cref="TryAdd(in EngineEvent)"/>
    public bool TryAdd(in EngineEvent record, in EngineEvent terms)
    {
        if (!TryAdd(in record)) return false;

        TermsOf(Count - 1) = terms;
        return true;
    }

    /// <summary>Overwrites a queued record with another one of the queue.</summary>
    public void Move(int from, int to)
    {
        this[to] = this[from];
        if (_terms.Length != 0) TermsOf(to) = TermsOf(from);
    }

    public void RemoveFirst(int count)
    {
        Debug.Assert(count <= Count);
        _first = (_first + count) % _records.Length;
        Count -= count;
    }

    public void RemoveAt(int index)
    {
        for (var i = index; i < Count - 1; i++) Move(i + 1, i);
        Count--;
    }
}
