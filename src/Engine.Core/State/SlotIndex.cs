using System.Numerics;

namespace Engine.Core.State;

/// <summary>
/// Finds entities of a state table by a key: hash to slot, by open addressing with linear probing and deletion by
/// shifting back. Derived from the table, never state itself and never iterated, so its order decides nothing. The
/// table's owner compares the keys: several slots may have one hash.
/// </summary>
internal sealed class SlotIndex
{
    public const int None = -1;

    private const ulong Free = 0;
    private const int HashShift = 32;

    // Hash above, slot + 1 below: one cache line tells both. At most half are used, so probing always ends.
    private readonly ulong[] _entries;
    private readonly int _mask;

    /// <param name="capacity">Slots that are in it at a time, at most.</param>
    public SlotIndex(int capacity)
    {
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(capacity, 1) * 2);
        _entries = new ulong[size];
        _mask = size - 1;
    }

    /// <summary>The first slot with this hash, or <see cref="None"/>.</summary>
    /// <param name="at">Where it was found, for <see cref="Next"/>.</param>
    public int First(uint hash, out int at)
    {
        at = HomeOf(hash);
        return Seek(hash, ref at);
    }

    /// <summary>The next slot with this hash, or <see cref="None"/>.</summary>
    public int Next(uint hash, ref int at)
    {
        at = (at + 1) & _mask;
        return Seek(hash, ref at);
    }

    public void Add(uint hash, int slot)
    {
        var at = HomeOf(hash);
        while (_entries[at] != Free) at = (at + 1) & _mask;
        _entries[at] = ((ulong)hash << HashShift) | (uint)(slot + 1);
    }

    /// <summary>Takes out a slot that is there under this hash.</summary>
    /// <exception cref="InvalidOperationException">It is not: the index and its table disagree.</exception>
    public void Remove(uint hash, int slot)
    {
        var found = First(hash, out var gap);
        while (found != slot)
        {
            if (found == None) throw new InvalidOperationException($"Slot {slot} is not in the index.");
            found = Next(hash, ref gap);
        }

        // Entries behind the gap move into it unless that would put them before their home.
        for (var at = (gap + 1) & _mask; _entries[at] != Free; at = (at + 1) & _mask)
        {
            if (((at - HomeOf(HashOf(_entries[at]))) & _mask) < ((at - gap) & _mask)) continue;
            _entries[gap] = _entries[at];
            gap = at;
        }
        _entries[gap] = Free;
    }

    public void Clear() => _entries.AsSpan().Clear();

    private int Seek(uint hash, ref int at)
    {
        for (; _entries[at] != Free; at = (at + 1) & _mask)
            if (HashOf(_entries[at]) == hash) return (int)(uint)_entries[at] - 1;
        return None;
    }

    private int HomeOf(uint hash) => (int)hash & _mask;

    private static uint HashOf(ulong entry) => (uint)(entry >> HashShift);
}
