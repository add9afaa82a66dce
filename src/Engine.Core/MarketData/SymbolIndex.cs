using System.Runtime.InteropServices;
using Engine.Core.Events;
using Engine.Core.State;

namespace Engine.Core.MarketData;

/// <summary>
/// Symbol to dense id: open addressing with linear probing over the instrument table. Derived from the table, never
/// state itself, and never iterated, so its order decides nothing.
/// </summary>
internal sealed class SymbolIndex
{
    private readonly StateTable<InstrumentState> _instruments;
    private readonly int[] _slots;    // Dense id + 1; at most half are used, so probing always ends.
    private readonly int _mask;

    public SymbolIndex(StateTable<InstrumentState> instruments)
    {
        _instruments = instruments;
        _slots = new int[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)instruments.Capacity * 2)];
        _mask = _slots.Length - 1;
    }

    /// <summary>The dense id, or -1.</summary>
    public int Find(in AsciiText24 symbol)
    {
        for (var slot = FirstSlot(in symbol); _slots[slot] != 0; slot = (slot + 1) & _mask)
            if (IsEqual(in _instruments[_slots[slot] - 1].Symbol, in symbol)) return _slots[slot] - 1;
        return -1;
    }

    public void Add(int denseId)
    {
        var slot = FirstSlot(in _instruments[denseId].Symbol);
        while (_slots[slot] != 0) slot = (slot + 1) & _mask;
        _slots[slot] = denseId + 1;
    }

    public void Clear() => Array.Clear(_slots);

    private static bool IsEqual(in AsciiText24 a, in AsciiText24 b) => BytesOf(in a).SequenceEqual(BytesOf(in b));

    private static ReadOnlySpan<byte> BytesOf(in AsciiText24 text) =>
        MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(in text, 1));

    private int FirstSlot(in AsciiText24 symbol)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(BytesOf(in symbol));
        var hash = StateDigest.Append(StateDigest.Append(StateDigest.Append(0, words[0]), words[1]), words[2]);
        return (int)hash & _mask;
    }
}
