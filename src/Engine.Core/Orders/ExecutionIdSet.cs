using System.Runtime.InteropServices;
using Engine.Core.Events;
using Engine.Core.State;

namespace Engine.Core.Orders;

/// <summary>
/// Counts each execution id once. Ids are kept for 8 sessions in a ring; when the ring is full the oldest goes first.
/// The hash index over the ring is derived and never decides an order. It keeps the hash beside the slot, so that an id
/// that is not there is found missing, and a gap is closed, without a look at the ids of others.
/// </summary>
public sealed class ExecutionIdSet
{
    /// <summary>Sessions for which an id is remembered.</summary>
    public const int SessionsKept = ExecutionSessionDays.Length;

    // Removing two for each one added empties the ring of old sessions without ever doing much at once.
    private const int RemovalsPerAdd = 2;
    private const int Free = -1;
    private const ulong FreeEntry = 0;

    private readonly StateTable<ExecutionIdState> _ids;
    private readonly StateTable<ExecutionSessionsState> _ring;
    private readonly ulong[] _index;    // Open addressing: hash above, slot of the ring + 1 below. Half empty at worst.
    private readonly int _slotMask;
    private readonly int _indexMask;

    public ExecutionIdSet(StateRegistry registry, EngineLimits limits)
    {
        if (!int.IsPow2(limits.ExecutionIdsRetained))
        {
            throw new ArgumentException(
                $"ExecutionIdsRetained is {limits.ExecutionIdsRetained}; a power of two is needed.", nameof(limits));
        }

        _ids = registry.Add<ExecutionIdState>(StateParts.ExecutionIds, version: 1, limits.ExecutionIdsRetained);
        _ring = registry.Add<ExecutionSessionsState>(StateParts.ExecutionSessions, version: 1, capacity: 1);
        _slotMask = limits.ExecutionIdsRetained - 1;
        _index = new ulong[limits.ExecutionIdsRetained * 2];
        _indexMask = _index.Length - 1;
        RebuildIndex();
        registry.OnRestored(RebuildIndex);
    }

    /// <summary>Ids remembered now.</summary>
    public int Count => (int)(_ring[0].Added - _ring[0].Removed);

    /// <summary>
    /// An id younger than <see cref="SessionsKept"/> sessions was once forgotten because the ring was full: raise
    /// <see cref="EngineLimits.ExecutionIdsRetained"/>.
    /// </summary>
    public bool HasForgottenYoung => _ring[0].HasForgottenYoung != 0;

    /// <summary>Ids ever added: the number that the next one gets.</summary>
    public long NextNumber => _ring[0].Added;

    /// <summary>True if the id is new and the execution is to be counted.</summary>
    public bool TryAdd(in AsciiText32 id, int sessionDay)
    {
        var hash = HashOf(in id);
        if (SlotOf(in id, hash) != Free) return false;

        ref var ring = ref _ring.Edit(0);
        NoteSession(ref ring, sessionDay);
        RemoveOld(ref ring);
        if (Count == _ids.Capacity)
        {
            ring.HasForgottenYoung = 1;
            RemoveOldest(ref ring);
        }

        var slot = (int)ring.Added & _slotMask;
        ref var entry = ref _ids.Edit(slot);
        entry.Id = id;
        entry.SessionDay = sessionDay;
        entry.IsUsed = 1;
        ring.Added++;
        Insert(slot, hash);
        return true;
    }

    public bool Contains(in AsciiText32 id) => SlotOf(in id, HashOf(in id)) != Free;

    /// <summary>The running number, from 0, under which an id was added. False if it is not remembered.</summary>
    public bool TryFind(in AsciiText32 id, out long number)
    {
        var slot = SlotOf(in id, HashOf(in id));
        var oldest = _ring[0].Removed;
        number = slot == Free ? -1 : oldest + ((slot - (int)oldest) & _slotMask);
        return slot != Free;
    }

    /// <summary>The id that was added under a number that is still remembered.</summary>
    public ref readonly AsciiText32 IdOf(long number) => ref _ids[(int)number & _slotMask].Id;

    private int SlotOf(in AsciiText32 id, uint hash)
    {
        for (var i = HomeOf(hash); ; i = (i + 1) & _indexMask)
        {
            var entry = _index[i];
            if (entry == FreeEntry) return Free;
            if (HashOf(entry) == hash && IsEqual(in _ids[SlotOf(entry)].Id, in id)) return SlotOf(entry);
        }
    }

    // Days are noted in ascending order; an id of an earlier day, as a query may bring, notes nothing.
    private static void NoteSession(ref ExecutionSessionsState ring, int sessionDay)
    {
        var count = ring.SessionCount;
        if (count > 0 && sessionDay <= ring.Days[count - 1]) return;

        if (count == SessionsKept)
        {
            for (var i = 1; i < SessionsKept; i++) ring.Days[i - 1] = ring.Days[i];
            ring.Days[SessionsKept - 1] = sessionDay;
            return;
        }
        ring.Days[count] = sessionDay;
        ring.SessionCount = count + 1;
    }

    private void RemoveOld(ref ExecutionSessionsState ring)
    {
        if (ring.SessionCount < SessionsKept) return;

        for (var i = 0; i < RemovalsPerAdd && ring.Removed < ring.Added; i++)
        {
            if (_ids[(int)ring.Removed & _slotMask].SessionDay >= ring.Days[0]) return;
            RemoveOldest(ref ring);
        }
    }

    private void RemoveOldest(ref ExecutionSessionsState ring)
    {
        var slot = (int)ring.Removed & _slotMask;
        RemoveFromIndex(slot);
        _ids.Edit(slot) = default;
        ring.Removed++;
    }

    private void Insert(int slot, uint hash)
    {
        var i = HomeOf(hash);
        while (_index[i] != FreeEntry) i = (i + 1) & _indexMask;
        _index[i] = ((ulong)hash << 32) | (uint)(slot + 1);
    }

    // Closes the gap by moving back what probed past it, so that the index needs no grave marks.
    private void RemoveFromIndex(int slot)
    {
        var hole = HomeOf(HashOf(in _ids[slot].Id));
        while (SlotOf(_index[hole]) != slot) hole = (hole + 1) & _indexMask;

        for (var i = (hole + 1) & _indexMask; _index[i] != FreeEntry; i = (i + 1) & _indexMask)
        {
            var distanceToHole = (i - hole) & _indexMask;
            var distanceToHome = (i - HomeOf(HashOf(_index[i]))) & _indexMask;
            if (distanceToHome < distanceToHole) continue;

            _index[hole] = _index[i];
            hole = i;
        }
        _index[hole] = FreeEntry;
    }

    private void RebuildIndex()
    {
        _index.AsSpan().Clear();
        for (var slot = 0; slot < _ids.Capacity; slot++)
            if (_ids[slot].IsUsed != 0) Insert(slot, HashOf(in _ids[slot].Id));
    }

    private int HomeOf(uint hash) => (int)hash & _indexMask;

    private static int SlotOf(ulong entry) => (int)(uint)entry - 1;

    private static uint HashOf(ulong entry) => (uint)(entry >> 32);

    private static uint HashOf(in AsciiText32 id)
    {
        ReadOnlySpan<byte> bytes = id;
        var hash = 0ul;
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(bytes)) hash = StateDigest.Append(hash, word);
        return (uint)(hash >> 32);
    }

    private static bool IsEqual(in AsciiText32 left, in AsciiText32 right)
    {
        ReadOnlySpan<byte> a = left;
        ReadOnlySpan<byte> b = right;
        return a.SequenceEqual(b);
    }
}
