using System.Numerics;
using Engine.Core.Events;

namespace Engine.Core.MarketData;

/// <summary>
/// The symbols of one source in the order of their first use; the position is the local id. Found by their bytes.
/// </summary>
internal sealed class LocalSymbols(int symbolsMax)
{
    private InstrumentPayload[] _definitions = new InstrumentPayload[16];
    private int[] _slots = new int[64];    // Local id + 1; at most a quarter is used.

    public int Count { get; private set; }

    public bool IsFull => Count >= symbolsMax;

    public ref readonly InstrumentPayload this[int localId] => ref _definitions[localId];

    /// <summary>The local id, or -1.</summary>
    public int Find(ReadOnlySpan<byte> symbol)
    {
        if (symbol.Length > AsciiText24.SizeInBytes) return -1;

        for (var slot = FirstSlot(symbol); _slots[slot] != 0; slot = (slot + 1) & (_slots.Length - 1))
        {
            ReadOnlySpan<byte> known = _definitions[_slots[slot] - 1].Symbol;
            if (known.StartsWith(symbol) && (symbol.Length == known.Length || known[symbol.Length] == 0))
                return _slots[slot] - 1;
        }
        return -1;
    }

    /// <summary>Gives the next local id to a symbol that is not there yet.</summary>
    public int Add(in InstrumentPayload definition, long sourceRow)
    {
        if (Count == _definitions.Length)
        {
            Array.Resize(ref _definitions, Count * 2);
            _slots = new int[(int)BitOperations.RoundUpToPowerOf2((uint)_definitions.Length * 4)];
            for (var i = 0; i < Count; i++) Enter(i);
        }
        _definitions[Count] = definition;
        _definitions[Count].LocalId = Count;
        _definitions[Count].SourceRow = sourceRow;
        Enter(Count);
        return Count++;
    }

    private void Enter(int localId)
    {
        ReadOnlySpan<byte> symbol = _definitions[localId].Symbol;
        var length = symbol.IndexOf((byte)0);
        var slot = FirstSlot(length < 0 ? symbol : symbol[..length]);
        while (_slots[slot] != 0) slot = (slot + 1) & (_slots.Length - 1);
        _slots[slot] = localId + 1;
    }

    private int FirstSlot(ReadOnlySpan<byte> symbol)
    {
        var hash = 0x9E3779B97F4A7C15ul;
        foreach (var character in symbol) hash = BitOperations.RotateLeft((hash ^ character) * 0xD6E8FEB86659FD93, 29);
        return (int)(hash >> 32) & (_slots.Length - 1);
    }
}
