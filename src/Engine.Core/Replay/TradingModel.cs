using Engine.Core.Config;
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
    public TradingModel(
        EngineLimits limits, EngineMode mode, CanonicalConfig config, IStrategyCatalog catalog, VenueOptions? venue)
    {
        var registry = new StateRegistry();
        All = mode == EngineMode.Backtest ? registry : new StateRegistry();
        Mode = mode;
        if (venue is not null)
        {
            VenueRegistry = mode == EngineMode.Backtest ? registry : new StateRegistry();
            Venue = new VenueModel(VenueRegistry, venue);
        }
        Chain = new LogicChain(registry, limits, config, catalog);
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

    /// <summary>Takes over the state of another model of the same configuration.</summary>
    public void CopyFrom(TradingModel other)
    {
        ArgumentNullException.ThrowIfNull(other);
        All.CopyFrom(other.All);
        Chain.Restore(other.Chain.Cursor);
    }

    private StateRegistry? VenueRegistry { get; }
}
