using Engine.Core.Events;
using Engine.Core.Gateway;
using Engine.Core.Pipeline.Logic;
using Engine.Core.State;
using Engine.Core.Strategies;

namespace Engine.Core.Replay;

/// <summary>
/// Everything that a journal determines: the logic chain, and the simulated venue where it lives in this process. In a
/// backtest the venue belongs to the logic's state and hash; in paper trading it is a party of its own that the journal
/// determines all the same.
/// </summary>
public sealed class TradingModel
{
    public TradingModel(EngineLimits limits, EngineMode mode, string configText, IStrategyCatalog catalog, VenueOptions? venue)
    {
        var registry = new StateRegistry();
        All = mode == EngineMode.Backtest ? registry : new StateRegistry();
        Mode = mode;
        if (venue is not null)
        {
            VenueRegistry = mode == EngineMode.Backtest ? registry : new StateRegistry();
            Venue = new VenueModel(VenueRegistry, venue);
        }
        Chain = new LogicChain(registry, limits, configText, catalog);
        if (All == registry) return;

        All.Include(registry);
        if (VenueRegistry is not null) All.Include(VenueRegistry);
    }

    public EngineMode Mode { get; }

    public LogicChain Chain { get; }

    /// <summary>Null if the venue lives in another process.</summary>
    public VenueModel? Venue { get; }

    /// <summary>All tables: what a snapshot holds.</summary>
    public StateRegistry All { get; }

    private StateRegistry? VenueRegistry { get; }
}
