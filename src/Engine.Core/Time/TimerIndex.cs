using System.Numerics;

namespace Engine.Core.Time;

/// <summary>
/// Timer id to table slot: open addressing, linear probing, deletion by shifting back. Derived, never iterated.
/// </summary>
internal sealed class TimerIndex
{
    private readonly long[] _ids;    // 0 = free; at most half are used, so probing always ends.
    private readonly int[] _slots;
    private readonly int _mask;

    public TimerIndex(int capacity)
    {
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(capacity, 1) * 2);
        _ids = new long[size];
        _slots = new int[size];
        _mask = size - 1;
    }

    public void Add(long id, int slot)
    {
        var at = HomeOf(id);
        while (_ids[at] != 0) at = (at + 1) & _mask;
        _ids[at] = id;
        _slots[at] = slot;
    }

    /// <summary>The slot of the id, or -1 if it is not there.</summary>
    public int SlotOf(long id)
    {
        var at = HomeOf(id);
        while (_ids[at] != id)
        {
            if (_ids[at] == 0) return -1;
            at = (at + 1) & _mask;
        }
        return _slots[at];
    }

    /// <summary>Removes the id; returns its slot, or -1 if it is not there.</summary>
    public int Remove(long id)
    {
        var at = HomeOf(id);
        while (_ids[at] != id)
        {
            if (_ids[at] == 0) return -1;
            at = (at + 1) & _mask;
        }
        var slot = _slots[at];
        CloseGap(at);
        return slot;
    }

    public void Clear() => Array.Clear(_ids);

    // Entries behind the gap move into it unless that would put them before their home.
    private void CloseGap(int gap)
    {
        for (var at = (gap + 1) & _mask; _ids[at] != 0; at = (at + 1) & _mask)
        {
            if (((at - HomeOf(_ids[at])) & _mask) < ((at - gap) & _mask)) continue;
            _ids[gap] = _ids[at];
            _slots[gap] = _slots[at];
            gap = at;
        }
        _ids[gap] = 0;
    }

    // Ids are consecutive; their low bits spread them perfectly.
    private int HomeOf(long id) => (int)id & _mask;
}
