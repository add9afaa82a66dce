using Engine.Core.Config;
using Engine.Core.Events;
using Engine.Core.State;

namespace Engine.Core.Strategies;

/// <summary>What a strategy may ask for while it is configured.</summary>
public sealed class StrategySetup
{
    public const int StateTablesMax = 64;

    internal const int PartsPerStrategy = 100;

    private readonly StateRegistry _registry;
    private readonly int _strategyId;
    private readonly List<BarSpec> _bars = [];
    private int _tableCount;

    internal StrategySetup(StateRegistry registry, int strategyId, string name, ConfigSection parameters,
        int instrumentsMax)
    {
        _registry = registry;
        _strategyId = strategyId;
        Name = name;
        Parameters = parameters;
        InstrumentsMax = instrumentsMax;
    }

    public string Name { get; }

    /// <summary>The settings <c>strategies.NAME.*</c>.</summary>
    public ConfigSection Parameters { get; }

    /// <summary>Instrument ids run from 0 to one below this.</summary>
    public int InstrumentsMax { get; }

    internal IReadOnlyList<BarSpec> Bars => _bars;

    internal int TableCount => _tableCount;

    /// <summary>
    /// A table of zeroed entities that survives restarts, enters the state hash and is the only place for mutable
    /// state.
    /// </summary>
    /// <typeparam name="T">Explicit layout without padding and without floating-point fields.</typeparam>
    public StateTable<T> AddState<T>(int capacity)
        where T : unmanaged
    {
        if (_tableCount == StateTablesMax)
            throw ConfigException
                .Invalid(Parameters.KeyOf("type"), Name, $"a strategy may have at most {StateTablesMax} state tables");

        return _registry.AddOrKeep<T>(StateParts.StrategyBase + (_strategyId * PartsPerStrategy) + _tableCount++,
            version: 1, capacity);
    }

    /// <summary>Asks for bars built from trades in event time; several kinds may be asked for.</summary>
    public void RequestBars(BarSpec spec)
    {
        if (spec.Size <= 0 || spec.Kind is BarKind.None)
            throw ConfigException
                .Invalid(Parameters.KeyOf("bars"), spec.ToString(), "give a kind and a size above zero");
        if (!_bars.Contains(spec)) _bars.Add(spec);
    }
}
