using System.Diagnostics;

namespace Engine.Core.Orders;

/// <summary>
/// Doubly linked lists of slots, one per bucket, in the order of adding. Derived from the order table: it is rebuilt,
/// not stored. A slot is in at most one bucket.
/// </summary>
internal sealed class WorkingOrderList
{
    private const int None = -1;

    private readonly int[] _next;
    private readonly int[] _previous;
    private readonly int[] _heads;
    private readonly int[] _tails;
    private readonly int[] _counts;

    public WorkingOrderList(int slots, int buckets)
    {
        _next = new int[slots];
        _previous = new int[slots];
        _heads = new int[buckets];
        _tails = new int[buckets];
        _counts = new int[buckets];
        Clear();
    }

    public int BucketCount => _heads.Length;

    public int HeadOf(int bucket) => _heads[bucket];

    public int TailOf(int bucket) => _tails[bucket];

    /// <summary>-1 at the end.</summary>
    public int NextOf(int slot) => _next[slot];

    public int CountOf(int bucket) => _counts[bucket];

    public void Append(int bucket, int slot)
    {
        var tail = _tails[bucket];
        _next[slot] = None;
        _previous[slot] = tail;
        if (tail == None) _heads[bucket] = slot;
        else _next[tail] = slot;
        _tails[bucket] = slot;
        _counts[bucket]++;
    }

    /// <summary>Puts a slot behind another one of the bucket; -1 for the front.</summary>
    public void InsertAfter(int bucket, int previous, int slot)
    {
        var next = previous == None ? _heads[bucket] : _next[previous];
        _previous[slot] = previous;
        _next[slot] = next;
        if (previous == None) _heads[bucket] = slot;
        else _next[previous] = slot;
        if (next == None) _tails[bucket] = slot;
        else _previous[next] = slot;
        _counts[bucket]++;
    }

    /// <summary>-1 at the front.</summary>
    public int PreviousOf(int slot) => _previous[slot];

    public void Remove(int bucket, int slot)
    {
        var previous = _previous[slot];
        var next = _next[slot];
        Debug.Assert(_counts[bucket] > 0);
        if (previous == None) _heads[bucket] = next;
        else _next[previous] = next;
        if (next == None) _tails[bucket] = previous;
        else _previous[next] = previous;
        _counts[bucket]--;
    }

    public void Clear()
    {
        _heads.AsSpan().Fill(None);
        _tails.AsSpan().Fill(None);
        _counts.AsSpan().Clear();
    }
}
