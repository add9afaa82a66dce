using Engine.Core.Events;
using Engine.Core.State;

namespace Engine.Core.Control;

/// <summary>
/// Applies each command once: remembers the answer of a command by its idempotency key for 24 hours of engine time. The
/// keys lie in a ring by age; the hash index over it is derived. State, so that a restart remembers.
/// </summary>
public sealed class CommandKeyTable
{
    /// <summary>How long a key is remembered, in engine time.</summary>
    public const long KeptNs = 86_400_000_000_000;

    // Several for each one added: the ring empties without ever doing much at once.
    private const int RemovalsPerAdd = 4;
    private const int Free = -1;

    private readonly StateTable<CommandKeyState> _keys;
    private readonly StateTable<CommandKeyCountersState> _ring;
    private readonly int[] _index; // Open addressing: slot of the ring, or Free. Half empty at worst.
    private readonly int _indexMask;

    public CommandKeyTable(StateRegistry registry, EngineLimits limits)
    {
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(limits);
        _keys = registry.Add<CommandKeyState>(StateParts.CommandKeys, version: 1, limits.IdempotencyKeysMax);
        _ring = registry.Add<CommandKeyCountersState>(StateParts.CommandKeyCounters, version: 1, capacity: 1);
        _index = new int[System.Numerics.BitOperations.RoundUpToPowerOf2((uint)limits.IdempotencyKeysMax * 2)];
        _indexMask = _index.Length - 1;
        RebuildIndex();
        registry.OnRestored(RebuildIndex);
    }

    /// <summary>Keys remembered now, those that are about to be forgotten included.</summary>
    public int Count => (int)(_ring[0].Added - _ring[0].Removed);

    /// <summary>True if no key can be remembered now: every one is younger than 24 hours.</summary>
    public bool IsFull(long nowNs) => Count == _keys.Capacity && !IsOld(in _keys[SlotOf(_ring[0].Removed)], nowNs);

    /// <summary>The command that was applied under this key; false if there was none within 24 hours.</summary>
    public bool TryFind(in CommandIdentityPayload identity, long nowNs, out CommandKeyState applied)
    {
        for (var i = HomeOf(identity.KeyLow); _index[i] != Free; i = (i + 1) & _indexMask)
        {
            ref readonly var key = ref _keys[_index[i]];
            if (key.KeyHigh != identity.KeyHigh || key.KeyLow != identity.KeyLow) continue;

            applied = key;
            return !IsOld(in key, nowNs);
        }
        applied = default;
        return false;
    }

    /// <summary>Remembers an answer; false, and nothing happens, if the table is full of live keys.</summary>
    public bool TryAdd(in CommandIdentityPayload identity, in CommandAnswerPayload answer, long nowNs)
    {
        RemoveOld(in identity, nowNs);
        if (Count == _keys.Capacity) return false;

        var slot = SlotOf(_ring.Edit(0).Added++);
        ref var key = ref _keys.Edit(slot);
        key.KeyHigh = identity.KeyHigh;
        key.KeyLow = identity.KeyLow;
        key.BodyHigh = identity.BodyHigh;
        key.BodyLow = identity.BodyLow;
        key.IsUsed = 1;
        key.Answer = answer;
        Insert(slot);
        return true;
    }

    // An old entry of this very key must not stay in front of the new one.
    private void RemoveOld(in CommandIdentityPayload identity, long nowNs)
    {
        for (var i = 0; Count > 0; i++)
        {
            var slot = SlotOf(_ring[0].Removed);
            if (!IsOld(in _keys[slot], nowNs)) return;
            if (i >= RemovalsPerAdd && !TryFindAny(in identity)) return;

            RemoveFromIndex(slot);
            _keys.Edit(slot) = default;
            _ring.Edit(0).Removed++;
        }
    }

    private bool TryFindAny(in CommandIdentityPayload identity)
    {
        for (var i = HomeOf(identity.KeyLow); _index[i] != Free; i = (i + 1) & _indexMask)
        {
            ref readonly var key = ref _keys[_index[i]];
            if (key.KeyHigh == identity.KeyHigh && key.KeyLow == identity.KeyLow) return true;
        }
        return false;
    }

    private static bool IsOld(in CommandKeyState key, long nowNs) => nowNs - key.Answer.AppliedTimeNs >= KeptNs;

    private int SlotOf(long number) => (int)(number % _keys.Capacity);

    private void Insert(int slot)
    {
        var i = HomeOf(_keys[slot].KeyLow);
        while (_index[i] != Free) i = (i + 1) & _indexMask;
        _index[i] = slot;
    }

    // Closes the gap by moving back what probed past it, so that the index needs no grave marks.
    private void RemoveFromIndex(int slot)
    {
        var hole = HomeOf(_keys[slot].KeyLow);
        while (_index[hole] != slot) hole = (hole + 1) & _indexMask;

        for (var i = (hole + 1) & _indexMask; _index[i] != Free; i = (i + 1) & _indexMask)
        {
            var home = HomeOf(_keys[_index[i]].KeyLow);
            if (((i - home) & _indexMask) < ((i - hole) & _indexMask)) continue;

            _index[hole] = _index[i];
            hole = i;
        }
        _index[hole] = Free;
    }

    private void RebuildIndex()
    {
        _index.AsSpan().Fill(Free);
        for (var number = _ring[0].Removed; number < _ring[0].Added; number++) Insert(SlotOf(number));
    }

    // The key is a cryptographic hash already.
    private int HomeOf(ulong keyLow) => (int)(keyLow >> 32) & _indexMask;
}
