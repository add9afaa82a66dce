using Engine.Core.Events;

namespace Engine.Core.Strategies;

/// <summary>One configured strategy with what the engine needs to call it.</summary>
public sealed class StrategyHost
{
    private readonly bool[] _isSubscribed; // By instrument id; derived from the symbols, rebuilt after a restart.
    private readonly string[] _symbols;    // Empty means every instrument.
    private bool _isFaultTaken;

    internal StrategyHost(
        int id, string name, string type, IStrategy strategy, StrategyContext context, StrategySetup setup,
            IReadOnlyList<string> symbols)
    {
        Id = id;
        Name = name;
        Type = type;
        Strategy = strategy;
        Context = context;
        Bars = setup.Bars;
        _isSubscribed = new bool[setup.InstrumentsMax];
        _symbols = [.. symbols];
    }

    /// <summary>1-based position in the configuration, by ordinal order of the names.</summary>
    public int Id { get; }

    public string Name { get; }

    public string Type { get; }

    /// <summary>Kinds of bars it asked for.</summary>
    public IReadOnlyList<BarSpec> Bars { get; }

    /// <summary>What disabled it, for the log; null while it runs. The journal has code and type name.</summary>
    public Exception? Fault { get; internal set; }

    internal IStrategy Strategy { get; }

    internal StrategyContext Context { get; }

    public bool IsSubscribed(int instrumentId) => _isSubscribed[instrumentId];

    internal void OnInstrument(int instrumentId, string symbol) =>
        _isSubscribed[instrumentId] = _symbols.Length == 0 || Array.IndexOf(_symbols, symbol) >= 0;

    /// <summary>True once after the callback that threw.</summary>
    internal bool TakeFault(out string typeName)
    {
        typeName = Fault?.GetType().FullName ?? "";
        var isNew = Fault is not null && !_isFaultTaken;
        if (isNew) _isFaultTaken = true;
        return isNew;
    }

    internal bool WantsBars(BarSpec spec)
    {
        for (var i = 0; i < Bars.Count; i++)
            if (Bars[i] == spec) return true;
        return false;
    }
}
