using System.Collections.Frozen;
using Engine.Core.MarketData;

namespace Engine.Core.Replay;

/// <summary>Symbols and exponents of all instruments that are defined, by dense id. Never changes.</summary>
public sealed class InstrumentNames
{
    private readonly InstrumentState[] _instruments;
    private readonly string[] _symbols;
    private readonly FrozenDictionary<string, int> _ids;

    private InstrumentNames(InstrumentState[] instruments)
    {
        _instruments = instruments;
        _symbols = [.. instruments.Select(instrument => instrument.Symbol.ToString())];
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var id = 0; id < _symbols.Length; id++) ids.TryAdd(_symbols[id], id);
        _ids = ids.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public static InstrumentNames None { get; } = new([]);

    public int Count => _symbols.Length;

    /// <summary>Reads a market that is at rest on the caller's thread.</summary>
    public static InstrumentNames Of(MarketView market)
    {
        ArgumentNullException.ThrowIfNull(market);
        var instruments = new InstrumentState[market.InstrumentCount];
        for (var id = 0; id < instruments.Length; id++) instruments[id] = market.Instrument(id);
        return new InstrumentNames(instruments);
    }

    /// <summary>Empty for an id that is not defined here.</summary>
    public string SymbolOf(int instrumentId) =>
        (uint)instrumentId < (uint)_symbols.Length ? _symbols[instrumentId] : "";

    /// <exception cref="IndexOutOfRangeException">No such id.</exception>
    public ref readonly InstrumentState Definition(int instrumentId) => ref _instruments[instrumentId];

    public bool TryFind(string symbol, out int instrumentId) => _ids.TryGetValue(symbol, out instrumentId);
}
