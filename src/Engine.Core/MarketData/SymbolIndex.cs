using System.Runtime.InteropServices;
using Engine.Core.Events;
using Engine.Core.State;

namespace Engine.Core.MarketData;

/// <summary>Symbol to dense id, over the instrument table.</summary>
internal sealed class SymbolIndex
{
    private readonly StateTable<InstrumentState> _instruments;
    private readonly SlotIndex _index;

    public SymbolIndex(StateTable<InstrumentState> instruments)
    {
        _instruments = instruments;
        _index = new SlotIndex(instruments.Capacity);
    }

    /// <summary>The dense id, or -1.</summary>
    public int Find(in AsciiText24 symbol)
    {
        var hash = HashOf(in symbol);
        var id = _index.First(hash, out var at);
        while (id != SlotIndex.None && !IsEqual(in _instruments[id].Symbol, in symbol)) id = _index.Next(hash, ref at);
        return id;
    }

    public void Add(int denseId) => _index.Add(HashOf(in _instruments[denseId].Symbol), denseId);

    public void Clear() => _index.Clear();

    private static bool IsEqual(in AsciiText24 a, in AsciiText24 b) => BytesOf(in a).SequenceEqual(BytesOf(in b));

    private static ReadOnlySpan<byte> BytesOf(in AsciiText24 text) =>
        MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(in text, 1));

    private static uint HashOf(in AsciiText24 symbol)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(BytesOf(in symbol));
        var hash = StateDigest.Append(StateDigest.Append(StateDigest.Append(0, words[0]), words[1]), words[2]);
        return (uint)hash;
    }
}
