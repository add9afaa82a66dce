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

    private readonly StateTable<CommandKeyState> _keys;
    private readonly StateTable<CommandKeyCountersState> _ring;
    private readonly SlotIndex _index;

    public CommandKeyTable(StateRegistry registry, EngineLimits limits)
    {
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(limits);
        _keys = registry.Add<CommandKeyState>(StateParts.CommandKeys, version: 1, limits.IdempotencyKeysMax);
        _ring = registry.Add<CommandKeyCountersState>(StateParts.CommandKeyCounters, version: 1, capacity: 1);
        _index = new SlotIndex(limits.IdempotencyKeysMax);
        registry.OnRestored(RebuildIndex);
    }

    /// <summary>Keys remembered now, those that are about to be forgotten included.</summary>
    public int Count => (int)(_ring[0].Added - _ring[0].Removed);

    /// <summary>True if no key can be remembered now: every one is younger than 24 hours.</summary>
    public bool IsFull(long nowNs) => Count == _keys.Capacity && !IsOld(in _keys[SlotOf(_ring[0].Removed)], nowNs);

    /// <summary>The command that was applied under this key; false if there was none within 24 hours.</summary>
    public bool TryFind(in CommandIdentityPayload identity, long nowNs, out CommandKeyState applied)
    {
        var slot = Find(in identity);
        applied = slot == SlotIndex.None ? default : _keys[slot];
        return slot != SlotIndex.None && !IsOld(in applied, nowNs);
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
        _index.Add(HashOf(identity.KeyLow), slot);
        return true;
    }

    // An old entry of this very key must not stay in front of the new one.
    private void RemoveOld(in CommandIdentityPayload identity, long nowNs)
    {
        for (var i = 0; Count > 0; i++)
        {
            var slot = SlotOf(_ring[0].Removed);
            if (!IsOld(in _keys[slot], nowNs)) return;
            if (i >= RemovalsPerAdd && Find(in identity) == SlotIndex.None) return;

            _index.Remove(HashOf(_keys[slot].KeyLow), slot);
            _keys.Edit(slot) = default;
            _ring.Edit(0).Removed++;
        }
    }

    private int Find(in CommandIdentityPayload identity)
    {
        var hash = HashOf(identity.KeyLow);
        for (var slot = _index.First(hash, out var at); slot != SlotIndex.None; slot = _index.Next(hash, ref at))
        {
            ref readonly var key = ref _keys[slot];
            if (key.KeyHigh == identity.KeyHigh && key.KeyLow == identity.KeyLow) return slot;
        }
        return SlotIndex.None;
    }

    private static bool IsOld(in CommandKeyState key, long nowNs) => nowNs - key.Answer.AppliedTimeNs >= KeptNs;

    private int SlotOf(long number) => (int)(number % _keys.Capacity);

    private void RebuildIndex()
    {
        _index.Clear();
        for (var number = _ring[0].Removed; number < _ring[0].Added; number++)
        {
            var slot = SlotOf(number);
            _index.Add(HashOf(_keys[slot].KeyLow), slot);
        }
    }

    // The key is a cryptographic hash already.
    private static uint HashOf(ulong keyLow) => (uint)(keyLow >> 32);
}
