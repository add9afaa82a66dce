using Engine.Core.Config;
using Engine.Core.Events;
using Engine.Core.Gateway;
using Engine.Core.Strategies;

namespace Engine.Core.Replay;

/// <summary>
/// Builds the model that a configuration text describes: limits, mode, strategies, and the simulated venue where it
/// lives in this process. The engine at its start and every reader of a journal build it here, so that they build the
/// same.
/// </summary>
public sealed class ModelFactory
{
    private readonly IStrategyCatalog _catalog;

    public ModelFactory(IStrategyCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        _catalog = catalog;
    }

    /// <summary>The model of a journaled configuration.</summary>
    /// <exception cref="ConfigException">A setting is missing or cannot be used.</exception>
    public TradingModel Create(string configText) => Create(CanonicalConfig.Parse(configText));

    /// <summary>
    /// The model of a configuration. <c>venue.hosted</c> says whether the simulated venue lives in the model; a
    /// backtest always has it, a live engine never.
    /// </summary>
    /// <exception cref="ConfigException">A setting is missing or cannot be used.</exception>
    public TradingModel Create(CanonicalConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var mode = ModeSetting.Read(config);
        var limits = EngineLimits.FromConfig(config.Section("limits"));
        var isHosted = mode switch
        {
            EngineMode.Backtest => true,
            EngineMode.Paper => config.Root.GetBool("venue.hosted", true),
            _ => false,
        };
        var venue = isHosted ? VenueOptions.FromConfig(config.Section("venue"), limits) : null;
        return new TradingModel(limits, mode, config, _catalog, venue);
    }
}
